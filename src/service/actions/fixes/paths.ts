import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearest, type ScalarNode } from '../../../language';
import type { Known } from '../../known/known';
import { oneEdit, quoted, type Fix, type FixContext, type Fixer } from '../fix';
import { datasetAround, type Spot } from '../spot';
import { removeEntry } from '../write/remove';
import { replaceText, setPath } from '../write/set';
import { yamlText } from '../write/text';
import { curriculumOf } from './curriculum-of';

const scalarAt = ({ levels }: Spot): ScalarNode | undefined => {
  const node = levels.at(-1)?.node;
  return node?.kind === 'scalar' ? node : undefined;
};

/** A path as a curriculum writes it: from the folder of the file, with forward slashes. */
function written(from: string, path: string): string {
  const short = relative(dirname(from), path);
  return short.split(sep).join('/');
}

/** The file that a wrong path most likely means: in its folder, else in the folder whose name is nearest. */
async function nearFile(
  known: Known,
  path: string,
  isFit: (name: string) => boolean,
): Promise<string | undefined> {
  const folder = await nearFolder(known, dirname(path), 3);
  const entries = folder === undefined ? undefined : await known.folder(folder);
  if (folder === undefined || entries === undefined) return undefined;
  const names = entries.flatMap(({ name, kind }) => (kind === 'file' && isFit(name) ? [name] : []));
  const name = names.includes(basename(path)) ? basename(path) : nearest(basename(path), names);
  return name === undefined ? undefined : join(folder, name);
}

async function nearFolder(known: Known, path: string, depth: number): Promise<string | undefined> {
  if ((await known.folder(path)) !== undefined) return path;
  if (depth === 0 || dirname(path) === path) return undefined;
  const parent = await nearFolder(known, dirname(path), depth - 1);
  const entries = parent === undefined ? undefined : await known.folder(parent);
  const names = entries?.flatMap(({ name, kind }) => (kind === 'folder' ? [name] : []));
  const name = names && nearest(basename(path), names);
  return parent === undefined || name === undefined ? undefined : join(parent, name);
}

async function nearFileFixes(
  { known, snapshot }: FixContext,
  node: ScalarNode,
  text: string,
  isFit: (name: string) => boolean,
  behind = '',
): Promise<readonly Fix[]> {
  if (known === undefined || !snapshot.onDisk) return [];
  const path = resolve(dirname(snapshot.path), text);
  const near = await nearFile(known, path, isFit);
  if (near === undefined || near === path) return [];
  const name = isAbsolute(text) ? near : written(snapshot.path, near);
  return oneEdit(`Change to ${quoted(name)}`, replaceText(node, `${name}${behind}`), { preferred: true });
}

const isData = (name: string): boolean => /\.(?:jsonl|json|csv|parquet)$/iu.test(name);

/** SC213: a curriculum nearby, or no base. */
export const missingBase: Fixer = async (context) => {
  const node = scalarAt(context.spot);
  if (node === undefined) return [];
  return [
    ...(await nearFileFixes(
      context,
      node,
      node.text,
      (name) => /\.ya?ml$/iu.test(name) && name !== basename(context.snapshot.path),
    )),
    ...oneEdit('Remove `extends`', removeEntry(context.spot.levels)),
  ];
};

/** SC212: this file without a base. */
export const loop: Fixer = ({ spot }) =>
  oneEdit('Remove `extends`', removeEntry(spot.levels), { preferred: true });

/** SC300, SC303: a data file nearby. */
export const missingFile: Fixer = async (context) => {
  const node = scalarAt(context.spot);
  return node === undefined ? [] : nearFileFixes(context, node, node.text, isData);
};

/** SC461: a Python file nearby. */
export const missingReward: Fixer = async (context) => {
  const node = scalarAt(context.spot);
  const [, file, name] = (node && /^(.+\.py)(:.*)$/su.exec(node.text)) ?? [];
  if (node === undefined || file === undefined) return [];
  return nearFileFixes(context, node, file, (one) => one.endsWith('.py'), name);
};

/** SC217: a data file of that name, or a split for a Hub dataset. */
export const dataForm: Fixer = async (context) => {
  const node = scalarAt(context.spot);
  if (node === undefined) return [];
  const files = await nearFileFixes(context, node, node.text, isData);
  const split = `${node.text}@train`;
  // Captions are read from this machine.
  const isCaptions = context.spot.levels.at(-1)?.entry?.key === 'captions';
  const isHub =
    !isCaptions && files.length === 0 && /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/u.test(node.text);
  const bare = node.text.replace(/\.\w{1,8}$/u, '');
  return [
    ...files,
    ...(isHub
      ? oneEdit(`Name the split: ${quoted(split)}`, replaceText(node, split), { preferred: true })
      : []),
    ...(files.length > 0
      ? []
      : oneEdit(`Change to ${quoted(`${bare}.jsonl`)}`, replaceText(node, `${bare}.jsonl`))),
  ];
};

/** SC225: the path or the Hub dataset that a text with `~`, a variable or an address means. */
export const pathForm: Fixer = ({ snapshot, spot }) => {
  const node = scalarAt(spot);
  if (node === undefined) return [];
  const path = plainPath(node.text, snapshot.path, spot.levels.at(-1)?.entry?.key);
  return path === undefined
    ? []
    : oneEdit(`Change to ${quoted(path)}`, replaceText(node, path), { preferred: true });
};

function plainPath(text: string, file: string, key: string | undefined): string | undefined {
  const hub = /^https?:\/\/huggingface\.co\/datasets\/([\w.-]+\/[\w.-]+)/u.exec(text)?.[1];
  if (hub !== undefined) return `${hub}@${key === 'train' ? 'train' : 'test'}`;
  if (/^file:\/\//iu.test(text)) {
    try {
      return fileURLToPath(text);
    } catch {
      return undefined;
    }
  }
  const home = /^(?:~|\$HOME|\$\{HOME\}|\$\{env:HOME\})(?=[/\\])/u.exec(text)?.[0];
  if (home !== undefined) return join(homedir(), text.slice(home.length));
  const here = /^\$\{(?:workspaceFolder|fileDirname)\}[/\\]/u.exec(text)?.[0];
  if (here === undefined) return undefined;
  return text.slice(here.length) === '' || file === '' ? undefined : text.slice(here.length);
}

/** SC301: the folder of the data or images, declared. */
export const outsideFolder: Fixer = (context) => {
  const { snapshot, spot } = context;
  const own = datasetAround(spot);
  const curriculum = curriculumOf(context);
  const dataset = curriculum?.datasets.find(({ id }) => id === own?.id);
  const ref = own?.key === 'val' ? dataset?.val : own?.key === 'test' ? dataset?.test : dataset?.train;
  if (dataset === undefined || ref?.kind !== 'file') return [];
  const folders = [
    ...new Set([dirname(ref.path), ...(dataset.images === undefined ? [] : [dataset.images])]),
  ].filter((folder) => curriculum?.folders.includes(folder) === false);
  const all = [...(curriculum?.folders ?? []), ...folders].map(yamlText).join(', ');
  if (folders.length === 0) return [];
  const named = folders.map(quoted).join(' and ');
  return oneEdit(`Declare ${named} under \`folders\``, setPath(snapshot, ['folders'], `[${all}]`), {
    preferred: true,
  });
};
