import { environmentKeys } from '../../endpoints';
import {
  chooseModel,
  modelWish,
  planEvaluation,
  runEvaluation,
  SHOWN,
  type EvaluationPlan,
  type EvaluationProgress,
} from '../../evaluate';
import { shellText } from '../../preflight';
import { readSet } from '../../results';
import { confirmed } from '../confirm';
import { defineCommand, EXIT, UsageError, UserError } from '../command';
import { evaluateTarget } from '../evaluate-target';
import { onInterrupt } from '../interrupt';
import { progressLine, shownCommands } from '../print/evaluation';
import { visible, visibleInline } from '../print/text-width';
import { besideJson, type Terminal } from '../terminal';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';

export const evaluate = defineCommand({
  name: 'evaluate',
  summary: 'Run the benchmarks of `evaluate` on a trained model, and make an audit set of the results.',
  args: 'RUN|FILE',
  minArgs: 1,
  maxArgs: 1,
  details:
    'Serves the model (vLLM, LMDeploy, or an endpoint that runs already), asks it with VLMEvalKit through the\n' +
    'curriculum’s prompt, ends the server, and imports what was written. Of a curriculum, the newest run that is done.\n' +
    'What was answered is kept in .stagecraft/evaluations: the same command goes on. Ctrl-C ends everything it started.\n' +
    '--show starts nothing; with --json it prints an array with an entry a process: `step`, `argv`, `env`, `cwd`, `files`\n' +
    '(`path`, `contents`). PORT, RELAY_PORT, JUDGE_PORT and TOKEN stand for what is only known at the start.\n' +
    'Exit code 1: something is missing, or no results came of it.',
  options: {
    variant: { type: 'string', value: 'NAME', doc: 'A variant.' },
    checkpoint: {
      type: 'string',
      value: 'WHICH',
      doc: 'Of the last stage: `best` (default), `last`, `step N`; `base`, the untrained model; or a folder.',
    },
    show: { type: 'boolean', doc: 'Show the commands, start nothing.' },
    yes: { type: 'boolean', short: 'y', doc: 'Do not ask before starting.' },
    json: { type: 'boolean', doc: 'Print as JSON.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const wish = modelWish(options.checkpoint ?? 'best');
    if (wish === undefined)
      throw new UsageError('--checkpoint takes `best`, `last`, `step N`, `base`, or a folder');
    const json = options.json === true;
    const beside = json ? besideJson(terminal) : terminal;
    const workspace = findWorkspace(options.workspace);
    const target = await evaluateTarget(args[0] ?? '', options.variant, wish, workspace, beside);
    const { curriculum, run, maxTokens } = target;
    const model = await chooseModel({ wish, curriculum, run });
    const plan = await planEvaluation({ root: workspace.root, curriculum, model, maxTokens });
    const commands = shownCommands(plan.commands(SHOWN));
    if (options.show === true) {
      if (json) terminal.out(JSON.stringify(commands, null, 2));
      else terminal.out(visible(planText(plan)));
      return EXIT.ok;
    }
    beside.out(visible(planText(plan)));
    if (options.yes !== true && !(await confirmed('Start this?', beside)))
      throw new UserError('Nothing was started', 'answer y, or give --yes');
    const title = `${curriculum.name}${curriculum.variant === undefined ? '' : ` (${curriculum.variant})`}, ${model.words}`;
    return await started(plan, title, json, terminal);
  },
});

async function started(
  plan: EvaluationPlan,
  title: string,
  json: boolean,
  terminal: Terminal,
): Promise<typeof EXIT.ok> {
  const beside = json ? besideJson(terminal) : terminal;
  const ended = new AbortController();
  const stop = (): void => {
    beside.status(['ending the server and the benchmarks']);
    ended.abort(
      new UserError('The evaluation was interrupted; what was answered is kept', 'the same command goes on'),
    );
  };
  const interrupt = onInterrupt(stop, stop);
  // Here a closed terminal ends the evaluation: nobody else would end the server.
  process.once('SIGHUP', stop);
  try {
    const { dirs, missing, answered, failed, folder } = await runEvaluation(plan, {
      signal: ended.signal,
      keys: environmentKeys(process.env),
      title,
      onProgress: reporter(beside),
    });
    terminal.status([]);
    const sets = await Promise.all(dirs.map((dir) => readSet(dir)));
    if (json) {
      terminal.out(JSON.stringify({ version: 1, folder, missing, answered, failed, sets }, null, 2));
      return EXIT.ok;
    }
    for (const { dir, title: name, rows, failures, unjudged, benchmarks } of sets) {
      const of = benchmarks.map((one) => visibleInline(one.name)).join(', ');
      terminal.out(
        `${visibleInline(name)}: ${rows} rows of ${of}; ${failures} wrong, ${unjudged} not judged`,
      );
      terminal.out(dir);
    }
    if (failed > 0)
      terminal.out(`note: the model’s server refused ${failed} of ${answered + failed} questions`);
    for (const name of missing)
      terminal.out(`note: no results of ${visibleInline(name)}; the log says why: ${folder}/benchmarks.log`);
    return EXIT.ok;
  } finally {
    terminal.status([]);
    interrupt.dispose();
    process.off('SIGHUP', stop);
  }
}

/** On a terminal a line that is rewritten; elsewhere a line at each step. */
function reporter(terminal: Terminal): (progress: EvaluationProgress) => void {
  let told = '';
  return (progress) => {
    terminal.status([visibleInline(progressLine(progress))]);
    const step = progress.kind === 'asking' ? `${progress.kind} ${progress.benchmark ?? ''}` : progress.kind;
    if (terminal.interactive || step === told) return;
    told = step;
    terminal.out(visibleInline(progressLine(progress)));
  };
}

const planText = (plan: EvaluationPlan): string =>
  [
    `# ${plan.model.words}: ${plan.evaluation.on.join(', ')}`,
    `# PORT, RELAY_PORT, JUDGE_PORT and TOKEN stand for what is only known at the start.`,
    ...(plan.endpoint === undefined ? [] : [`# The model is served already, at ${plan.endpoint.base}.`]),
    '',
    ...shownCommands(plan.commands(SHOWN)).map(({ step, ...command }) =>
      shellText({ ...command, stage: step }),
    ),
  ].join('\n');
