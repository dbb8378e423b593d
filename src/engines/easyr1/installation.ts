import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Plan } from '../../plan';
import {
  installCommand,
  lackWords,
  lookForEnginePython,
  packageBeside,
  runBriefly,
  shownPython,
  torchNote,
} from '../python';
import { treeOf, type Easyr1Tree } from './tree';

/** Where EasyR1 is, and which one. */
export interface Installation {
  /** The interpreter, as it is started. */
  readonly python: string;
  /** Absolute folder of the checkout that the curriculum names. */
  readonly home?: string;
  /** Absolute folder of the package `verl`, where it was found. */
  readonly verl?: string;
  /** By its sources; the newest where they are not on this machine. */
  readonly tree: Easyr1Tree;
}

/** Absolute `home` of the engine's settings. */
export function homeOf({ curriculum }: Pick<Plan, 'curriculum'>): string | undefined {
  const { home } = curriculum.engine.options;
  return typeof home === 'string' ? resolve(dirname(curriculum.file), home) : undefined;
}

/** The installation to be shown: an interpreter that is not on this machine stands there by its name. Starts no program. */
export async function shownInstallation(
  plan: Plan,
  root: string,
  env?: NodeJS.ProcessEnv,
): Promise<Installation> {
  const python = shownPython(plan, root, env);
  return complete(plan, python, packageBeside(python, 'verl'));
}

/**
 * The installation to be started: its interpreter has what EasyR1 imports. Rejects with an `Error` for people that
 * names what is missing. On a cluster, whose machines have their own packages, the interpreter is only named.
 */
export async function startedInstallation(plan: Plan, root: string): Promise<Installation> {
  if (typeof plan.curriculum.engine.options.cluster === 'string') return shownInstallation(plan, root);
  const python = await interpreter(plan, root);
  const found = await complete(
    plan,
    python,
    homeOf(plan) === undefined ? await packageOf(python) : undefined,
  );
  const { home, verl } = found;
  if (verl === undefined)
    throw new Error(
      home === undefined
        ? `${found.python} does not find the package verl. Name the EasyR1 checkout in \`engine: { easyr1: { home: ... } }\``
        : `There is no EasyR1 in ${home}. Clone https://github.com/hiyouga/EasyR1 there, or correct \`home\``,
    );
  if (!existsSync(join(verl, 'trainer', 'main.py')))
    throw new Error(
      `The package verl in ${verl} is not EasyR1's: it has no trainer/main.py. Name the EasyR1 checkout in \`engine: { easyr1: { home: ... } }\``,
    );
  return found;
}

/** The script that joins the pieces of a checkpoint: a part of the checkout, which no package brings along. */
export function mergerOf({ home, verl }: Installation): string | undefined {
  const checkout = home ?? (verl === undefined ? undefined : dirname(verl));
  return checkout === undefined ? undefined : join(checkout, 'scripts', 'model_merger.py');
}

/** `installed`: the folder of the package `verl`, for where no checkout is named. */
async function complete(plan: Plan, python: string, installed: string | undefined): Promise<Installation> {
  const home = homeOf(plan);
  const verl = home === undefined ? installed : join(home, 'verl');
  const tree = verl === undefined ? undefined : await treeOf(verl);
  return {
    python,
    ...(home === undefined ? {} : { home }),
    // Of a checkout, only EasyR1's own counts; an installed package is looked at before it is started.
    ...(verl === undefined || (home !== undefined && tree === undefined) ? {} : { verl }),
    tree: tree ?? 'newest',
  };
}

const WHERE =
  "import importlib.util as u; s = u.find_spec('verl'); print(s.origin if s and s.origin else '')";

/** The folder of the installed package; it is found, not imported, which would take many seconds. */
async function packageOf(python: string): Promise<string | undefined> {
  const told = await runBriefly(python, ['-c', WHERE], 8_000);
  const origin = told.kind === 'said' ? (told.text.trim().split('\n').at(-1) ?? '') : '';
  return isAbsolute(origin) ? dirname(origin) : undefined;
}

async function interpreter(plan: Plan, root: string): Promise<string> {
  const look = await lookForEnginePython(plan, root);
  if (look?.kind !== 'found')
    throw new Error(`No Python runs EasyR1 (tried ${look?.tried.join('; ') ?? 'none'})`);
  const { environment, lacking } = look;
  if (lacking.length === 0) return environment.command;
  throw new Error(
    `${environment.command} (${environment.source}) lacks packages: ${lackWords(lacking)}. Run: ${installCommand(environment.command, lacking)}${torchNote(lacking)}`,
  );
}
