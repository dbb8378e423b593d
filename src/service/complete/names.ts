import { child } from '../../language';
import type { Context } from './context';

/** Ids of the datasets that the document knows, inherited ones included. */
export const datasetIds = ({ curriculum, snapshot }: Context): readonly string[] =>
  unique([...(curriculum?.datasets.map(({ id }) => id) ?? []), ...keysOf(snapshot.tree, 'datasets')]);

/** Ids of the stages that the document knows, inherited ones included, in the order they run. */
export function stageIds({ curriculum, snapshot }: Context): readonly string[] {
  const { base } = snapshot.checked;
  const stages = [...(curriculum?.stages ?? []), ...(base.curriculum?.stages ?? [])];
  // A stage that has no id yet is given one by its number, which nobody can name.
  const isWritten = (id: string): boolean =>
    !/^stage-\d+$/.test(id) || base.files.some(({ text }) => text.includes(id));
  return unique(stages.map(({ id }) => id).filter(isWritten));
}

/** Names of the endpoints under `models`. */
export const endpointNames = ({ curriculum, snapshot }: Context): readonly string[] =>
  unique([...Object.keys(curriculum?.models ?? {}), ...keysOf(snapshot.tree, 'models')]);

/** The id of the stage that the cursor is in; nothing outside of stages, or where it has none yet. */
export function stageOf({ cursor, curriculum }: Context): string | undefined {
  const at = cursor.path.lastIndexOf('stages');
  const step = at < 0 ? undefined : cursor.path[at + 1];
  if (typeof step === 'string') return step;
  const written =
    cursor.path.length === at + 3 || cursor.role === 'key' ? cursor.beside.get('id') : undefined;
  if (written !== undefined && written !== '') return written;
  return step === undefined ? undefined : curriculum?.stages[step]?.id;
}

/** The words of a list that is written on one line, with or without brackets. */
export const wordsOf = (written: string): readonly string[] =>
  written
    .replaceAll(/[[\]"']/g, ' ')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

const keysOf = (tree: Context['snapshot']['tree'], key: string): readonly string[] => {
  const node = child(tree, key);
  return node?.kind === 'map' ? [...node.entries.keys()] : [];
};

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];
