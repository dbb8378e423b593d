import { spawn } from 'node:child_process';
import { RewardError } from '../error';

const OLDEST = [3, 8] as const;
const PROBE = 'import sys; print("%d.%d" % sys.version_info[:2])';

/**
 * The Python that runs reward functions: the one asked for, else `STAGECRAFT_PYTHON`, else the first of the system's
 * names that starts and is 3.8 or later. Rejects with SC560 when there is none.
 */
export async function findPython(asked = process.env.STAGECRAFT_PYTHON): Promise<string> {
  const names = asked === undefined || asked === '' ? systemNames() : [asked];
  const seen: string[] = [];
  for (const name of names) {
    const version = await versionOf(name);
    if (version === undefined) continue;
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return name;
    seen.push(`${name} is Python ${version}`);
  }
  const why = seen.length > 0 ? `${seen.join(', ')}; 3.8 or later is needed` : `tried ${names.join(', ')}`;
  throw new RewardError('SC560', `no Python runs the reward function (${why})`, {
    hint:
      'install Python 3.8 or later, set STAGECRAFT_PYTHON to its path, or use a built-in reward: boxed-answer, ' +
      'exact-match, choice',
  });
}

const systemNames = (): readonly string[] =>
  process.platform === 'win32' ? ['python', 'py', 'python3'] : ['python3', 'python'];

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
