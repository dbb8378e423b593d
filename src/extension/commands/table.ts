import { commands, l10n } from 'vscode';
import type { Ctx } from '../context';
import { newCurriculum } from '../create/new-curriculum';
import { showPlanText } from '../preview/show';
import { Refusal, showError } from '../refusal';
import { runCurriculum, runFromStage, runStage, runVariant } from '../run/run';
import { COMMAND_IDS, type CommandName } from './ids';

type Handler = (ctx: Ctx, argument: unknown) => Promise<void>;

/** What each command does. A command without an entry does not compile. */
const HANDLERS: Readonly<Record<CommandName, Handler>> = {
  run: runCurriculum,
  runStage,
  runFrom: runFromStage,
  runVariant,
  plan: (ctx, argument) => showPlanText(ctx, argument, 'plan'),
  previewCommand: (ctx, argument) => showPlanText(ctx, argument, 'command'),
  newCurriculum,
  restartServer: (ctx) => ctx.server.restart(),
  showOutput: (ctx) => {
    ctx.log.show(true);
    return Promise.resolve();
  },
};

/** Registers every command; an error of one is told in a message, and in the output with its stack. */
export function registerCommands(ctx: Ctx): void {
  for (const name of Object.keys(COMMAND_IDS) as CommandName[]) {
    ctx.disposables.add(
      commands.registerCommand(COMMAND_IDS[name], async (argument: unknown) => {
        try {
          await HANDLERS[name](ctx, argument);
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
