import { describeShape, showNumber, type Field, type Shape } from '../../src/language';
import { cell } from './table';

type Keys = Readonly<Record<string, Field>>;

/** The keys of a record as Markdown tables: its own, then those of what lies inside, each table only once. */
export function keyTables(root: Keys): string[] {
  const printed = new Map<Keys, string>();
  const pending: { readonly path: string; readonly keys: Keys }[] = [{ path: '', keys: root }];
  const parts: string[] = [];
  for (let next = pending.shift(); next; next = pending.shift()) {
    const { path, keys } = next;
    const name = path === '' ? 'The file' : `\`${path}\``;
    const twin = printed.get(keys);
    parts.push(twin === undefined ? table(name, keys) : `### ${name}\n\nThe keys of ${twin}.`);
    if (twin !== undefined) continue;
    printed.set(keys, name);
    // A variant takes the keys of the file; they need no second set of tables.
    for (const [key, field] of Object.entries(keys))
      if (key !== 'variants') pending.push(...inside(path === '' ? key : `${path}.${key}`, field));
  }
  return parts;
}

const table = (name: string, keys: Keys): string =>
  [
    `### ${name}`,
    '',
    '| key | value | default | meaning |',
    '|---|---|---|---|',
    ...Object.entries(keys).map(
      ([key, field]) => `| \`${key}\` | ${form(field)} | ${usual(field)} | ${cell(docOf(field))} |`,
    ),
  ].join('\n');

function inside(path: string, shape: Shape): { path: string; keys: Keys }[] {
  switch (shape.kind) {
    case 'record':
      return [{ path, keys: shape.keys }];
    case 'dictionary':
      return inside(`${path}.<${shape.entry}>`, shape.value);
    case 'list':
      return inside(`${path}[]`, shape.item);
    case 'either':
      return shape.options.flatMap((option) => inside(path, option));
    case 'number':
    case 'integer':
    case 'boolean':
    case 'enum':
    case 'enum-list':
    case 'string':
    case 'string-list':
    case 'any':
      return [];
  }
}

const form = (field: Field): string =>
  cell(describeShape(field) + (field.unit === undefined ? '' : ` (${field.unit})`));

function usual(field: Field): string {
  if (field.required) return 'required';
  if (field.default === undefined) return cell(field.absent ?? '');
  return `\`${typeof field.default === 'number' ? showNumber(field.default) : JSON.stringify(field.default)}\``;
}

const docOf = ({ doc, engines }: Field): string =>
  engines === undefined ? doc : `${doc} Engines: ${engines.join(', ')}.`;
