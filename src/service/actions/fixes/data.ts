import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { ROLE_NAMES, type ColumnFact } from '../../../data';
import { nearest, type ColumnRole, type Dataset } from '../../../language';
import type { Known, Split } from '../../known/known';
import { oneEdit, quoted, type Fix, type FixContext, type Fixer } from '../fix';
import { datasetAround, variantOf } from '../spot';
import { setIn, setPath } from '../write/set';
import { yamlText } from '../write/text';
import { curriculumOf } from './curriculum-of';

interface Around {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly columns: readonly ColumnFact[];
  /** Gives a role its column in the file's own words. */
  readonly name: (role: ColumnRole, column: string, preferred: boolean) => readonly Fix[];
}

/** The dataset that a problem of data is shown at, with the columns of its file. */
async function around(context: FixContext): Promise<Around | undefined> {
  const own = datasetAround(context.spot);
  const dataset = curriculumOf(context)?.datasets.find(({ id }) => id === own?.id);
  if (own?.level.node.kind !== 'map' || dataset === undefined) return undefined;
  const { node } = own.level;
  const split = own.key === 'val' || own.key === 'test' ? own.key : 'train';
  const columns = (await context.known?.columns(dataset, split)) ?? [];
  const name: Around['name'] = (role, column, preferred) =>
    oneEdit(
      `Read the ${WORDS[role] ?? role} from the column ${quoted(column)}`,
      setIn(node, ['columns', role], yamlText(column)),
      { preferred },
    );
  return { dataset, split, columns, name };
}

const WORDS: Readonly<Partial<Record<ColumnRole, string>>> = { difficulty: 'pass rate' };

const isText = ({ type }: ColumnFact): boolean => /^(?:VARCHAR|JSON)$/u.test(type);
const isNumber = ({ type }: ColumnFact): boolean => /INT|DOUBLE|FLOAT|DECIMAL/u.test(type);
const isImages = ({ type }: ColumnFact): boolean => /^(?:VARCHAR|JSON|BLOB|STRUCT)/u.test(type);

/** Columns that no role has, those that sound like the role first. */
function candidates(
  { dataset, columns }: Around,
  role: ColumnRole,
  fits: (column: ColumnFact) => boolean,
): { readonly sounding: readonly string[]; readonly others: readonly string[] } {
  const taken = new Set(Object.values(dataset.columns));
  const others = Object.entries(ROLE_NAMES).flatMap(([name, usual]) => (name === role ? [] : usual));
  const free = columns.filter(
    (column) => fits(column) && !taken.has(column.name) && !others.includes(column.name.toLowerCase()),
  );
  const sounds = ({ name }: ColumnFact): boolean =>
    ROLE_NAMES[role].some((usual) => name.toLowerCase().includes(usual)) ||
    nearest(name, ROLE_NAMES[role]) !== undefined;
  return {
    sounding: free.filter(sounds).map(({ name }) => name),
    others: free.filter((column) => !sounds(column)).map(({ name }) => name),
  };
}

function roleFixes(
  own: Around,
  role: ColumnRole,
  fits: (column: ColumnFact) => boolean,
  most = 3,
): readonly Fix[] {
  const { sounding, others } = candidates(own, role, fits);
  return [...sounding, ...others]
    .slice(0, most)
    .flatMap((column, index) =>
      own.name(role, column, index === 0 && (sounding.length > 0 || others.length === 1)),
    );
}

/** SC304: the file's own names for what the curriculum calls otherwise. */
export const missingColumn: Fixer = async (context) => {
  const own = await around(context);
  if (own === undefined) return [];
  const { dataset, columns, name } = own;
  const names = columns.map((column) => column.name);
  if (names.length === 0) return [];
  const wrong = (Object.entries(dataset.columns) as [ColumnRole, string][]).filter(
    ([, column]) => !names.includes(column),
  );
  const renamed = wrong.flatMap(([role, column]) => {
    const usual = ROLE_NAMES[role].flatMap((one) => names.find((other) => other.toLowerCase() === one) ?? []);
    const near = nearest(column, names) ?? usual[0];
    return near === undefined ? [] : name(role, near, true);
  });
  if (wrong.length > 0) return renamed;
  const lower = new Set(names.map((one) => one.toLowerCase()));
  const lacks = (role: ColumnRole): boolean =>
    dataset.columns[role] === undefined && !ROLE_NAMES[role].some((usual) => lower.has(usual));
  return [
    ...(lacks('question') ? roleFixes(own, 'question', isText) : []),
    ...(lacks('answer') && lacks('response')
      ? roleFixes(own, 'answer', (column) => isText(column) || isNumber(column))
      : []),
  ];
};

