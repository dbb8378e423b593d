import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { notRun } from '../not-run';

/** The Python of the tests that need transformers: of `STAGECRAFT_PYTHON_ENV`, else of `.venv-engines`. */
function findPython(): string | undefined {
  const folder = resolve(process.env.STAGECRAFT_PYTHON_ENV ?? '.venv-engines');
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  return existsSync(python) ? python : undefined;
}

/** Its path; where there is none, what is not tested for it is reported at the end of `npm test`. */
export function pythonFor(what: string): string | undefined {
  const python = findPython();
  if (python === undefined) {
    notRun(`${what}: make the environment with \`python3 scripts/python/make_env.py\``);
  }
  return python;
}
