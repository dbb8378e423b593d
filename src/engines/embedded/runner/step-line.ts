/** What the log says of a step: every value that was reported, four digits each. */
export const stepLine = (step: number, total: number, values: Readonly<Record<string, number>>): string =>
  `step ${step}/${total}  ${Object.entries(values)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`)
    .join('  ')}`;
