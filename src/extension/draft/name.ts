/** A name for a stage that trains what fails in some data sets: short, a folder's name everywhere, and not taken. */
export function draftName(datasets: readonly string[], taken: (name: string) => boolean): string {
  const first = (datasets.length === 1 ? (datasets[0] ?? '') : '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
    .slice(0, 40);
  const base = first === '' ? 'failures' : `${first}-failures`;
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? base : `${base}-${n}`;
    if (!taken(name)) return name;
  }
}

/** Whether a name can be that of a stage and of a file; the language server says why another cannot. */
export const isDraftName = (name: string): boolean =>
  /^[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$/.test(name);
