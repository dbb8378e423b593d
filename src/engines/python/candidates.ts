import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { pythonCandidates, type PythonCandidate } from '../../rewards';
import { runBriefly } from './brief';

/** The editor's own choice of an interpreter (that of its Python extension) reaches processes by this variable. */
export const EDITOR_PYTHON = 'STAGECRAFT_EDITOR_PYTHON';

export interface Where {
  /** `python` of the engine's settings; a path counts from the curriculum's folder. */
  readonly setting?: string;
  /** Absolute path of the curriculum. */
  readonly file: string;
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Whether an interpreter is named: then it is the only one that is tried. */
export const isNamed = ({ setting, env = process.env }: Where): boolean =>
  setting !== undefined || (env.STAGECRAFT_PYTHON ?? '') !== '';

/**
 * Interpreters in the order in which they are tried. One that is named (the setting, else `STAGECRAFT_PYTHON`) stands
 * alone. Else: the active environment, `.venv` beside the curriculum and in the workspace, the editor's choice, what
 * uv finds, environments of conda, the system's names. Programs are asked only when it is their turn.
 */
export async function* candidatesOf(where: Where): AsyncGenerator<PythonCandidate, void, undefined> {
  const { root, env = process.env } = where;
  const named = namedCandidates(where);
  const seen = new Set<string>();
  let further = !isNamed(where);
  for (const candidate of named) {
    if (candidate.source === 'on the path' && further) {
      further = false;
      for await (const other of beyondEnvironments(root, env))
        if (!seen.has(other.command)) {
          seen.add(other.command);
          yield other;
        }
    }
    if (seen.has(candidate.command)) continue;
    seen.add(candidate.command);
    yield candidate;
  }
}

/** Those of them that are known without asking any program. */
export function namedCandidates({
  setting,
  file,
  root,
  env = process.env,
}: Where): readonly PythonCandidate[] {
  const own = dirname(file);
  const asked =
    setting === undefined
      ? undefined
      : { command: commandOf(setting, own), source: '`python` of the engine' };
  return pythonCandidates([...new Set([own, root])], asked, env);
}

const commandOf = (setting: string, folder: string): string =>
  isAbsolute(setting) || !/[\\/]/.test(setting) ? setting : resolve(folder, setting);

/** What comes between the environments that are at hand and the system's own names. */
async function* beyondEnvironments(
  root: string,
  env: NodeJS.ProcessEnv,
): AsyncGenerator<PythonCandidate, void, undefined> {
  const editor = env[EDITOR_PYTHON];
  if (editor !== undefined && isAbsolute(editor))
    yield { command: editor, source: 'chosen in the Python extension' };
  const found = await runBriefly('uv', ['python', 'find', '--directory', root], 2_000);
  const command = found.kind === 'said' ? (found.text.trim().split('\n')[0] ?? '') : '';
  if (isAbsolute(command)) yield { command, source: 'found by uv' };
  yield* condaEnvironments(env);
}

/** More environments than these are nobody's working set. */
const MOST_CONDA = 20;

/** Environments below conda's folder: that of `CONDA_EXE`, else where its installers put it. Starts no program. */
function* condaEnvironments(env: NodeJS.ProcessEnv): Generator<PythonCandidate, void, undefined> {
  const { CONDA_EXE } = env;
  const homes = [
    ...(CONDA_EXE !== undefined && isAbsolute(CONDA_EXE) ? [dirname(dirname(CONDA_EXE))] : []),
    ...['miniconda3', 'miniforge3', 'mambaforge', 'anaconda3'].map((name) => join(homedir(), name)),
  ];
  let count = 0;
  for (const home of new Set(homes)) {
    const folder = join(home, 'envs');
    for (const name of names(folder)) {
      const command =
        process.platform === 'win32' ? join(folder, name, 'python.exe') : join(folder, name, 'bin', 'python');
      if (!existsSync(command)) continue;
      yield { command, source: `conda environment ${name}` };
      if (++count === MOST_CONDA) return;
    }
  }
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
