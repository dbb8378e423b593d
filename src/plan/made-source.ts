import { captionColumns, type CaptionRole, type ColumnFact } from '../data';
import { COLUMN_ROLES, nearest, type CheckedCurriculum, type ColumnRole, type Dataset } from '../language';
import type { Problem } from '../protocol';
import { isMade } from './made';
import type { Questions } from './remember';

/** What a dataset is made of, as far as it is there. */
export interface MadeSource {
  /** Columns that questions carry along, which `keep` may name; absent where they are not known yet. */
  readonly columns?: readonly ColumnFact[];
  /** Whether rows have an image and a caption to answer from; absent where it is not known. */
  readonly images?: boolean;
  readonly captions?: boolean;
  readonly problems: readonly Problem[];
}

/** Looks at the head of the files that a dataset is made of. Of failures nothing is known before the run. */
export async function madeSource(
  checked: CheckedCurriculum,
  dataset: Dataset,
  ask: Questions,
): Promise<MadeSource> {
  const source = dataset.made?.make.source;
  switch (source?.kind) {
    case 'captions':
      return captionSource(checked, dataset, source, ask);
    case 'datasets': {
      const all = checked.curriculum?.datasets ?? [];
      return mergedSource(
        source.ids.flatMap((id) => all.find((one) => one.id === id) ?? []),
        ask,
      );
    }
    case 'own':
      return ownSource(checked, { ...dataset, train: source.train }, ask);
    case 'failures':
    case undefined:
      return { problems: [] };
  }
}

type Captions = Extract<NonNullable<Dataset['made']>['make']['source'], { kind: 'captions' }>;

async function captionSource(
  checked: CheckedCurriculum,
  { id, capability, made }: Dataset,
  { file, columns: written }: Captions,
  ask: Questions,
): Promise<MadeSource> {
  // A Hub id is the language's to tell.
  if (file.kind !== 'file' || made === undefined) return { problems: [] };
  const path = ['datasets', id, 'make'];
  const bare: Dataset = { id, capability, train: file, columns: {} };
  const columns = await ask.columns(bare, 'train');
  if (columns === undefined) {
    // What was made stays what it is where the captions are gone.
    if (await isMade(ask, made.to)) return { problems: [] };
    const { problems } = await ask.resolve(bare, 'train');
    const place = checked.locate([...path, 'captions']);
    return { problems: problems.filter(({ code }) => code !== 'SC304').map((one) => ({ ...one, place })) };
  }
  const names = columns.map(({ name }) => name);
  const problems: Problem[] = [];
  for (const [role, name] of Object.entries(written)) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    problems.push({
      code: 'SC304',
      severity: 'error',
      message: `${file.path} has no column ${name}, which \`columns\` names as ${role}`,
      place: checked.locate([...path, 'columns', role]),
      hint: near === undefined ? `It has ${names.slice(0, 20).join(', ')}.` : `Did you mean ${near}?`,
    });
  }
  const found = captionColumns(names, written);
  for (const role of ['caption', 'image'] as const satisfies readonly CaptionRole[]) {
    if (found[role] !== undefined) continue;
    problems.push({
      code: 'SC304',
      severity: 'error',
      message: `No column of ${file.path} looks like the ${role}`,
      place: checked.locate([...path, 'captions']),
      hint: `Name it, such as \`columns: { ${role}: ${names[0] ?? role} }\`; the file has ${names.slice(0, 20).join(', ')}.`,
    });
  }
  const taken = new Set(Object.values(found));
  const carried = columns.filter(({ name }) => !taken.has(name));
  return { columns: carried, images: true, captions: true, problems };
}

/** Roles whose columns questions carry under the role's usual name. */
const CARRIED: Readonly<Partial<Record<ColumnRole, string>>> = {
  difficulty: 'pass_rate',
  response: 'response',
  scene: 'scene',
};

/** Rows that are merged carry the other columns of all; of one that is not made yet they are not known. */
async function mergedSource(datasets: readonly Dataset[], ask: Questions): Promise<MadeSource> {
  const merged = new Map<string, ColumnFact>();
  let images = false;
  let captions = false;
  for (const dataset of datasets) {
    const { source } = await ask.resolve(dataset, 'train');
    const columns = await ask.columns(dataset, 'train');
    if (source === undefined || columns === undefined) return { problems: [] };
    images ||= source.columns.images !== undefined;
    captions ||= source.columns.caption !== undefined;
    const roleOf = new Map(COLUMN_ROLES.map((role) => [source.columns[role], role]));
    for (const column of columns) {
      const role = roleOf.get(column.name);
      const name = role === undefined ? column.name : CARRIED[role];
      if (name !== undefined && !merged.has(name)) merged.set(name, { ...column, name });
    }
  }
  return { columns: [...merged.values()], images, captions, problems: [] };
}

/** Rows that only get a pass rate: their file must be there and have its columns. */
async function ownSource(checked: CheckedCurriculum, dataset: Dataset, ask: Questions): Promise<MadeSource> {
  const { difficulty: _, ...columns } = dataset.columns;
  const { made: __, ...bare } = dataset;
  if (bare.train.kind === 'hub') return { problems: [] };
  if (dataset.made !== undefined && (await isMade(ask, dataset.made.to))) return { problems: [] };
  const { problems } = await ask.resolve({ ...bare, columns }, 'train');
  const place = checked.locate(['datasets', dataset.id, 'train']);
  return { problems: problems.map((one) => (one.place.range === undefined ? { ...one, place } : one)) };
}
