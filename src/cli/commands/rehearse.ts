import {
  isRight,
  launchRun,
  MOST_REHEARSAL_STEPS,
  REHEARSAL_STEPS,
  rehearsalWords,
  type GoldTrial,
  type Launched,
} from '../../preflight';
import type { LaunchRequest } from '../../protocol';
import { readRun } from '../../runs';
import { rehearsalResult } from '../../trial';
import { defineCommand, EXIT, UsageError, UserError, type ExitCode } from '../command';
import { manifestOf } from '../find-run';
import { countOption, launchRequest, LAUNCH_OPTIONS } from '../launch-options';
import { printProblems } from '../print/problems';
import { printRehearsal } from '../print/rehearsal';
import { visibleInline } from '../print/text-width';
import { showProgress } from './plan';
import { besideJson, type Terminal } from '../terminal';
import { endLine, watchRun } from '../watch-run';

export const rehearse = defineCommand({
  name: 'rehearse',
  summary: 'Run a few steps of each stage with the real data on a tiny model: mistakes show within a minute.',
  args: 'FILE',
  minArgs: 1,
  maxArgs: 1,
  details:
    'Any curriculum can be rehearsed, also one for a large model on another engine: the micro model stands in.\nExit code 1: it failed, or the reward gives a gold answer less than 1.',
  options: {
    steps: {
      type: 'string',
      value: 'N',
      doc: `Steps a stage (default ${REHEARSAL_STEPS}, at most ${MOST_REHEARSAL_STEPS}).`,
    },
    stage: LAUNCH_OPTIONS.stage,
    from: LAUNCH_OPTIONS.from,
    variant: LAUNCH_OPTIONS.variant,
    detach: { type: 'boolean', short: 'd', doc: 'Start, print the id and return.' },
    json: { type: 'boolean', doc: 'Print the result as JSON.' },
    workspace: LAUNCH_OPTIONS.workspace,
  },
  run: async ({ args, options, terminal }) => {
    const steps = countOption('steps', options.steps, REHEARSAL_STEPS);
    if (steps > MOST_REHEARSAL_STEPS)
      throw new UsageError(
        `--steps takes at most ${MOST_REHEARSAL_STEPS}: a rehearsal shows mistakes; \`stagecraft run\` trains`,
      );
    const request = { ...launchRequest(args[0] ?? '', options), rehearse: { steps } };
    const json = options.json === true;
    const shown = json || options.detach === true ? besideJson(terminal) : terminal;
    const { id, dir, gold } = await start(request, shown);
    if (options.detach === true) {
      terminal.out(json ? JSON.stringify({ version: 1, id, dir }) : visibleInline(id));
      return EXIT.ok;
    }
    return follow(dir, gold, shown, json ? terminal : undefined);
  },
});

/** Plans, tries a Python reward on gold answers, and starts. */
const start = (request: LaunchRequest, terminal: Terminal): Promise<Launched> =>
  launchRun(request, {
    onProgress: showProgress(terminal),
    onWait: (what, seconds) => {
      const line = visibleInline(`${what}, ${seconds} s`);
      terminal.status([`  ${line}`]);
      // Where nothing can be rewritten, now and then a line.
      if (!terminal.interactive && seconds % 10 === 0) terminal.err(line);
    },
    onProblems: (problems, files) => {
      terminal.status([]);
      printProblems(
        problems.filter(({ severity }) => severity !== 'info'),
        terminal,
        new Map(files.map(({ path, text }) => [path, text])),
      );
    },
  });

async function follow(
  dir: string,
  gold: readonly GoldTrial[],
  terminal: Terminal,
  json: Terminal | undefined,
): Promise<ExitCode> {
  const reading = await readRun(dir);
  if (!reading.ok) throw new UserError(`The run ${reading.id} cannot be read: ${reading.reason}`);
  const manifest = await manifestOf(reading.run);
  terminal.out(`${terminal.style('bold', 'Rehearsal')} ${visibleInline(reading.run.id)}\n`);
  const { run, stopping } = await watchRun(dir, manifest, terminal);
  const result = await rehearsalResult(run, manifest);
  const wrong = gold.filter((one) => !isRight(one));
  terminal.out(`\n${visibleInline(run.id)}: ${endLine(run, terminal, stopping)}\n`);
  printRehearsal(result, wrong, terminal);
  const { proves, not } = rehearsalWords(manifest.plan);
  if (run.state === 'done') terminal.out(`\nThis proves: ${proves.join('; ')}.`);
  terminal.out(`It does not tell: ${not.join('; ')}.`);
  if (json !== undefined) {
    const { id, state, reason } = run;
    json.out(JSON.stringify({ version: 1, id, dir, state, reason, ...result, gold: wrong }, null, 2));
  }
  return run.state === 'done' && wrong.length === 0 ? EXIT.ok : EXIT.failed;
}
