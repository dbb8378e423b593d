const ENTRY = /^( {0,40})([\w./@-]{1,200}|'[^']{1,200}'|"[^"]{1,200}"):(?:\s+(\S.{0,200}))?$/;
const NUMBER = /^(?:!!float\s+)?'?([-+]?\.?(?:\d[\d._]{0,40}(?:e[-+]?\d{1,4})?|\.\d+|nan|inf))'?$/i;
const MOST_VALUES = 1000;

/** A nested YAML mapping of numbers, as EasyR1's console logger prints it, line by line. */
export class YamlBlock {
  /** By name with `/` between the levels; NaN where it was no number. */
  readonly values = new Map<string, number>();
  private readonly path: { readonly indent: number; readonly name: string }[] = [];

  /** Takes the next line; false when it is none of such a mapping, which ends it. */
  push(line: string): boolean {
    const entry = ENTRY.exec(line);
    if (entry === null) return false;
    const [, spaces = '', key = '', value] = entry;
    const indent = spaces.length;
    while ((this.path.at(-1)?.indent ?? -1) >= indent) this.path.pop();
    const name = key.replace(/^(['"])(.*)\1$/, '$2');
    if (value === undefined) {
      this.path.push({ indent, name });
      return true;
    }
    const number = numberOf(value.trim());
    const full = [...this.path.map((part) => part.name), name].join('/');
    if (number !== undefined && this.values.size < MOST_VALUES) this.values.set(full, number);
    return true;
  }
}

function numberOf(text: string): number | undefined {
  if (text === 'null' || text === '~') return Number.NaN;
  const plain = NUMBER.exec(text)?.[1]
    ?.toLowerCase()
    .replace(/^([-+]?)\.(?=[ni])/, '$1');
  if (plain === undefined) return undefined;
  if (plain.endsWith('nan')) return Number.NaN;
  if (plain.endsWith('inf')) return plain.startsWith('-') ? -Infinity : Infinity;
  return Number(plain.replaceAll('_', ''));
}
