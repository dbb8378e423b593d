import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import { packageRoot } from '../../protocol';
import { errorText, isDiskFull, runError } from '../codes';
import { FILES } from '../folder/layout';
import { readStatus } from '../folder/state';
import { sameProcess, type ProcessIdentity } from '../process/identity';

/** How long a supervisor may take to write its first state: a loaded machine, a cold disk. */
const COME_UP_MS = 60_000;
/** Somebody waits for the answer: at first the state is looked for often, later less so. */
const FIRST_LOOK_MS = 5;

/** The program that supervises, to which the run folder is added: `[node, .../dist/supervisor.cjs]`. */
export function supervisorCommand(): readonly string[] {
  const program = join(packageRoot(), 'dist', 'supervisor.cjs');
  if (!existsSync(program)) {
    throw runError('notStarted', program, 'The supervisor program is missing', 'Build it: node esbuild.mjs');
  }
  return [process.execPath, program];
}

/**
 * Starts a supervisor in a session of its own, without any tie to this process, and waits until it has taken the
 * run over. `env` is added to its environment. Throws a `RunError` with what it said when it did not.
 */
export async function spawnSupervisor(
  dir: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessIdentity> {
  const before = await readStatus(dir);
  const logFile = join(dir, FILES.supervisorLog);
  const log = openLog(dir, logFile);
  const [program = process.execPath, ...args] = command;
  const end = new AbortController();
  let over: string | undefined;
  try {
    const child = spawn(program, [...args, dir], {
      detached: true,
      windowsHide: true,
      cwd: dir,
      stdio: ['ignore', log, log],
      // Inside an Electron application, its executable is Node only when told so.
      env: {
        ...process.env,
        ...env,
        ...('electron' in process.versions ? { ELECTRON_RUN_AS_NODE: '1' } : {}),
      },
    });
    child.once('error', (error) => {
      over = errorText(error);
      end.abort();
    });
    child.once('exit', (code, signal) => {
      over = `it ended at once (${signal ?? `exit code ${code ?? 'unknown'}`})`;
      end.abort();
    });
    child.unref();
  } finally {
    closeSync(log);
  }
  const until = performance.now() + COME_UP_MS;
  for (let pause = FIRST_LOOK_MS; performance.now() < until; pause = Math.min(pause * 1.2, 50)) {
    const ended = over;
    const status = await readStatus(dir);
    if (status.ok && !(before.ok && sameProcess(before.value.supervisor, status.value.supervisor))) {
      return status.value.supervisor;
    }
    if (ended !== undefined) throw runError('notStarted', dir, await why(logFile, ended), `See ${logFile}`);
    await sleep(pause, undefined, { signal: end.signal }).catch(() => undefined);
  }
  throw runError('notStarted', dir, 'The supervisor did not come up within a minute', `See ${logFile}`);
}

function openLog(dir: string, logFile: string): number {
  try {
    return openSync(logFile, 'a');
  } catch (error) {
    if (isDiskFull(error)) throw runError('diskSpace', dir, 'The disk is full', 'Free some space.');
    const message = `The run folder cannot be written to: ${errorText(error)}`;
    throw runError('unwritable', dir, message, 'Mend its permissions.');
  }
}

async function why(logFile: string, ended: string): Promise<string> {
  const said = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').at(-1) ?? '';
  return said === '' ? `The supervisor did not start: ${ended}` : said;
}
