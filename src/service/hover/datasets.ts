import type { DataRef, Dataset } from '../../language';
import type { FileFacts, Split } from '../known/known';
import type { HoverContext } from './context';
import { code, count, cut, fence, names, paragraphs, plain, points } from './markdown';
import { madeWords } from './made';
import { histogram } from './histogram';
import { READING } from './patience';
import { sampleText } from './sample';

const SPLITS: readonly Split[] = ['train', 'val', 'test'];
const MOST_COLUMNS = 24;

/** A dataset: what it teaches, and of each of its files rows, columns, pass rates, missing images and a row. */
export async function datasetHover(context: HoverContext, id: string): Promise<string | undefined> {
  const { curriculum } = context;
  const dataset = curriculum?.datasets.find((one) => one.id === id);
  if (curriculum === undefined || dataset === undefined) return undefined;
  const made = await madeWords(context, dataset);
  const users = curriculum.stages.filter(({ data }) => data.includes(id)).map((stage) => stage.id);
  const splits = SPLITS.filter((split) => dataset[split] !== undefined);
  const replies = await Promise.all(splits.map((split) => fileOf(context, dataset, split)));
  const train = replies[0]?.facts;
  return paragraphs([
    `**${code(id)}**: ${plain(dataset.capability)}${users.length === 0 ? ', used by no stage' : `, for ${names(users)}`}`,
    made,
    points(replies.map(({ head }) => head)),
    // What a hover shows without scrolling is a dozen lines: the pass rates that are trained on come first.
    difficultyOf(replies.slice(0, 1)),
    train === undefined ? undefined : columnsBlock(train),
    difficultyOf(replies.slice(1)),
    train?.sample === undefined
      ? undefined
      : `A row of \`train\`:\n\n${fence(sampleText(train.sample), 'json')}`,
  ]);
}

const difficultyOf = (replies: readonly FileReply[]): string | undefined =>
  paragraphs(
    replies.map(({ split, facts }) =>
      facts?.difficulty === undefined ? undefined : fence(`${split}: ${histogram(facts.difficulty)}`),
    ),
  );

/** One file of a dataset in full. */
export async function fileHover(
  context: HoverContext,
  dataset: Dataset,
  split: Split,
): Promise<string | undefined> {
  if (dataset[split] === undefined) return undefined;
  const { head, facts } = await fileOf(context, dataset, split);
  return paragraphs([
    head,
    facts?.difficulty === undefined ? undefined : fence(histogram(facts.difficulty)),
    facts === undefined ? undefined : columnsBlock(facts),
    facts?.sample === undefined ? undefined : `A row:\n\n${fence(sampleText(facts.sample), 'json')}`,
  ]);
}

interface FileReply {
  readonly split: Split;
  readonly head: string;
  readonly facts?: FileFacts;
}

async function fileOf(
  { known, patience, signal }: HoverContext,
  dataset: Dataset,
  split: Split,
): Promise<FileReply> {
  const ref = dataset[split];
  const name = `\`${split}\` ${ref === undefined ? '' : refWords(ref)}`;
  if (ref?.kind === 'hub') return { split, head: `${name}, which the engine downloads` };
  const reply = await patience.ask(known.facts(dataset, split, signal));
  if (reply.state !== 'known') {
    const broken = known.brokenRows?.(ref?.path ?? '') ?? 0;
    const absent = dataset.made === undefined ? 'not read' : 'not there yet';
    const why = broken === 0 ? absent : `**${count(broken, 'row')} cannot be read**`;
    return { split, head: `${name}: ${reply.state === 'later' ? READING : why}` };
  }
  const facts = reply.value;
  const { missingImages: missing } = facts;
  return {
    split,
    facts,
    head: `${name}: ${count(facts.rows, 'row')}${missing === undefined ? '' : missing === 0 ? ', no image missing' : `, **${count(missing, 'image')} missing**`}`,
  };
}

const refWords = (ref: DataRef): string => code(ref.text);

/** Columns with their types, their roles, and how many rows have nothing in them. */
export function columnsBlock({ columns, roles }: FileFacts): string {
  const roleOf = new Map(Object.entries(roles).map(([role, column]) => [column, role]));
  const shown = columns.slice(0, MOST_COLUMNS).map(({ name, type, nulls }) => ({
    name: oneLine(name, 30),
    type: oneLine(type, 16),
    role: roleOf.get(name) ?? '',
    nulls: nulls === undefined || nulls === 0 ? '' : `${count(nulls)} empty`,
  }));
  const wide = (part: 'name' | 'type' | 'role'): number => Math.max(...shown.map((one) => one[part].length));
  const [named, types, parts] = [wide('name'), wide('type'), wide('role')];
  const lines = shown.map(({ name, type, role, nulls }) =>
    `${name.padEnd(named)}  ${type.padEnd(types)}  ${role.padEnd(parts)}  ${nulls}`.trimEnd(),
  );
  const more = columns.length - shown.length;
  return fence([...lines, ...(more > 0 ? [`… and ${count(more)} more`] : [])].join('\n'));
}

const oneLine = (text: string, most: number): string =>
  cut(cut(text, 200).replace(/[\s\p{Cc}]+/gu, ' '), most);

/** The columns of a dataset's train file, for the keys that name columns. */
export async function columnsHover(
  { known, patience, signal }: HoverContext,
  dataset: Dataset,
): Promise<string | undefined> {
  if (dataset.train.kind === 'hub') return undefined;
  const reply = await patience.ask(known.facts(dataset, 'train', signal));
  if (reply.state === 'later') return READING;
  return reply.state === 'known' ? columnsBlock(reply.value) : undefined;
}
