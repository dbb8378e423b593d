import { basename, dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { l10n, Uri, window, workspace } from 'vscode';
import type { AuditFilter, AuditSet } from '../../protocol';
import { auditFilter } from '../audit-browser';
import { chosenSet } from '../audits/chosen';
import { textOf } from '../audits/entry';
import type { Ctx } from '../context';
import { Refusal } from '../refusal';
import { draftName, isDraftName } from './name';

/** Which failures become a stage, of which curriculum, and how it is called. */
export interface DraftSubject {
  readonly set: AuditSet;
  readonly filter: AuditFilter;
  /** Absolute. */
  readonly file: string;
  readonly name: string;
  /** Absolute: where the rows go. */
  readonly output: string;
  /** The stage whose failures they are. */
  readonly stage?: string;
}

/** What a command is about, as far as its argument says; the rest is asked. Nothing when the user leaves. */
export async function draftSubject(ctx: Ctx, argument: unknown): Promise<DraftSubject | undefined> {
  const set = await chosenSet(
    ctx,
    argument,
    l10n.t('Draft a stage from the failures of which audit?'),
    ({ failures }) => failures > 0,
  );
  if (set === undefined) return undefined;
  const given: unknown =
    typeof argument === 'object' && argument !== null && 'filter' in argument ? argument.filter : undefined;
  const filter = auditFilter(given);
  const file = await curriculumOf(argument, set);
  if (file === undefined) return undefined;
  const outputOf = (name: string): string => join(dirname(file), 'data', `${name}.jsonl`);
  const proposed = draftName(filter.datasets ?? [], (name) => existsSync(outputOf(name)));
  const name = textOf(argument, 'name') ?? (await askName(proposed));
  if (name === undefined) return undefined;
  if (!isDraftName(name)) throw new Refusal(l10n.t('{0} cannot be the name of a stage.', name));
  const stage = textOf(argument, 'stage');
  return { set, filter, file, name, output: outputOf(name), ...(stage === undefined ? {} : { stage }) };
}

const askName = (proposed: string): Thenable<string | undefined> =>
  window.showInputBox({
    title: l10n.t('Draft Stage from These Failures'),
    prompt: l10n.t('Name of the stage and of its data set; the rows go to data/NAME.jsonl'),
    value: proposed,
    validateInput: (text) =>
      isDraftName(text) ? undefined : l10n.t('Letters, digits, dots, dashes and underscores'),
  });

/** The curriculum that is to have the stage: the one named, that of the run, the one that is open, or one picked. */
async function curriculumOf(argument: unknown, set: AuditSet): Promise<string | undefined> {
  const uri = textOf(argument, 'uri');
  if (uri !== undefined) return Uri.parse(uri).fsPath;
  if (set.file !== undefined && existsSync(set.file)) return set.file;
  const open = window.visibleTextEditors.filter(
    ({ document }) => document.languageId === 'curriculum' && document.uri.scheme === 'file',
  );
  if (open.length === 1 && open[0] !== undefined) return open[0].document.uri.fsPath;
  const files = await workspace.findFiles(
    '**/*.curriculum.{yaml,yml}',
    '**/{node_modules,.stagecraft}/**',
    200,
  );
  if (files.length === 0)
    throw new Refusal(l10n.t('There is no curriculum in this workspace that could have another stage.'));
  const picked = await window.showQuickPick(
    files.map(({ fsPath }) => ({
      label: basename(fsPath),
      description: workspace.asRelativePath(fsPath),
      fsPath,
    })),
    { title: l10n.t('Which curriculum is to have the stage?') },
  );
  return picked?.fsPath;
}
