import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isAtLeast, lookForPython, runBriefly } from '../../engines';
import type { Evaluation } from '../../language';
import { EvaluateError } from '../error';

/** How VLMEvalKit is started here. */
export interface FoundVlmEvalKit {
  /** Interpreter. */
  readonly python: string;
  /** What follows the interpreter: a script, or `-m` and a module. */
  readonly entry: readonly string[];
}

/**
 * Says where the package lies without importing it (that takes ten seconds and more): its folder, and whether `run.py`
 * is in it or beside it.
 */
const PROBE = `import importlib.util, json, os
spec = importlib.util.find_spec("vlmeval")
folder = os.path.dirname(spec.origin) if spec is not None and spec.origin else None
print(json.dumps(folder))`;

const PATIENCE_MS = 15_000;
const LEAST = [3, 8] as const;
const INSTALL =
  'git clone https://github.com/open-compass/VLMEvalKit && cd VLMEvalKit && python -m pip install -e .';
const PACKAGED = 'python -m pip install ms-vlmeval';

interface Wish extends Pick<Evaluation, 'python' | 'home'> {
  /** The curriculum. */
  readonly file: string;
  readonly root: string;
}

/**
 * VLMEvalKit as it can be started: `run.py` of a checkout (`home`, or beside an editable install), or the module that
 * packages of it have. Rejects with an `EvaluateError` that says how it is installed.
 */
export async function findVlmEvalKit({ python, home, file, root }: Wish): Promise<FoundVlmEvalKit> {
  const look = await lookForPython({
    ...(python === undefined ? {} : { setting: python }),
    file,
    root,
    least: LEAST,
    packages: [],
  });
  if (look.kind === 'none' || !isAtLeast(look.environment.version, LEAST))
    throw new EvaluateError(
      `No Python ${LEAST.join('.')} or later runs VLMEvalKit (tried ${look.kind === 'none' ? look.tried.join('; ') : ''}).`,
      'Make an environment, install VLMEvalKit in it, and name its interpreter with `evaluate: { python: ... }`.',
    );
  const { command } = look.environment;
  if (home !== undefined) {
    const script = join(home, 'run.py');
    if (existsSync(script) && existsSync(join(home, 'vlmeval'))) return { python: command, entry: [script] };
    throw new EvaluateError(
      `${home} is no checkout of VLMEvalKit: it has no run.py beside a folder vlmeval.`,
      `Name the folder of a checkout with \`evaluate: { home: ... }\`: ${INSTALL}`,
    );
  }
  const told = await runBriefly(command, ['-c', PROBE], PATIENCE_MS);
  const folder = told.kind === 'said' ? folderIn(told.text) : undefined;
  if (folder !== undefined) {
    const beside = join(folder, '..', 'run.py');
    if (existsSync(beside)) return { python: command, entry: [beside] };
    if (existsSync(join(folder, 'run.py'))) return { python: command, entry: ['-m', 'vlmeval.run'] };
  }
  throw new EvaluateError(
    folder === undefined
      ? `VLMEvalKit is not installed in ${command} (${python === undefined ? look.environment.source : '`python` of `evaluate`'}).`
      : `VLMEvalKit in ${folder} has no run.py: it was installed without its script.`,
    `Install it: ${INSTALL}; or as a package: ${PACKAGED}. An environment of its own is named with \`evaluate: { python: ... }\`.`,
  );
}

function folderIn(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text.trim().split('\n').at(-1) ?? '');
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
