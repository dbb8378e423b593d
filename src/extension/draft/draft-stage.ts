import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commands, l10n, Range, Uri, window, workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import {
  EDITOR_REQUESTS,
  type AuditResult,
  type DraftStageAnswer,
  type DraftStageRequest,
} from '../../protocol';
import { COMMAND_IDS } from '../commands/ids';
import type { Ctx } from '../context';
import { askWithProgress } from '../process';
import { Refusal } from '../refusal';
import { plainText } from '../run-list/plain';
import { draftSubject, type DraftSubject } from './subject';

const CAPABILITIES = ['perception', 'textual-reasoning', 'visual-reasoning'] as const;
/** Milliseconds for the server to hear of a document that was opened just now, and how often it is asked. */
const PAUSE_MS = 150;
const TIMES = 10;

/**
 * Writes failures as training rows and shows, beside the curriculum, what it would be with a stage that trains on
 * them. The curriculum is touched once the user says so; otherwise the rows go again. Then the plan of it is shown.
 */
export async function draftStage(ctx: Ctx, argument: unknown): Promise<void> {
  const subject = await draftSubject(ctx, argument);
  if (subject === undefined || !(await mayWrite(subject.output))) return;
  const rows = await askWithProgress(
    ctx.auditor,
    l10n.t('Writing {0}', basename(subject.output)),
    'draftRows',
    { set: subject.set.dir, filter: subject.filter, output: subject.output },
    false,
  );
  if (rows === undefined) return;
  let applied = false;
  try {
    applied = await preview(ctx, subject, rows);
  } finally {
    if (!applied) await rm(subject.output, { force: true });
  }
  if (applied)
    await commands.executeCommand(COMMAND_IDS.plan, {
      uri: Uri.file(subject.file).toString(),
      stage: subject.name,
    });
}

/** Nothing is written over unless the user says so. */
async function mayWrite(output: string): Promise<boolean> {
  if (!existsSync(output)) return true;
  const overwrite = l10n.t('Overwrite');
  const message = l10n.t('{0} is already there.', plainText(output));
  return (await window.showWarningMessage(message, { modal: true }, overwrite)) === overwrite;
}

async function preview(ctx: Ctx, subject: DraftSubject, rows: AuditResult<'draftRows'>): Promise<boolean> {
  const document = await workspace.openTextDocument(Uri.file(subject.file));
  const capability = await capabilityOf(rows.capability);
  if (capability === undefined) return false;
  const request: DraftStageRequest = {
    uri: document.uri.toString(),
    name: subject.name,
    train: relative(dirname(subject.file), subject.output).split(sep).join('/'),
    capability,
    rows: rows.rows,
    ...(subject.stage === undefined ? {} : { like: subject.stage }),
    heldOut: rows.heldOut ? rows.datasets : [],
  };
  const draft = await ask(ctx, request);
  const after = ctx.previews.keep(basename(subject.file), draft.text);
  const title = l10n.t('{0}: with stage {1}', basename(subject.file), subject.name);
  const deciding = ctx.previews.decision(after, inWords(subject, rows, draft.problems), rows.heldOut);
  await commands.executeCommand('vscode.diff', document.uri, after, title, { preview: true });
  const decision = await deciding;
  await closeTabs(after);
  if (decision === 'discard') return false;
  // The text may have changed while it was looked at.
  await apply(document, (await ask(ctx, request)).edits);
  await show(document, subject.name);
  return true;
}

type Draft = Exclude<DraftStageAnswer, { readonly refusal: string }>;

async function ask({ server }: Ctx, request: DraftStageRequest): Promise<Draft> {
  for (let left = TIMES; ; left -= 1) {
    const answer = await server.request<DraftStageAnswer | null>(EDITOR_REQUESTS.draftStage, request);
    if (answer !== null && 'refusal' in answer) throw new Refusal(answer.refusal);
    if (answer !== null) return answer;
    if (left === 1)
      throw new Refusal(l10n.t('The language server does not know this curriculum yet. Try again.'));
    await sleep(PAUSE_MS);
  }
}

async function capabilityOf(told: string): Promise<string | undefined> {
  if (CAPABILITIES.some((known) => known === told)) return told;
  return window.showQuickPick([...CAPABILITIES], { title: l10n.t('Which capability do these rows train?') });
}

function inWords(
  { output, name }: DraftSubject,
  { rows, heldOut, datasets }: AuditResult<'draftRows'>,
  problems: readonly string[],
): string {
  const parts = [
    l10n.t('{0} rows are in {1}, for the stage {2}.', rows.toLocaleString('en-US'), basename(output), name),
    heldOut
      ? l10n.t(
          'They are held-out rows of {0}: once trained on, they are no measure any more.',
          datasets.slice(0, 4).join(', '),
        )
      : '',
    ...problems.slice(0, 2),
  ];
  return plainText(parts.filter(Boolean).join(' '), 600);
}

async function apply(document: TextDocument, edits: Draft['edits']): Promise<void> {
  const edit = new WorkspaceEdit();
  for (const { range, newText } of edits) {
    const { start, end } = range;
    edit.replace(document.uri, new Range(start.line, start.character, end.line, end.character), newText);
  }
  if (!(await workspace.applyEdit(edit)))
    throw new Refusal(l10n.t('{0} could not be changed: is it read-only?', basename(document.uri.fsPath)));
}

async function show(document: TextDocument, name: string): Promise<void> {
  const at = document.getText().search(new RegExp(`\\bid: ['"]?${name.replaceAll('.', '\\.')}\\b`));
  const place = document.positionAt(Math.max(0, at));
  await window.showTextDocument(document, { selection: new Range(place, place), preview: false });
}

async function closeTabs(preview: Uri): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) =>
    group.tabs.filter(({ input }) => {
      const modified: unknown = (input as { readonly modified?: unknown } | undefined)?.modified;
      return modified instanceof Uri && modified.toString() === preview.toString();
    }),
  );
  if (tabs.length > 0) await window.tabGroups.close(tabs);
}
