import { CompletionItemKind } from 'vscode-languageserver-types';
import { showNumber } from '../../../language';
import type { Context, Draft, KnownShape } from '../context';
import { PAPER_VALUES, WORD_DOCS } from '../paper';
import { place } from '../snippet';
import { itemShape } from '../shapes';
import { textItems } from './texts';

/** Values that a shape allows, as far as there are some to choose from. */
export async function valueItems(context: Context, shape: KnownShape): Promise<readonly Draft[]> {
  const key = String(context.cursor.path.at(-1) ?? '');
  switch (shape.kind) {
    case 'boolean':
      return booleans(shape.default);
    case 'number':
    case 'integer':
      return numbers(key, shape);
    case 'enum':
      return words(shape.values, shape.default);
    case 'enum-list':
      if (context.cursor.role === 'item') return listed(context, await valueItems(context, itemShape(shape)));
      // With a word as its default a single one is the usual case, and needs no brackets.
      if (typeof shape.default === 'string') return words(shape.values, shape.default);
      return words(shape.values, undefined).map((draft) => ({
        ...draft,
        label: `[${draft.label}]`,
        filter: draft.label,
        snippet: `[${draft.label}]`,
      }));
    case 'string':
      return [...usual(key, shape), ...(await textItems(context, shape))];
    case 'string-list': {
      const items = await textItems(context, itemShape(shape));
      return context.cursor.role === 'item'
        ? listed(context, items)
        : [...items, ...brackets(context, '[', ']')];
    }
    case 'list':
      return brackets(context, '[', ']');
    case 'record':
    case 'dictionary':
      return brackets(context, '{ ', ' }');
    case 'either':
    case 'any':
      return [];
  }
}

/** Items of a list, without those that are already in it. */
const listed = ({ cursor }: Context, items: readonly Draft[]): readonly Draft[] =>
  items.filter(({ label }) => !cursor.items.includes(label));

function brackets({ cursor }: Context, open: string, close: string): readonly Draft[] {
  if (cursor.role !== 'value' || cursor.prefix !== '' || cursor.quote !== undefined) return [];
  return [
    {
      label: `${open}${close}`.replace('  ', ' '),
      kind: CompletionItemKind.Struct,
      snippet: `${open}${place(1)}${close.replace('}', '\\}')}`,
      detail: 'on one line',
      group: 6,
      retrigger: true,
    },
  ];
}

function words(values: readonly string[], usual: unknown): readonly Draft[] {
  return values.map((value) => ({
    label: value,
    kind: CompletionItemKind.EnumMember,
    group: 1,
    ...(value === usual ? { detail: 'default' } : {}),
    ...(Object.hasOwn(WORD_DOCS, value) ? { doc: WORD_DOCS[value] ?? '' } : {}),
  }));
}

export const booleans = (usual: unknown): readonly Draft[] =>
  [true, false].map((value) => ({
    label: String(value),
    kind: CompletionItemKind.Value,
    snippet: String(value),
    group: 1,
    ...(value === usual ? { detail: 'default' } : {}),
  }));

/** A number is chosen by hand; what the language, the paper and the grammar's example say is one key away. */
function numbers(key: string, shape: Extract<KnownShape, { kind: 'number' | 'integer' }>): readonly Draft[] {
  const unit = shape.unit === undefined ? '' : ` ${shape.unit}`;
  const paper = paperValues(key);
  const values = new Map<string, string>();
  if (typeof shape.default === 'number') values.set(showNumber(shape.default), 'default');
  for (const value of paper) {
    const before = values.get(value);
    values.set(value, before === undefined ? 'the paper’s recipe' : `${before}, the paper’s recipe`);
  }
  if (values.size === 0 && shape.example !== undefined) values.set(shape.example, 'for example');
  return [...values].map(([value, from], index) => ({
    label: value,
    kind: CompletionItemKind.Value,
    snippet: value,
    detail: `${from}${unit === '' ? '' : `,${unit}`}`,
    group: index === 0 ? 0 : 1,
  }));
}

/** Texts that the paper's recipe has there. */
const usual = (key: string, shape: KnownShape): readonly Draft[] =>
  shape.kind === 'string' && shape.content === 'validation'
    ? paperValues(key).map((label) => ({
        label,
        kind: CompletionItemKind.Value,
        detail: 'the paper’s recipe',
        group: 4,
      }))
    : [];

const paperValues = (key: string): readonly string[] => new Map(Object.entries(PAPER_VALUES)).get(key) ?? [];