/** SC330: the column with the images, where the file calls it otherwise. */
export const imageColumn: Fixer = async (context) => {
  const own = await around(context);
  if (own?.dataset.columns.images !== undefined || own === undefined) return [];
  const lower = own.columns.map(({ name }) => name.toLowerCase());
  if (ROLE_NAMES.images.some((usual) => lower.includes(usual))) return [];
  const looks = ({ name, type }: ColumnFact): boolean =>
    isImages({ name, type }) && /im(?:age|g)|pic|photo|figure|path|file/iu.test(name);
  return roleFixes(own, 'images', looks);
};

/** SC382: the column with the pass rates, or no order by difficulty. */
export const passRates: Fixer = async (context) => {
  const own = await around(context);
  const none = setPath(context.snapshot, [...variantOf(context.spot), 'schedule', 'difficulty'], 'none');
  return [
    ...(own === undefined ? [] : roleFixes(own, 'difficulty', isNumber)),
    ...oneEdit('Set `difficulty: none`', none),
  ];
};

/** SC386: the column with the responses. */
export const responses: Fixer = async (context) => {
  const curriculum = curriculumOf(context);
  const fixes = await Promise.all(
    (curriculum?.datasets ?? []).map(async (dataset): Promise<readonly Fix[]> => {
      if (dataset.columns.response !== undefined) return [];
      if (!context.message.includes(`\`${dataset.id}\``)) return [];
      const columns = (await context.known?.columns(dataset, 'train')) ?? [];
      const own: Around = {
        dataset,
        split: 'train',
        columns,
        name: (role, column, preferred) =>
          oneEdit(
            `Read the response of ${quoted(dataset.id)} from the column ${quoted(column)}`,
            setPath(context.snapshot, ['datasets', dataset.id, 'columns', role], yamlText(column)),
            { preferred },
          ),
      };
      return candidates(own, 'response', isText)
        .sounding.slice(0, 1)
        .flatMap((column) => own.name('response', column, true));
    }),
  );
  return fixes.flat();
};

/** SC340: the folder that has the image, where one nearby has it. */
export const imageFolder: Fixer = async (context) => {
  const { known, snapshot, message } = context;
  const own = await around(context);
  const ref = own?.dataset[own.split];
  const image = /^The image (.+?) does not exist/u.exec(message)?.[1];
  if (own === undefined || known === undefined || ref?.kind !== 'file' || image === undefined) return [];
  const set = datasetAround(context.spot)?.level.node;
  if (set?.kind !== 'map') return [];
  for (const folder of await foldersNear(known, ref.path, own.dataset.images)) {
    if (!(await holds(known, folder, image))) continue;
    const path = relative(dirname(snapshot.path), folder).split(sep).join('/');
    const text = path === '' ? '.' : path;
    return oneEdit(`Look for the images in ${quoted(text)}`, setIn(set, ['images'], yamlText(text)), {
      preferred: true,
    });
  }
  return [];
};

/** Folders around a data file in which its images may lie, the nearest first. */
async function foldersNear(
  known: Known,
  file: string,
  images: string | undefined,
): Promise<readonly string[]> {
  const near = [dirname(file), dirname(dirname(file)), ...(images === undefined ? [] : [dirname(images)])];
  const found: string[] = [];
  for (const folder of new Set(near)) {
    found.push(folder);
    const entries = (await known.folder(folder)) ?? [];
    const below = entries.filter(({ kind }) => kind === 'folder').slice(0, 50);
    found.push(...below.map(({ name }) => join(folder, name)));
  }
  return [...new Set(found)].filter((folder) => folder !== images);
}

async function holds(known: Known, folder: string, image: string): Promise<boolean> {
  const path = resolve(folder, image);
  const entries = await known.folder(dirname(path));
  return entries?.some(({ name, kind }) => kind === 'file' && name === basename(path)) === true;
}
