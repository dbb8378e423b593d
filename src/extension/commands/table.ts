import { commands, l10n } from 'vscode';
import { attributeFailures } from '../attribute/attribute';
import { browseFailuresHere } from '../comments';
import { browseFailures } from '../audits/actions/open-browser';
import { compareAudits } from '../audits/actions/compare';
import { deleteAudit } from '../audits/actions/delete';
import { exportAudit } from '../audits/actions/export';
import { showAuditFolder } from '../audits/actions/folder';
import { forgetApiKey, setApiKey } from '../audits/actions/keys';
import type { Ctx } from '../context';
import { decide, draftStage } from '../draft';
import { importScript } from '../create/import-script';
import { newCurriculum } from '../create/new-curriculum';
import { evaluateCheckpoint } from '../evaluation/evaluate-checkpoint';
import { importResults } from '../import/import';
import { copyCommand } from '../preview/copy-command';
import { debugOneSample, nextSampleRow } from '../preview/debug-sample';
import { showPlanText } from '../preview/show';
import { Refusal, showError } from '../refusal';
import {
  rehearse,
  runAllVariants,
  runCurriculum,
  runFromStage,
  runOn,
  runStage,
  runVariant,
} from '../run/run';
import { rerunRun, resumeRun, stopRun } from '../run-list/actions/act';
import { debugBundle } from '../run-list/actions/bundle';
import { compareRuns } from '../run-list/actions/compare';
import { deleteRun } from '../run-list/actions/delete';
import {
  compareCurriculum,
  copyRunId,
  openDashboard,
  openReport,
  openRunCurriculum,
  openRunFolder,
  openRunLog,
} from '../run-list/actions/open';
import { browseMade } from '../made';
import { makeData } from '../making/make-data';
import { openFindingKey } from '../run-list/actions/finding';
import { RUNS_VIEW } from '../run-list/view';
import { COMMAND_IDS, type CommandName } from './ids';

/** `selection` is what menus of a list hand as well: every entry that is selected. */
type Handler = (ctx: Ctx, argument: unknown, selection: unknown) => Promise<void>;

/** What each command does. A command without an entry does not compile. */
const HANDLERS: Readonly<Record<CommandName, Handler>> = {
  run: runCurriculum,
  runStage,
  runFrom: runFromStage,
  runVariant,
  runAllVariants,
  runOn,
  rehearse,
  debugSample: debugOneSample,
  nextSampleRow,
  plan: (ctx, argument) => showPlanText(ctx, argument, 'plan'),
  previewCommand: (ctx, argument) => showPlanText(ctx, argument, 'command'),
  copyCommand,
  make: makeData,
  browseMade,
  openDashboard,
  stopRun,
  resumeRun,
  rerunRun,
  openRunLog,
  openRunFolder,
  openReport,
  openRunCurriculum,
  openFindingKey,
  compareRuns,
  compareCurriculum,
  debugBundle,
  deleteRun,
  copyRunId,
  evaluateCheckpoint,
  importResults,
  browseFailures,
  compareAudits,
  attributeFailures,
  draftStage,
  browseFailuresHere,
  nextFailure: (ctx, argument) => ctx.threads.move(argument, 1),
  previousFailure: (ctx, argument) => ctx.threads.move(argument, -1),
  closeFailures: (ctx, argument) => {
    ctx.threads.close(argument);
    return Promise.resolve();
  },
  labelFailure: (ctx, argument) => ctx.threads.label(argument),
  applyDraft: (ctx, argument) => decide(ctx, argument, 'apply'),
  discardDraft: (ctx, argument) => decide(ctx, argument, 'discard'),
  exportAudit,
  showAuditFolder,
  deleteAudit,
  setApiKey,
  forgetApiKey,
  restartAuditor: (ctx) => {
    ctx.auditor.restart();
    return Promise.resolve();
  },
  moreRuns: (ctx) => ctx.runsView.more(),
  showRuns: async () => {
    await commands.executeCommand(`${RUNS_VIEW}.focus`);
  },
  newCurriculum,
  importScript,
  restartServer: (ctx) => ctx.server.restart(),
  restartMonitor: (ctx) => {
    ctx.monitor.restart();
    return Promise.resolve();
  },
  showOutput: (ctx) => {
    ctx.log.show(true);
    return Promise.resolve();
  },
};

/** Registers every command; an error of one is told in a message, and in the output with its stack. */
export function registerCommands(ctx: Ctx): void {
  for (const name of Object.keys(COMMAND_IDS) as CommandName[]) {
    ctx.disposables.add(
      commands.registerCommand(COMMAND_IDS[name], async (argument: unknown, selection: unknown) => {
        try {
          await HANDLERS[name](ctx, argument, selection);
        } catch (error) {
          await tell(ctx, error);
        }
      }),
    );
  }
}

function tell(ctx: Ctx, error: unknown): Promise<void> {
  if (error instanceof Refusal) return showError(error.message, error.buttons);
  ctx.log.error(error instanceof Error ? error : String(error));
  const message = error instanceof Error ? error.message : String(error);
  return showError(l10n.t('Stagecraft: {0}', message), [
    { title: l10n.t('Show Output'), command: COMMAND_IDS.showOutput },
  ]);
}
