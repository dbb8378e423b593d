import { isAbsolute } from 'node:path';
import { extensions, window, type Event } from 'vscode';
import type { Disposables } from '../disposables';

/** What is used of the API of VS Code's Python extension (`ms-python.python`), where it is as it says. */
interface PythonApi {
  readonly environments: {
    readonly getActiveEnvironmentPath: () => unknown;
    readonly onDidChangeActiveEnvironmentPath: Event<unknown>;
  };
}

const NAME = 'ms-python.python';

/**
 * The interpreter that is chosen in the Python extension: absolute path. Nothing where the extension is not there, is
 * not active (it is not woken: it starts for Python files by itself), or leaves the choice to the path.
 */
export function chosenInterpreter(): string | undefined {
  try {
    const found = api()?.environments.getActiveEnvironmentPath() as { readonly path?: unknown } | undefined;
    const path = found?.path;
    return typeof path === 'string' && isAbsolute(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Calls back when another interpreter is chosen. That the extension has become active is told by nobody: it is looked
 * for when another editor comes to the front.
 */
export function watchInterpreter(disposables: Disposables, changed: () => void): void {
  let known = chosenInterpreter();
  let watching = false;
  const look = (): void => {
    const now = chosenInterpreter();
    if (now === known) return;
    known = now;
    changed();
  };
  const watch = (): void => {
    const environments = api()?.environments;
    if (watching || typeof environments?.onDidChangeActiveEnvironmentPath !== 'function') return;
    watching = true;
    disposables.add(environments.onDidChangeActiveEnvironmentPath(look));
  };
  watch();
  disposables.add(
    window.onDidChangeActiveTextEditor(() => {
      watch();
      look();
    }),
  );
}

/** Another extension's exports: whatever they are, a wrong shape is no API. */
function api(): PythonApi | undefined {
  const extension = extensions.getExtension<Partial<PythonApi> | undefined>(NAME);
  if (extension?.isActive !== true) return undefined;
  const { environments } = extension.exports ?? {};
  return typeof environments?.getActiveEnvironmentPath === 'function' ? { environments } : undefined;
}
