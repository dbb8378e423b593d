import { asText } from '../../data';

/** A value of a configuration as YAML and JSON have it. */
export type ConfigValue =
  null | boolean | number | string | readonly ConfigValue[] | { readonly [key: string]: ConfigValue };

/** What a value of a curriculum is as a configuration value; what YAML can bring besides becomes text. */
export function configValue(value: unknown): ConfigValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object') return asText(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(configValue);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, configValue(item)]));
}

/** `key=value` as `OmegaConf.from_cli` reads it: the value is YAML on one line. */
export const dotlistArgument = (key: string, value: ConfigValue): string => `${key}=${flow(value)}`;

/** A configuration as a YAML file: a line for each key, groups indented. */
export function configYaml(entries: readonly (readonly [key: string, value: ConfigValue])[]): string {
  const root: Group = new Map<string, Item>();
  for (const [key, value] of entries) put(root, key.split('.'), value);
  return lines(root, '');
}

type Group = Map<string, Item>;
type Item =
  { readonly kind: 'group'; readonly items: Group } | { readonly kind: 'leaf'; readonly value: ConfigValue };

function put(group: Group, [name = '', ...rest]: readonly string[], value: ConfigValue): void {
  if (rest.length === 0) {
    group.set(name, { kind: 'leaf', value });
    return;
  }
  const inner = group.get(name);
  const items: Group = inner?.kind === 'group' ? inner.items : new Map<string, Item>();
  group.set(name, { kind: 'group', items });
  put(items, rest, value);
}

const lines = (group: Group, indent: string): string =>
  [...group]
    .map(([name, item]) =>
      item.kind === 'group'
        ? `${indent}${name}:\n${lines(item.items, `${indent}  `)}`
        : `${indent}${name}: ${flow(item.value)}\n`,
    )
    .join('');

/** One line of YAML in the flow style, the same for PyYAML, YAML 1.2 and OmegaConf's own loader. */
export function flow(value: ConfigValue): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numeral(value);
  if (typeof value === 'string') return scalar(value);
  if (isList(value)) return `[${value.map(flow).join(', ')}]`;
  const items = Object.entries(value).map(([key, item]) => `${scalar(key)}: ${flow(item)}`);
  return `{${items.join(', ')}}`;
}

const isList = (value: ConfigValue): value is readonly ConfigValue[] => Array.isArray(value);

/** Learning rates read better as 1e-6. OmegaConf takes such a numeral for a number, although YAML 1.1 does not. */
const numeral = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);

/** Texts that stand for themselves in every version of YAML. */
const PLAIN = /^(?!(?:true|false|yes|no|on|off|null|nan|inf)$)[a-z/][\w./@+-]*(?::[\w./@+-]+)*$/i;

/** A text, in double quotes where YAML or OmegaConf would take it for something else. */
function scalar(text: string): string {
  if (PLAIN.test(text)) return text;
  return JSON.stringify(withoutInterpolation(text)).replace(
    // What YAML does not allow to stand as it is.
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `${name}` would be looked up by OmegaConf: a backslash keeps it as it is, and keeps those before it. */
const withoutInterpolation = (text: string): string =>
  text.replace(/(\\*)\$\{/gu, (_, slashes: string) => `${slashes}${slashes}\\\${`);
