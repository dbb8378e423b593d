import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

/** A Python to try, and how it came to be named. */
export interface PythonCandidate {
  /** Absolute path, or a name on the path. */
  readonly command: string;
  readonly source: string;
}

/**
 * Pythons in the order in which they are tried: `asked` alone where one was asked for, then `STAGECRAFT_PYTHON`
 * alone where it is set; else the active environment, `.venv` in each of `near` in turn, and the system's names.
 * Environments are only named when their interpreter is there.
 */
export function pythonCandidates(
  near: readonly string[],
  asked?: PythonCandidate,
  env: NodeJS.ProcessEnv = process.env,
): readonly PythonCandidate[] {
  if (asked !== undefined) return [asked];
  const { STAGECRAFT_PYTHON: named, VIRTUAL_ENV, CONDA_PREFIX } = env;
  if (named !== undefined && named !== '') return [{ command: named, source: 'STAGECRAFT_PYTHON' }];
  const folders = [
    { folder: VIRTUAL_ENV, source: 'VIRTUAL_ENV' },
    { folder: CONDA_PREFIX, source: 'CONDA_PREFIX' },
    ...near.map((folder) => ({ folder: join(folder, '.venv'), source: `.venv in ${folder}` })),
  ];
  const found = folders.flatMap(({ folder, source }): PythonCandidate[] => {
    if (folder === undefined || !isAbsolute(folder)) return [];
    const command = interpreterOf(folder);
    return existsSync(command) ? [{ command, source }] : [];
  });
  const names = process.platform === 'win32' ? ['python', 'py', 'python3'] : ['python3', 'python'];
  const seen = new Set<string>();
  return [...found, ...names.map((command) => ({ command, source: 'on the path' }))].filter(
    ({ command }) => !seen.has(command) && seen.add(command),
  );
}

/** The interpreter of a virtual environment; conda's on Windows lies in its folder itself. */
function interpreterOf(folder: string): string {
  if (process.platform !== 'win32') return join(folder, 'bin', 'python');
  const script = join(folder, 'Scripts', 'python.exe');
  return existsSync(script) ? script : join(folder, 'python.exe');
}

/**
 * Folders from `folder` up to the workspace that it lies in (the nearest with `.stagecraft`); the folder alone where
 * it lies in none, so that nothing above a project is ever run.
 */
export function upToWorkspace(folder: string): readonly string[] {
  const way: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    way.push(at);
    if (existsSync(join(at, '.stagecraft'))) return way;
    if (dirname(at) === at) return [folder];
  }
}
