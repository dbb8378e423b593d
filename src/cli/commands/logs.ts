import { existsSync } from 'node:fs';
import { AUDIT, PREDICT, stageLog, tailLog, type RunView } from '../../runs';
import { defineCommand, EXIT, UsageError, UserError } from '../command';
import { findRun } from '../find-run';
import { onInterrupt } from '../interrupt';
import { visible, visibleInline } from '../print/text-width';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';

/** Characters; a line without an end is broken here, so that it is not kept for ever. */
const LONGEST_LINE = 1 << 20;

export const logs = defineCommand({
  name: 'logs',
  summary: 'Show what the engine of a stage wrote.',
  args: '[RUN]',
  minArgs: 0,
  maxArgs: 1,
  options: {
    stage: {
      type: 'string',
      value: 'ID',
      doc: 'Stage, `predict` or `audit` (default: the one that ran last).',
    },
    follow: { type: 'boolean', short: 'f', doc: 'Go on with what is added, until the run ends.' },
    lines: { type: 'string', short: 'n', value: 'N', doc: 'Lines to begin with (default 50).' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const lines = Number(options.lines ?? 50);
    if (!Number.isInteger(lines) || lines < 0) throw new UsageError('--lines takes a whole number');
    const run = await findRun(args[0] ?? 'latest', findWorkspace(options.workspace));
    const stage = chosenStage(run, options.stage);
    if (options.follow !== true && !existsSync(stageLog(run.dir, stage))) {
      terminal.err(withoutLog(run, stage));
      return EXIT.ok;
    }
    const over = new AbortController();
    const interrupt = onInterrupt(
      () => over.abort(),
      () => over.abort(),
    );
    try {
      let rest = '';
      for await (const piece of tailLog(run.dir, stage, {
        lines,
        follow: options.follow === true,
        signal: over.signal,
      })) {
        const all = (rest + piece).split('\n');
        rest = all.pop() ?? '';
        if (rest.length > LONGEST_LINE) {
          all.push(rest);
          rest = '';
        }
        for (const line of all) terminal.out(visible(line.replace(/\r$/, '')));
      }
      if (rest !== '') terminal.out(visible(rest));
    } finally {
      interrupt.dispose();
    }
    return EXIT.ok;
  },
});

/** Why there is nothing to show. */
function withoutLog({ id, stages }: RunView, stage: string): string {
  const reason = stages.find((one) => one.id === stage)?.reason;
  return `\`${visibleInline(stage)}\` of ${visibleInline(id)} was not started, so it has no log${reason === undefined ? '' : `: ${visible(reason)}`}`;
}

function chosenStage(run: RunView, wanted: string | undefined): string {
  const ids = run.stages.map(({ id }) => id);
  if (wanted !== undefined && !ids.includes(wanted)) {
    throw new UserError(`The run ${run.id} has no stage \`${wanted}\`: it has ${ids.join(', ')}`);
  }
  const started = run.stages.filter(({ state }) => state !== 'waiting');
  // Predictions and audit come last and say little, unless one of them is what went wrong.
  const told = started.filter(({ id, state }) => (id !== PREDICT && id !== AUDIT) || state !== 'done');
  return wanted ?? told.at(-1)?.id ?? ids[0] ?? '';
}
