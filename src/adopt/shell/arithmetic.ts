/** Longest expression that is read. */
const MOST = 200;

/**
 * The value of a shell's arithmetic (`NODES * 8`) in whole numbers, with its four operations, `%` and brackets;
 * nothing where it is more than that, divides by zero, or hangs on a name without a number.
 */
export function arithmetic(text: string, valueOf: (name: string) => string | undefined): number | undefined {
  const tokens = text.length > MOST ? null : text.match(/\d+|\$?\{?[A-Za-z_]\w*\}?|[-+*/%()]|\S/gu);
  if (tokens === null) return undefined;
  let at = 0;
  const primary = (): number => {
    const token = tokens[at++] ?? '';
    if (token === '-') return -primary();
    if (token === '+') return primary();
    if (token === '(') {
      const inner = sum();
      return tokens[at++] === ')' ? inner : NaN;
    }
    const name = /^\$?\{?(?<name>[A-Za-z_]\w*)\}?$/u.exec(token)?.groups?.name;
    const written = name === undefined ? token : (valueOf(name) ?? '');
    // A zero before other digits would be an octal number.
    return /^-?(?:0|[1-9]\d{0,15})$/u.test(written) ? Number(written) : NaN;
  };
  const product = (): number => {
    let value = primary();
    for (let sign = tokens[at]; sign === '*' || sign === '/' || sign === '%'; sign = tokens[at]) {
      at += 1;
      const by = primary();
      value = sign === '*' ? value * by : sign === '/' ? Math.trunc(value / by) : value % by;
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    for (let sign = tokens[at]; sign === '+' || sign === '-'; sign = tokens[at]) {
      at += 1;
      const more = product();
      value = sign === '+' ? value + more : value - more;
    }
    return value;
  };
  const value = sum();
  return at === tokens.length && Number.isSafeInteger(value) ? value + 0 : undefined;
}
