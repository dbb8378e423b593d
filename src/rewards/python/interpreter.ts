import { spawn } from 'node:child_process';
import { RewardError } from '../error';
import { pythonCandidates } from './candidates';

const OLDEST = [3, 8] as const;
const PROBE = 'import sys; print("%d.%d" % sys.version_info[:2])';

/**
 * The Python that runs reward functions: the one asked for, else the first of `pythonCandidates` that starts and is
 * 3.8 or later. `near` are folders whose `.venv` is tried. Rejects with SC560 when there is none.
 */
export async function findPython(asked?: string, near: readonly string[] = []): Promise<string> {
  const candidates = pythonCandidates(
    near,
    asked === undefined || asked === '' ? undefined : { command: asked, source: 'asked for' },
  );
  const seen: string[] = [];
  for (const { command } of candidates) {
    const version = await versionOf(command);
    if (version === undefined) continue;
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return command;
    seen.push(`${command} is Python ${version}`);
  }
  const tried = candidates.map(({ command }) => command).join(', ');
  const why = seen.length > 0 ? `${seen.join(', ')}; 3.8 or later is needed` : `tried ${tried}`;
  throw new RewardError('SC560', `no Python runs the reward function (${why})`, {
    hint:
      'install Python 3.8 or later, set STAGECRAFT_PYTHON to its path, or use a built-in reward: boxed-answer, ' +
      'exact-match, choice',
  });
}

/** Versions that were asked for: an interpreter does not change while the process lives. */
const versions = new Map<string, Promise<string | undefined>>();

function versionOf(command: string): Promise<string | undefined> {
  const known = versions.get(command) ?? askVersion(command);
  versions.set(command, known);
  return known;
}

function askVersion(command: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, ['-c', PROBE], { stdio: ['ignore', 'pipe', 'ignore'], timeout: 20_000 });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? text.trim() : undefined));
  });
}
