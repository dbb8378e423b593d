import { CompletionItemKind } from 'vscode-languageserver-types';
import { ROLE_NAMES } from '../../../data';
import type { ColumnRole, Dataset } from '../../../language';
import type { ColumnFact } from '../../known/known';
import type { Context, Draft } from '../context';
import { stageOf, wordsOf } from '../names';

/** A column and the datasets that have it. */
export interface SharedColumn extends ColumnFact {
  readonly datasets: readonly string[];
}

/** The columns of the datasets of the stage that the cursor is in; of all datasets where it names none. */
export async function stageColumns(context: Context): Promise<readonly SharedColumn[]> {
  const { curriculum, cursor } = context;
  if (curriculum === undefined) return [];
  const written = wordsOf(cursor.beside.get('data') ?? '');
  const stage = curriculum.stages.find(({ id }) => id === stageOf(context));
  const ids = written.length > 0 ? written : (stage?.data ?? []);
  const named = curriculum.datasets.filter(({ id }) => ids.includes(id));
  return columnsOf(context, named.length > 0 ? named : curriculum.datasets);
}

export async function columnsOf(
  context: Context,
  datasets: readonly Dataset[],
): Promise<readonly SharedColumn[]> {
  const { known, signal, wait } = context;
  const answers = await Promise.all(
    datasets.slice(0, 16).map(async (dataset) => ({
      id: dataset.id,
      columns: await wait(known.columns(dataset, 'train', signal)),
    })),
  );
  const found = new Map<string, SharedColumn>();
  for (const { id, columns } of answers) {
    for (const column of columns ?? []) {
      const before = found.get(column.name);
      found.set(column.name, { ...column, datasets: [...(before?.datasets ?? []), id] });
    }
  }
  return [...found.values()];
}

/** Names for a role of `columns:`, from the dataset's own train file; the usual names of the role first. */
export async function columnItems(context: Context): Promise<readonly Draft[]> {
  const { cursor, curriculum } = context;
  const at = cursor.path.lastIndexOf('columns');
  const id = cursor.path[at - 1];
  const dataset = curriculum?.datasets.find((one) => one.id === id);
  if (dataset === undefined) return [];
  const role = String(cursor.path.at(-1));
  const usual = isRole(role) ? ROLE_NAMES[role] : [];
  const columns = await columnsOf(context, [dataset]);
  return columns.map((column) => ({
    label: column.name,
    kind: CompletionItemKind.Field,
    detail: column.type,
    doc: `Column of \`${dataset.train.text.replaceAll('`', '')}\`.`,
    group: usual.includes(column.name.toLowerCase())
      ? 0
      : [...cursor.beside.values()].includes(column.name)
        ? 3
        : 1,
  }));
}

const isRole = (role: string): role is ColumnRole => Object.hasOwn(ROLE_NAMES, role);
