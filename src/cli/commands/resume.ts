import { resumeRun } from '../../runs';
import { concludeRun } from '../conclude';
import { defineCommand, EXIT } from '../command';
import { findRun } from '../find-run';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';

export const resume = defineCommand({
  name: 'resume',
  summary: 'Go on with a run that was stopped, was interrupted or has failed.',
  args: '[RUN]',
  minArgs: 0,
  maxArgs: 1,
  details:
    'Finished stages are kept; the broken one goes on from its last complete checkpoint. Default: latest.',
  options: {
    detach: { type: 'boolean', short: 'd', doc: 'Start, print the id and return.' },
    'no-audit': { type: 'boolean', doc: 'Leave out the audit and the report at the end.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const found = await findRun(args[0] ?? 'latest', findWorkspace(options.workspace));
    // A run that ended while only its audit was missing has nothing to resume but that.
    if (found.state !== 'done') await resumeRun(found.dir);
    if (options.detach === true) {
      terminal.out(found.id);
      return EXIT.ok;
    }
    return concludeRun(found.dir, { audit: options['no-audit'] !== true }, terminal);
  },
});
