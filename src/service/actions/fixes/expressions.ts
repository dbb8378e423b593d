import { ALLOWED_FUNCTIONS, METRIC_COLUMNS, ROLE_NAMES } from '../../../data';
import { COLUMN_ROLES, type Dataset } from '../../../language';
import { sqlName } from '../../complete';
import { oneEdit, quoted, type Edit, type Fix, type FixContext, type Fixer } from '../fix';
import { stageAround } from '../spot';
import { nameFixes } from '../write/near';
import { removeEntry } from '../write/remove';
import { spanOf } from '../write/text';
import { curriculumOf } from './curriculum-of';

/** Datasets whose rows the stage of a spot trains on. */
export function datasetsOf(context: FixContext): readonly Dataset[] {
  const curriculum = curriculumOf(context);
  const id = stageAround(context.spot)?.id;
  const data = curriculum?.stages.find((stage) => stage.id === id)?.data ?? [];
  return (curriculum?.datasets ?? []).filter((dataset) => data.includes(dataset.id));
}

const edit = ({ spot }: FixContext, text: string): Edit => ({
  span: spanOf(spot.source, spot.start, spot.end),
  text,
});

/** SC251: the column or metric that was meant, or a text in single quotes. */
export const unknownColumn: Fixer = async (context) => {
  const { spot } = context;
  const written = spot.source.text.slice(spot.start, spot.end);
  if (written === '' || written.includes('\n')) return [];
  const name = written.replaceAll(/^"|"$/gu, '');
  const names = await columnNames(context);
  const fixes = nameFixes(name, names, (one) => edit(context, sqlName(one)));
  // A role stands for a column of the file, which the expression must name.
  const role = COLUMN_ROLES.find((one) => one === name.toLowerCase());
  const usual = role === undefined ? undefined : await roleColumn(context, role, names);
  const asRole =
    usual === undefined
      ? []
      : oneEdit(`Change to ${quoted(usual)}`, edit(context, sqlName(usual)), { preferred: true });
  const asText = /^".*"$/u.test(written)
    ? oneEdit(
        `Write it as a text: ${quoted(`'${name}'`)}`,
        edit(context, `'${name.replaceAll("'", "''")}'`),
        { preferred: fixes.length === 0 },
      )
    : [];
  const known = new Set([...asRole, ...fixes].map(({ title }) => title));
  const others = names
    .slice(0, 6)
    .flatMap((one) => oneEdit(`Change to ${quoted(one)}`, edit(context, sqlName(one))))
    .filter(({ title }) => !known.has(title));
  return [
    ...asRole,
    ...fixes.map((fix): Fix => (asRole.length === 0 ? fix : { title: fix.title, edits: fix.edits })),
    ...asText,
    ...(fixes.length + asRole.length > 0 ? [] : others),
  ];
};

async function columnNames(context: FixContext): Promise<readonly string[]> {
  if (context.spot.levels.some(({ entry }) => entry?.key === 'until'))
    return METRIC_COLUMNS.map(({ name }) => name);
  const lists = await Promise.all(
    datasetsOf(context).map(
      (dataset) => context.known?.columns(dataset, 'train') ?? Promise.resolve(undefined),
    ),
  );
  const [first = [], ...others] = lists.map((columns) => (columns ?? []).map(({ name }) => name));
  return first.filter((name) => others.every((names) => names.includes(name)));
}

async function roleColumn(
  context: FixContext,
  role: (typeof COLUMN_ROLES)[number],
  names: readonly string[],
): Promise<string | undefined> {
  const [dataset] = datasetsOf(context);
  const facts = dataset && (await context.known?.facts(dataset, 'train'));
  const found = facts?.roles[role] ?? dataset?.columns[role];
  return (
    found ?? ROLE_NAMES[role].flatMap((usual) => names.find((name) => name.toLowerCase() === usual) ?? [])[0]
  );
}

/** SC253: the function that was meant; signs of other languages are functions to DuckDB. */
export const unknownFunction: Fixer = (context) => {
  const { spot } = context;
  const name = /^\w+/u.exec(spot.source.text.slice(spot.start, spot.end))?.[0];
  if (name === undefined || context.message.startsWith('The function && ')) return otherSigns(context);
  const names = Object.keys(ALLOWED_FUNCTIONS);
  return nameFixes(name.toLowerCase(), names, (text) => ({
    span: spanOf(spot.source, spot.start, spot.start + name.length),
    text,
  })).map(({ title, edits, preferred }) => ({ title, edits, ...(preferred === true ? { preferred } : {}) }));
};

/** SC250: SQL words for the signs of other languages. */
export const otherSigns: Fixer = (context) => {
  const { spot } = context;
  const level = spot.levels.at(-1);
  if (level?.node.kind !== 'scalar') return [];
  const { span } = level.node;
  const text = span.source.text.slice(span.start, span.end);
  const mended = text
    .replaceAll(/\s*&&\s*/gu, ' AND ')
    .replaceAll(/\s*\|\|\s*/gu, ' OR ')
    .replaceAll(/[\u201C\u201D\u2018\u2019]/gu, "'")
    .replaceAll(/===?/gu, '=')
    .replaceAll(/!==/gu, '!=')
    .replaceAll('≤', '<=')
    .replaceAll('≥', '>=')
    .replaceAll('≠', '<>')
    .replaceAll(/\bdescending\b/giu, 'DESC')
    .replaceAll(/\bascending\b/giu, 'ASC');
  if (mended === text) return [];
  return oneEdit('Write it in SQL: `AND`, `OR`, `=`, `DESC`', { span, text: mended }, { preferred: true });
};

/** SC254: a number without quotes; with a comma or as a share of a hundred it is written as SQL writes it. */
export const quotedNumber: Fixer = (context) => {
  const { source, start, end } = context.spot;
  // Where a function cannot take a text, its name is what is shown.
  const call = /^\w+\s*\(\s*(?='[^']*'\s*\))/u.exec(source.text.slice(start))?.[0].length ?? 0;
  const from = start + call;
  const written = /^'[^'\n]*'/u.exec(source.text.slice(from))?.[0];
  const parts = /^'\s*([-+]?\d+)(?:[.,](\d+))?(e[-+]?\d+)?\s*(%?)\s*'$/iu.exec(written ?? '');
  if (written === undefined || parts === null || (call === 0 && from + written.length !== end)) return [];
  const [, whole = '', rest, power = '', percent] = parts;
  const plain = `${whole}${rest === undefined ? '' : `.${rest}`}${power}`;
  const number = percent === '%' ? String(Number(plain) / 100) : plain;
  return oneEdit(
    `Write the number ${quoted(number)}`,
    { span: spanOf(source, from, from + written.length), text: number },
    { preferred: true },
  );
};

/** SC256: without the key. */
export const emptyExpression: Fixer = ({ spot }) => {
  const key = spot.levels.at(-1)?.entry?.key;
  return key === undefined
    ? []
    : oneEdit(`Remove ${quoted(key)}`, removeEntry(spot.levels), { preferred: true, safe: true });
};
