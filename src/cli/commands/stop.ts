import { requestStop, waitForEnd } from '../../runs';
import { defineCommand, EXIT, UsageError, UserError } from '../command';
import { findRun } from '../find-run';
import { visibleInline } from '../print/text-width';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';

export const stop = defineCommand({
  name: 'stop',
  summary: 'Stop a run after its current step, with a checkpoint.',
  args: '[RUN]',
  minArgs: 0,
  maxArgs: 1,
  options: {
    now: { type: 'boolean', doc: 'Do not wait for the step: the work since the last checkpoint is lost.' },
    timeout: { type: 'string', value: 'SECONDS', doc: 'How long to wait for the end (default 90).' },
    json: { type: 'boolean', doc: 'Print how it ended as JSON.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const seconds = Number(options.timeout ?? 90);
    if (!Number.isFinite(seconds) || seconds < 0) throw new UsageError('--timeout takes a number of seconds');
    const run = await findRun(args[0] ?? 'latest', findWorkspace(options.workspace));
    await requestStop(run.dir, options.now === true ? { grace: 0 } : {});
    const end = await waitForEnd(run.dir, seconds * 1000);
    if (end === undefined) {
      throw new UserError(
        `The run ${run.id} has not stopped after ${seconds} s`,
        '`stagecraft stop --now` ends it at once',
      );
    }
    const { id, dir, state, reason } = end;
    terminal.out(
      options.json === true
        ? JSON.stringify({ version: 1, id, dir, state, reason })
        : `${visibleInline(id)}: ${state}`,
    );
    return EXIT.ok;
  },
});
