import { CompletionItemKind } from 'vscode-languageserver-types';
import { ALLOWED_FUNCTIONS, ROLE_NAMES, type ExpressionKind } from '../../../data';
import { KEEP_COLUMNS, type KeepColumn } from '../../../language';
import { METRICS } from '../../../protocol';
import type { Draft } from '../context';
import { place } from '../snippet';
import type { SharedColumn } from '../values/columns';
import { kindOfCall, kindOfType, parametersOf, type ValueKind } from './kinds';
import { sqlName } from './reserved';
import type { ExpressionState } from './state';
import { WORDS as W } from './words';

type Wish = Extract<ExpressionState, { next: 'operand' }>;

/** How well a kind fits: 0 the likeliest, 1 another that is allowed, 2 none of them; 0 where any is. */
function fit({ wanted }: Wish, kind: ValueKind | undefined): 0 | 1 | 2 {
  if (wanted === undefined) return 0;
  const at = kind === undefined ? 1 : wanted.indexOf(kind);
  return at < 0 ? 2 : at === 0 ? 0 : 1;
}

/** Columns of the stage's datasets: those that fit and that all datasets have come first. */
export function columnOperands(columns: readonly SharedColumn[], wish: Wish): readonly Draft[] {
  const most = Math.max(0, ...columns.map(({ datasets }) => datasets.length));
  return columns.map(({ name, type, datasets }): Draft => {
    const value = sqlName(name);
    const isSame = wish.compared?.name?.toLowerCase() === name.toLowerCase();
    const base = [1, 2, 6][fit(wish, kindOfType(type))] ?? 6;
    const isUsual = wish.begins && wish.wanted === undefined && isRate(name);
    return {
      label: name,
      kind: CompletionItemKind.Field,
      value,
      ...(value === name ? {} : { filter: value }),
      detail: type,
      doc: columnDoc(name, datasets),
      group: isUsual || isOutcome(name, datasets) ? 0 : base + (isSame || datasets.length < most ? 1 : 0),
    };
  });
}

/** Outcomes of answers are columns of no dataset, and what `keep` is for. */
const isOutcome = (name: string, datasets: readonly string[]): boolean =>
  datasets.length === 0 && Object.hasOwn(KEEP_COLUMNS, name);

function columnDoc(name: string, datasets: readonly string[]): string {
  if (isOutcome(name, datasets)) return KEEP_COLUMNS[name as KeepColumn];
  if (datasets.length === 0) return 'Of the question.';
  return `Column of ${datasets.map((id) => `\`${id.replaceAll('`', '')}\``).join(', ')}.`;
}

/** Metrics, those of the validation first. */
export const metricOperands = (wish: Wish): readonly Draft[] =>
  Object.entries(METRICS).map(([label, { unit, doc }]) => ({
    label,
    kind: CompletionItemKind.Field,
    ...(unit === '' ? {} : { detail: unit }),
    doc,
    group: fit(wish, 'number') === 2 ? 6 : label.startsWith('val_') && wish.compared === undefined ? 0 : 2,
  }));

/** Functions; `isCalled`: a bracket already follows. */
export const functionOperands = (wish: Wish, isCalled: boolean): readonly Draft[] =>
  Object.entries(ALLOWED_FUNCTIONS).map(([label, { signature, doc }]) => {
    const parameters = parametersOf(signature).filter((name) => name !== '...');
    const places = parameters.map((name, index) => place(index + 1, name));
    return {
      label,
      kind: CompletionItemKind.Function,
      ...(isCalled ? {} : { snippet: `${label}(${places.join(', ')})`, plain: `${label}(` }),
      detail: signature.slice(signature.indexOf('(')),
      doc: `\`${signature}\`\n\n${doc}`,
      group: [3, 4, 7][fit(wish, kindOfCall(label))] ?? 7,
    };
  });

const value = (label: string, detail: string, snippet = label, plain = label): Draft => ({
  label,
  kind: CompletionItemKind.Value,
  detail,
  snippet,
  plain,
  group: 0,
});

/** Values to compare with, as far as some are likely. */
export function literalOperands(kind: ExpressionKind, wish: Wish): readonly Draft[] {
  const { compared } = wish;
  if (compared === undefined || !isOne(wish)) return [];
  switch (compared.kind) {
    case 'number':
      if (kind === 'until') {
        return SHARES.has(compared.name ?? '')
          ? ['0.5', '0.8', '0.9', '1'].map((share) => value(share, 'a share'))
          : [];
      }
      if (compared.name !== undefined && isRate(compared.name)) {
        return [
          value('1', 'always solved'),
          value('0', 'never solved'),
          value('0.5', 'solved half of the time'),
        ];
      }
      return [value('0', ''), value('1', '')];
    case 'text':
      return [value("'…'", 'a text', `'${place(1)}'`, "''")];
    default:
      return [];
  }
}

/** Arithmetic on the right side is no place for the whole value. */
const isOne = ({ wanted, compared }: Wish): boolean =>
  wanted !== undefined && compared?.kind !== undefined && wanted.includes(compared.kind);

const SHARES: ReadonlySet<string> = new Set<keyof typeof METRICS>([
  'reward',
  'accuracy',
  'format',
  'val_reward',
  'val_accuracy',
  'clip_fraction',
  'live_groups',
  'truncated',
]);

const isRate = (name: string): boolean => ROLE_NAMES.difficulty.includes(name.toLowerCase());

/** Words that begin an operand. */
export function wordOperands(wish: Wish): readonly Draft[] {
  const at = (group: number) => (draft: Draft) => ({ ...draft, group });
  const isTruth = wish.wanted?.includes('truth') === true;
  return [
    ...(wish.begins ? [at(5)(W.not)] : []),
    ...[W.case, W.cast, W.tryCast].map(at(5)),
    ...[W.true, W.false].map(at(isTruth && wish.compared !== undefined ? 0 : 8)),
    at(8)(W.null),
  ];
}
