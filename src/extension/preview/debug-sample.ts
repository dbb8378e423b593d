import { l10n, languages, Uri, ViewColumn, window, workspace } from 'vscode';
import type { SampleRequest } from '../../protocol';
import { documentOf, targetOf } from '../commands/target';
import type { Ctx } from '../context';
import { askWithProgress } from '../process';
import { Refusal } from '../refusal';
import { pickStage } from '../run/pick';
import { readyToRun } from '../run/ready';
import { rootOf } from '../run/root';
import { requireTrust } from '../run/trust';
import { nextRow, SAMPLE_SCHEME, sampleRequestOf } from './sample-uri';

/** Characters of a row's id. */
const LONGEST_ROW = 500;

/**
 * Takes one row through prompt, model and reward and shows each step: a row that the user names, of the stage that
 * the argument names or the user picks.
 */
export async function debugOneSample(ctx: Ctx, argument: unknown): Promise<void> {
  const target = targetOf(argument);
  requireTrust();
  const stage = target.stage ?? (await pickStage(target, l10n.t('A row of which stage?')));
  if (stage === undefined) return;
  const row = rowOf(argument) ?? (await askRow('1'));
  if (row === undefined) return;
  const uri = await readyToRun(await documentOf(target));
  const { variant } = target;
  await show(ctx, {
    root: rootOf(uri),
    file: uri.fsPath,
    ...(variant === undefined ? {} : { variant }),
    stage,
    row,
  });
}

/** Takes the row behind the one that a document shows; asks for one where no order is known. */
export async function nextSampleRow(ctx: Ctx, argument: unknown): Promise<void> {
  const uri = argument instanceof Uri ? argument : window.activeTextEditor?.document.uri;
  const request = uri?.scheme === SAMPLE_SCHEME ? sampleRequestOf(uri.query) : undefined;
  if (request === undefined)
    throw new Refusal(l10n.t('Open the document of a row first: "Debug One Sample" makes one.'));
  requireTrust();
  const row = nextRow(request.row) ?? (await askRow(request.row ?? '1'));
  if (row !== undefined) await show(ctx, { ...request, row });
}

async function show(ctx: Ctx, request: SampleRequest): Promise<void> {
  const title = l10n.t('Row {0} through prompt, model and reward', request.row ?? '1');
  // The monitor looks into folders only that it was told of.
  await ctx.runs.watchRoot(request.root);
  await ctx.runs.start();
  const report = await askWithProgress(ctx.monitor, title, 'sample', request);
  if (report === undefined) return;
  const document = await workspace.openTextDocument(ctx.samples.keep(request, report));
  if (document.languageId !== 'plaintext') await languages.setTextDocumentLanguage(document, 'plaintext');
  // The next row takes the place of the one before.
  const shown = window.visibleTextEditors.find((editor) => editor.document.uri.scheme === SAMPLE_SCHEME);
  await window.showTextDocument(document, {
    viewColumn: shown?.viewColumn ?? ViewColumn.Beside,
    preview: true,
  });
}

const askRow = (value: string): Thenable<string | undefined> =>
  window.showInputBox({
    title: l10n.t('Which row?'),
    prompt: l10n.t('Its number in the data, counted from 1, or its id.'),
    value,
    validateInput: (text) =>
      text.trim() === '' || text.length > LONGEST_ROW ? l10n.t('A number such as 12, or an id.') : undefined,
  });

/** The row that a link names. */
function rowOf(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('row' in argument)) return undefined;
  const { row } = argument;
  return typeof row === 'string' && row !== '' && row.length <= LONGEST_ROW ? row : undefined;
}
