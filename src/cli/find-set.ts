import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { auditsFolder, ensureRunSet, importResults, listSets, lookAtResults, SET_FILES } from '../results';
import { FILES } from '../runs';
import { UserError } from './command';
import { findRunFolder } from './find-run';
import type { Terminal } from './terminal';
import type { Workspace } from './workspace';

/** What a user names where failures are audited. */
export type Named =
  | { readonly kind: 'set'; readonly dir: string }
  | { readonly kind: 'run'; readonly run: string }
  /** Results of another program, not imported yet. */
  | { readonly kind: 'results'; readonly path: string };

/** A set by its folder or id, a run by what `findRun` takes, or a path of results. Rejects with a `UserError`. */
export async function nameOf(text: string, workspace: Workspace): Promise<Named> {
  const path = resolve(text);
  if (existsSync(join(path, SET_FILES.manifest))) {
    const above = dirname(path);
    return basename(path) === FILES.audit && existsSync(join(above, FILES.manifest))
      ? { kind: 'run', run: above }
      : { kind: 'set', dir: path };
  }
  if (existsSync(join(path, FILES.manifest))) return { kind: 'run', run: path };
  const set = setById(text, workspace);
  if (set !== undefined) return { kind: 'set', dir: set };
  const isPath = existsSync(path) && (/[\\/.]/.test(text) || statSync(path).isFile());
  if (isPath) return { kind: 'results', path };
  if (/[\\/]|\.(?:jsonl?|[ct]sv|parquet|xlsx|log)$/i.test(text))
    throw new UserError(`There is no file or folder ${path}`, 'check the path');
  return { kind: 'run', run: await findRunFolder(text, workspace) };
}

function setById(text: string, { root }: Workspace): string | undefined {
  const folder = auditsFolder(root);
  const ids = existsSync(folder) ? readdirSync(folder) : [];
  const fitting = ids.filter(
    (id) =>
      (id === text || (text !== '' && id.startsWith(text))) &&
      existsSync(join(folder, id, SET_FILES.manifest)),
  );
  const [only] = fitting.includes(text) ? [text] : fitting;
  if (fitting.length > 1 && only !== text)
    throw new UserError(
      `\`${text}\` fits ${fitting.length} sets: ${fitting.slice(0, 5).join(', ')}`,
      'give more of the id',
    );
  return only === undefined ? undefined : join(folder, only);
}

/** The folders of the sets that are named: results are imported first, and give a set for each model. */
export async function setsOf(
  named: Named,
  { root }: Workspace,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  if (named.kind === 'set') return [named.dir];
  if (named.kind === 'run') return [await ensureRunSet(named.run, signal)];
  const known = await importedBefore(named.path, root);
  if (known.length > 0) return known;
  const { dirs } = await importResults(
    { root, path: named.path },
    {
      onProgress: ({ done, total, note }) =>
        terminal.status([
          `importing ${note}: ${done.toLocaleString('en-US')}${total === undefined ? '' : ` of about ${total.toLocaleString('en-US')}`} rows`,
        ]),
      ...(signal === undefined ? {} : { signal }),
    },
  );
  terminal.status([]);
  return dirs;
}

/** Sets that an earlier import made of the very same files, none of which has changed since; else none. */
async function importedBefore(path: string, root: string): Promise<readonly string[]> {
  const sources = new Set((await lookAtResults(path)).map(({ source }) => source));
  const newest = Math.max(
    ...[...sources].map((source) => (existsSync(source) ? statSync(source).mtimeMs : Infinity)),
  );
  const fitting = (await listSets(root)).filter(
    ({ kind, created, benchmarks }) =>
      kind === 'import' &&
      Date.parse(created) > newest &&
      benchmarks.every(({ source }) => sources.has(source)),
  );
  // Of several imports the newest: one set a model.
  const byModel = new Map([...fitting].reverse().map((set) => [set.model, set]));
  const sets = [...byModel.values()];
  const covered = new Set(sets.flatMap(({ benchmarks }) => benchmarks.map(({ source }) => source)));
  return covered.size === sources.size ? sets.map(({ dir }) => dir) : [];
}

/** The one set that is named; results of several models are told apart by the user. */
export async function oneSet(text: string, workspace: Workspace, terminal: Terminal): Promise<string> {
  const dirs = await setsOf(await nameOf(text, workspace), workspace, terminal);
  const [dir] = dirs;
  if (dir === undefined)
    throw new UserError(`There are no results in ${text}`, '`stagecraft results PATH` says what is found');
  if (dirs.length > 1)
    throw new UserError(
      `${text} gives ${dirs.length} sets, one a model`,
      `name one of them: ${dirs.map((one) => basename(one)).join(', ')}`,
    );
  return dir;
}
