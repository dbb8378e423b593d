import { planForLaunch, commandText, stageCommands } from '../../preflight';
import { isError } from '../../protocol';
import { defineCommand, EXIT, UserError } from '../command';
import { launchRequest, LAUNCH_OPTIONS } from '../launch-options';
import { countLine, displayPath, printProblems } from '../print/problems';
import { visible } from '../print/text-width';
import { besideJson } from '../terminal';

const { from: _from, ...options } = LAUNCH_OPTIONS;

export const command = defineCommand({
  name: 'command',
  summary: 'Show the exact command of each stage: arguments, environment, files. Starts nothing.',
  args: 'FILE',
  minArgs: 1,
  maxArgs: 1,
  details:
    '--json prints an array with an entry a stage: `stage`, `argv`, `env`, `cwd`, `files` (`path`, `contents`).\nValues of names that sound like secrets are masked. Exit code 1: the curriculum has errors.',
  options: { ...options, json: { type: 'boolean', doc: 'Print as JSON.' } },
  run: async ({ args, options: given, terminal }) => {
    const request = launchRequest(args[0] ?? '', given);
    const { plan, problems, checked } = await planForLaunch(request);
    const errors = problems.filter(isError);
    if (plan === undefined || errors.length > 0) {
      const shown = given.json === true ? besideJson(terminal) : terminal;
      printProblems(errors, shown, new Map(checked.files.map(({ path, text }) => [path, text])));
      throw new UserError(
        `There is no command yet: ${countLine(errors)} in ${displayPath(request.file)}`,
        'mend what is marked `error` above',
        errors,
      );
    }
    const { stage } = given;
    if (stage !== undefined && !plan.stages.some(({ id }) => id === stage)) {
      const ids = plan.stages.map(({ id }) => id).join(', ');
      throw new UserError(`There is no stage \`${stage}\``, `the stages are ${ids}`);
    }
    const shown = { root: request.root, ...(stage === undefined ? {} : { stage }) };
    if (given.json === true) terminal.out(JSON.stringify(await stageCommands(plan, shown), null, 2));
    else terminal.out(visible(await commandText(plan, shown)).trimEnd());
    return EXIT.ok;
  },
});
