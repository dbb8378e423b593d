import { basename, join } from 'node:path';
import type { ColumnFact, DataSource } from '../data';
import { KEEP_COLUMNS, type CheckedCurriculum, type Dataset } from '../language';
import type { Problem } from '../protocol';
import { planProblem } from './problems';
import type { Questions } from './remember';

/** `<to>/made.json`, which is written last. */
const MANIFEST = 'made.json';
/** The folder of a make's work. */
const WORK = '.make';

/** Whether a dataset was made: then its manifest stands beside its files. */
export const isMade = async (ask: Questions, to: string): Promise<boolean> =>
  (await ask.text(join(to, MANIFEST))).kind !== 'missing';

/** Whether a file of a dataset is one that `stagecraft make` writes. */
export const isMadeFile = (dataset: Dataset, split: DataSource['split']): boolean => {
  const ref = dataset[split];
  return (
    dataset.made !== undefined && ref?.kind === 'file' && ref.path === join(dataset.made.to, `${split}.jsonl`)
  );
};

/** SC393: the rows are not there yet, and how they come to be. */
export const notMade = (checked: CheckedCurriculum, id: string): Problem =>
  planProblem('SC393', `\`${id}\` is not made yet`, checked.locate(['datasets', id], 'key'), {
    hint: `Run ${makeCommand(checked, id)}`,
  });

/** The command that makes a dataset, as a person types it in the folder of the curriculum. */
export function makeCommand({ curriculum }: CheckedCurriculum, id: string): string {
  const file = basename(curriculum?.file ?? 'FILE');
  const variant = curriculum?.variant === undefined ? '' : ` --variant ${curriculum.variant}`;
  return `\`stagecraft make ${file} --dataset ${id}${variant}\`.`;
}

/** SC395: rows of one's own where the made ones would be written. */
export async function checkMadeFolder(
  checked: CheckedCurriculum,
  { id, made }: Dataset,
  ask: Questions,
): Promise<readonly Problem[]> {
  if (made === undefined || (await isMade(ask, made.to))) return [];
  // A make that was cut short left its work there: the next goes on.
  if ((await ask.text(join(made.to, WORK))).kind !== 'missing') return [];
  const found: string[] = [];
  for (const name of ['train.jsonl', 'val.jsonl', 'test.jsonl', 'rows.parquet']) {
    // A file of any size is there as soon as it is not missing.
    if ((await ask.text(join(made.to, name))).kind !== 'missing') found.push(`\`${name}\``);
  }
  if (found.length === 0) return [];
  const path = ['datasets', id, 'make', 'to'];
  return [
    planProblem(
      'SC395',
      `${made.to} holds ${found.join(', ')} that no make has written: making \`${id}\` would take ${found.length === 1 ? 'it' : 'them'} away, and is refused`,
      checked.locate(path),
      {
        hint: 'Write `to:` with another folder, or move them away.',
      },
    ),
  ];
}

/** Columns of `keep` that every question has, with the outcomes of its answers; as DuckDB knows them. */
export const QUESTION_COLUMNS: readonly ColumnFact[] = [
  ...Object.keys(KEEP_COLUMNS).map((name) => ({ name, type: 'BOOLEAN' })),
  ...['question', 'problem', 'answer', 'kind', 'capability', 'source', 'caption'].map((name) => ({
    name,
    type: 'VARCHAR',
  })),
  ...['options', 'images'].map((name) => ({ name, type: 'VARCHAR[]' })),
];
