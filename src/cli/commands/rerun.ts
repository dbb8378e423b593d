import { rerunRun } from '../../runs';
import { followStarted } from '../conclude';
import { defineCommand, UserError } from '../command';
import { findRunFolder } from '../find-run';
import { visible } from '../print/text-width';
import { besideJson } from '../terminal';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';

export const rerun = defineCommand({
  name: 'rerun',
  summary: 'Run a run again, exactly: the same plan, seed, stages and devices, as a new run.',
  args: '[RUN]',
  minArgs: 0,
  maxArgs: 1,
  details:
    'Looks first whether rows, prompt, reward, versions and the git commit are what they were, and refuses to go on\nwhen they are not. Default: latest.',
  options: {
    'even-if-changed': { type: 'boolean', doc: 'Go on with what is there now; what has changed is told.' },
    detach: { type: 'boolean', short: 'd', doc: 'Start, print the id and return.' },
    json: { type: 'boolean', doc: 'Print the run as JSON when it has ended (--detach: has begun).' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const json = options.json === true;
    const words = json ? besideJson(terminal) : terminal;
    const dir = await findRunFolder(args[0] ?? 'latest', findWorkspace(options.workspace));
    const { started, changed } = await rerunRun(dir, { evenIfChanged: options['even-if-changed'] === true });
    for (const change of changed) words.out(`${words.style('yellow', 'changed')}: ${visible(change)}`);
    if (started === undefined) {
      const count = changed.length === 1 ? 'one thing is' : `${changed.length} things are`;
      throw new UserError(
        `Nothing was started: ${count} not as in that run`,
        '`--even-if-changed` runs with what is there now',
      );
    }
    return followStarted(started, { detach: options.detach === true, audit: true, json }, terminal);
  },
});
