import { ALLOWED_FUNCTIONS, tokenise, type Token } from '../../data';
import { textSpan, type Dataset, type ScalarNode } from '../../language';
import { METRICS, type MetricName } from '../../protocol';
import type { HoverContext } from './context';
import { code, count, paragraphs, plain } from './markdown';
import { agreementWords, outcomeHover } from './made';
import { READING } from './patience';
import { conditionWords, orderWords } from './reading';
import { referenceLink } from './reference';

export type ExpressionContent = 'row-condition' | 'row-order' | 'metric-condition' | 'keep-condition';

/** An expression: the name under the cursor, the reading in words, and how many rows it keeps. */
export async function expressionHover(
  context: HoverContext,
  node: ScalarNode,
  content: ExpressionContent,
  offset: number,
): Promise<string | undefined> {
  const token = tokenUnder(node, offset);
  const datasets = content === 'keep-condition' ? sourcesOf(context) : datasetsOf(context);
  const [name, kept] = await Promise.all([
    token === undefined ? undefined : nameHover(context, node.text, token, content, datasets),
    content === 'row-condition' ? keptRows(context, datasets, node.text) : undefined,
  ]);
  const agreed = content === 'keep-condition' ? agreementWords(datasetAt(context)) : undefined;
  return paragraphs([name, reading(node.text, content), kept, agreed]) || undefined;
}

function reading(text: string, content: ExpressionContent): string | undefined {
  if (text.length > LONGEST) return undefined;
  switch (content) {
    case 'row-condition': {
      const words = conditionWords(text);
      return words === undefined ? undefined : `Rows where ${words}.`;
    }
    case 'keep-condition': {
      const words = conditionWords(text);
      return words === undefined ? undefined : `Keeps questions where ${words}.`;
    }
    case 'row-order': {
      const words = orderWords(text);
      return words === undefined ? undefined : `Rows ${words}. They are not shuffled.`;
    }
    case 'metric-condition': {
      const words = conditionWords(text);
      return words === undefined ? undefined : `The stage ends when ${words}.`;
    }
  }
}

/** Longer texts are no expressions: the data layer refuses them. */
const LONGEST = 10_000;

/** The word of the text that an offset of the document touches. */
function tokenUnder(node: ScalarNode, offset: number): Token | undefined {
  if (node.text.length > LONGEST) return undefined;
  return tokenise(node.text).find((token) => {
    if (token.kind !== 'word' && token.kind !== 'quoted') return false;
    const { start, end } = textSpan(node, token.start, token.end);
    return start <= offset && offset <= end;
  });
}

/** The datasets of the stage that the expression belongs to. */
function datasetsOf({ curriculum, stage }: HoverContext): readonly Dataset[] {
  return (stage?.data ?? []).flatMap((id) => curriculum?.datasets.filter((one) => one.id === id) ?? []);
}

/** The dataset that a condition of `keep` belongs to. */
const datasetAt = ({ curriculum, path }: HoverContext): Dataset | undefined =>
  curriculum?.datasets.find(({ id }) => id === path[1]);

/** What its rows are made of. */
function sourcesOf(context: HoverContext): readonly Dataset[] {
  const dataset = datasetAt(context);
  const source = dataset?.made?.make.source;
  if (dataset === undefined || source === undefined) return [];
  const { id, capability } = dataset;
  switch (source.kind) {
    case 'captions':
      return [{ id, capability, train: source.file, columns: {} }];
    case 'datasets':
      return context.curriculum?.datasets.filter((one) => source.ids.includes(one.id)) ?? [];
    case 'own':
    case 'failures':
      return [];
  }
}

