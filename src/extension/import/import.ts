import { basename } from 'node:path';
import { l10n, ProgressLocation, Uri, window, workspace } from 'vscode';
import type { FoundResults, ImportRequest } from '../../protocol';
import { endWords } from '../auditor/jobs';
import { setArgument } from '../audits/entry';
import { workspaceRoots } from '../audits/model';
import type { Ctx } from '../context';
import { Refusal } from '../refusal';
import { plainText } from '../run-list/plain';
import { chooseResults } from './choose';
import { askImages } from './images';
import { askMapping } from './mapping';

/**
 * Imports results that a lab already has: a file or a folder of the argument (a path or a Uri), else one that the user
 * picks. Looks what is there, asks what cannot be known, copies it into an audit and opens that. `{ path, quiet: true }`
 * takes all that is found, with what its columns seem to mean.
 */
export async function importResults(ctx: Ctx, argument: unknown): Promise<void> {
  const path = pathOf(argument) ?? (await pickPath());
  if (path === undefined) return;
  const root = rootFor(path);
  // The auditor writes into folders that it knows to be opened, and nowhere else.
  await ctx.audits.start();
  const found = await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Looking for results in {0}', plainText(basename(path), 60)),
    },
    () => ctx.auditor.ask('probe', { path }),
  );
  const usable = usableOf(found, path);
  const quiet = isQuiet(argument);
  const request = quiet ? { root, path } : await askRequest(ctx, { root, path }, usable);
  if (request === undefined) return;
  const end = await ctx.jobs.run(l10n.t('Importing {0}', plainText(basename(path), 60)), () =>
    ctx.auditor.ask('import', request),
  );
  const words = endWords(end);
  await ctx.audits.refresh();
  if (end.state !== 'done' || words === undefined) return;
  ctx.browsers.open({ set: end.set });
  if (!quiet) void window.showInformationMessage(plainText(words, 600));
}

async function askRequest(
  ctx: Ctx,
  where: Pick<ImportRequest, 'root' | 'path'>,
  usable: readonly FoundResults[],
): Promise<ImportRequest | undefined> {
  const chosen = await chooseResults(usable);
  if (chosen === undefined || chosen.length === 0) return undefined;
  const tables = chosen.filter(({ kind }) => kind === 'table');
  const asked = tables.length === 0 ? {} : await askMapping(ctx.extension.workspaceState, tables);
  if (asked === undefined) return undefined;
  const images = await askImages(chosen);
  if (images === undefined) return undefined;
  return {
    ...where,
    ...(chosen.length === usable.length ? {} : { sources: [...new Set(chosen.map(({ source }) => source))] }),
    ...('mapping' in asked ? { mapping: asked.mapping } : {}),
    ...(Object.keys(images).length === 0 ? {} : { images }),
  };
}

/** What of it can be imported. Throws a `Refusal` with place, reason and fix when nothing can. */
function usableOf(found: readonly FoundResults[], path: string): readonly FoundResults[] {
  // What the columns of a table mean can be asked.
  const usable = found.filter(
    ({ kind, columns = [], problems }) =>
      (kind === 'table' && columns.length > 0) || !problems.some(({ severity }) => severity === 'error'),
  );
  if (usable.length > 0) return usable;
  const problem = found.flatMap(({ problems }) => problems).find(({ severity }) => severity === 'error');
  if (problem !== undefined)
    throw new Refusal(
      [problem.message, problem.hint === undefined ? '' : `(${problem.hint})`].filter(Boolean).join(' '),
    );
  throw new Refusal(
    l10n.t(
      'There are no results in {0}. VLMEvalKit folders, lmms-eval samples, EasyR1 generations and tables (JSONL, CSV, TSV, xlsx, Parquet) can be imported.',
      path,
    ),
  );
}

function pathOf(argument: unknown): string | undefined {
  if (argument instanceof Uri) return argument.scheme === 'file' ? argument.fsPath : undefined;
  if (typeof argument === 'object' && argument !== null && 'path' in argument && 'quiet' in argument)
    return typeof argument.path === 'string' ? argument.path : undefined;
  return setArgument(argument);
}

const isQuiet = (argument: unknown): boolean =>
  typeof argument === 'object' && argument !== null && 'quiet' in argument && argument.quiet === true;

/** A dialog of this machine takes files or folders, not both, on two of three systems: so it is asked which. */
async function pickPath(): Promise<string | undefined> {
  const folder = l10n.t('Folder');
  const file = l10n.t('File');
  const kind = await window.showQuickPick(
    [
      { label: folder, detail: l10n.t('Such as the output folder of VLMEvalKit or lmms-eval') },
      { label: file, detail: l10n.t('JSONL, CSV, TSV, xlsx, Parquet, or a log of generations') },
    ],
    { title: l10n.t('Import results from what?') },
  );
  if (kind === undefined) return undefined;
  const picked = await window.showOpenDialog({
    title: l10n.t('Import Results'),
    openLabel: l10n.t('Import'),
    canSelectFolders: kind.label === folder,
    canSelectFiles: kind.label === file,
  });
  return picked?.[0]?.fsPath;
}

/** The workspace folder that the audit is written into: that of the results, else the first. */
function rootFor(path: string): string {
  const root = workspace.getWorkspaceFolder(Uri.file(path))?.uri.fsPath ?? workspaceRoots()[0];
  if (root === undefined)
    throw new Refusal(l10n.t('Open a folder first: an audit is written into it, below .stagecraft/audits.'), {
      title: l10n.t('Open Folder'),
      command: 'vscode.openFolder',
    });
  return root;
}
