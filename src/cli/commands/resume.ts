import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FILES, readRun, resumeRun } from '../../runs';
import { followStarted } from '../conclude';
import { defineCommand } from '../command';
import { findRunFolder, manifestOf } from '../find-run';
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
    'no-audit': { type: 'boolean', doc: 'Do not show the audit at the end.' },
    json: { type: 'boolean', doc: 'Print the run as JSON when it has ended (--detach: has begun).' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    // A run with a torn state.json cannot be read, but resumed: the state is rebuilt from its events.
    const dir = await findRunFolder(args[0] ?? 'latest', findWorkspace(options.workspace));
    const reading = await readRun(dir);
    const told = await eventsSize(dir);
    // A run that ended while only its audit was missing has nothing to resume but that.
    const done = reading.ok && reading.run.state === 'done' ? reading.run : undefined;
    // Neither can be done without its `run.json`, watched or not.
    if (done !== undefined) await manifestOf(done);
    const found = done ?? (await resumeRun(dir));
    return followStarted(
      found,
      {
        detach: options.detach === true,
        audit: options['no-audit'] !== true,
        json: options.json === true,
        told,
      },
      terminal,
    );
  },
});

/** Bytes of events that were there before: they are not told again. */
const eventsSize = (dir: string): Promise<number> =>
  stat(join(dir, FILES.events)).then(
    ({ size }) => size,
    () => 0,
  );
