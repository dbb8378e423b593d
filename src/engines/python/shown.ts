import { readdirSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { Plan } from '../../plan';
import { EDITOR_PYTHON, namedCandidates } from './candidates';

/**
 * The interpreter that a command is shown with: the first candidate that is there. Starts no program, since a command
 * is also shown while one types and in workspaces that nobody trusts; the run looks for the packages, too, and may
 * pass one over.
 */
export function shownPython(
  { curriculum: { engine, file } }: Pick<Plan, 'curriculum'>,
  root: string,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const { python } = engine.options;
  const setting = typeof python === 'string' ? { setting: python } : {};
  const first = namedCandidates({ ...setting, file, root, env })[0];
  const chosen = env[EDITOR_PYTHON];
  // The editor's choice comes before what the path has.
  if (first?.source === 'on the path' && chosen !== undefined && isAbsolute(chosen)) return chosen;
  return first?.command ?? 'python3';
}

/** The folder of a package in the environment of an absolute interpreter, by the names of its folders alone. */
export function packageBeside(python: string, name: string): string | undefined {
  if (!isAbsolute(python)) return undefined;
  const home = dirname(dirname(python));
  const libraries =
    process.platform === 'win32'
      ? [join(dirname(python), 'Lib'), join(home, 'Lib')]
      : names(join(home, 'lib'))
          .filter((folder) => /^python3\.\d{1,3}$/.test(folder))
          .map((folder) => join(home, 'lib', folder));
  for (const library of libraries) {
    const packages = join(library, 'site-packages');
    if (names(join(packages, name)).length > 0) return join(packages, name);
  }
  return undefined;
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
