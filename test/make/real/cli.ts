import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../../src/protocol';
import { outcome, type Outcome } from '../../cli/project';

const CLI = join(packageRoot(), 'dist', 'stagecraft.cjs');

/** Runs the real command line in a folder, with a queue of its own there, on one thread and offline. */
export const runCli = (root: string, args: readonly string[]): Promise<Outcome> =>
  outcome(
    spawn(process.execPath, [CLI, ...args], {
      cwd: root,
      env: {
        ...process.env,
        NO_COLOR: '1',
        HF_HUB_OFFLINE: '1',
        OMP_NUM_THREADS: '1',
        STAGECRAFT_QUEUE: join(root, '.stagecraft', 'queue'),
      },
    }),
  );