async function nameHover(
  context: HoverContext,
  text: string,
  token: Token,
  content: ExpressionContent,
  datasets: readonly Dataset[],
): Promise<string | undefined> {
  const written = text.slice(token.start, token.end);
  const { reference } = context;
  const called = /^\s*\(/u.test(text.slice(token.end));
  const known = Object.entries(ALLOWED_FUNCTIONS).find(([name]) => name === written.toLowerCase());
  if (token.kind === 'word' && called && known !== undefined) {
    const [, { signature, doc }] = known;
    return paragraphs([`**\`${signature}\`**: ${doc}`, referenceLink(reference, 'functions-in-expressions')]);
  }
  const name = token.kind === 'quoted' ? written.slice(1, -1).replaceAll('""', '"') : written;
  if (content === 'metric-condition') return metricHover(name, reference);
  const outcome = content === 'keep-condition' ? outcomeHover(name) : undefined;
  return outcome ?? columnHover(context, name, datasets);
}

export function metricHover(name: string, reference: string | undefined): string | undefined {
  const lower = name.toLowerCase();
  if (!Object.hasOwn(METRICS, lower)) return undefined;
  const { unit, doc } = METRICS[lower as MetricName];
  return paragraphs([
    `**\`${lower}\`**${unit === '' ? '' : ` (${unit})`}: ${doc}`,
    referenceLink(reference, 'metrics'),
  ]);
}

/** A column of the stage's datasets: its type in each, its role, and how many rows have nothing in it. */
async function columnHover(
  { known, patience, signal }: HoverContext,
  name: string,
  datasets: readonly Dataset[],
): Promise<string | undefined> {
  const isIt = (column: string): boolean => column.toLowerCase() === name.toLowerCase();
  const replies = await Promise.all(
    datasets.map(async (dataset) => {
      const [columns, facts] = await Promise.all([
        patience.ask(known.columns(dataset, 'train', signal)),
        patience.ask(known.facts(dataset, 'train', signal)),
      ]);
      return { dataset, columns, facts: facts.state === 'known' ? facts.value : undefined };
    }),
  );
  const found = replies.flatMap(({ dataset, columns, facts }) => {
    const column = columns.state === 'known' ? columns.value.find((one) => isIt(one.name)) : undefined;
    return column === undefined ? [] : [{ id: dataset.id, type: column.type, facts }];
  });
  const [first] = found;
  if (first === undefined)
    return replies.some(({ columns }) => columns.state === 'later') ? READING : undefined;
  const types = found.every(({ type }) => type === first.type)
    ? code(first.type)
    : found.map(({ id, type }) => `${code(type)} in ${code(id)}`).join(', ');
  const role = found
    .flatMap(({ facts }) => Object.entries(facts?.roles ?? {}))
    .find(([, column]) => isIt(column))?.[0];
  const empty = found.reduce(
    (sum, { facts }) => sum + (facts?.columns.find((one) => isIt(one.name))?.nulls ?? 0),
    0,
  );
  return `**${code(name)}**: column, ${types}${role === undefined ? '' : `, the ${plain(role)}`}${empty === 0 ? '' : `, empty in ${count(empty, 'row')}`}.`;
}

/** How many rows of the stage's datasets a condition keeps. */
async function keptRows(
  { known, patience, signal }: HoverContext,
  datasets: readonly Dataset[],
  where: string,
): Promise<string | undefined> {
  const replies = await Promise.all(
    datasets.map(async (dataset) => {
      const [kept, facts] = await Promise.all([
        patience.ask(known.count(dataset, where, signal)),
        patience.ask(known.facts(dataset, 'train', signal)),
      ]);
      return { kept, facts };
    }),
  );
  if (replies.some(({ kept, facts }) => kept.state === 'later' || facts.state === 'later')) return READING;
  let kept = 0;
  let all = 0;
  for (const reply of replies) {
    if (reply.kept.state !== 'known' || reply.facts.state !== 'known') return undefined;
    kept += reply.kept.value;
    all += reply.facts.value.rows;
  }
  if (all === 0) return undefined;
  return `Keeps ${count(kept)} of ${count(all, 'row')} (${((100 * kept) / all).toFixed(1)} %).`;
}
