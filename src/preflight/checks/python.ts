import type { EngineName, RewardRef } from '../../language';
import type { Place } from '../../protocol';
import { findPython, RewardError, upToWorkspace } from '../../rewards';
import { dirname } from 'node:path';
import { preflightProblem } from '../codes';
import { isAtLeast, lookForPython, type PythonEnvironment } from '../python/environment';
import { PYTHON_REQUIREMENTS, type Requirement } from '../python/requirements';
import { looked, type Looked } from './result';

interface EngineInput {
  readonly engine: EngineName;
  readonly options: Readonly<Record<string, unknown>>;
  /** Of the editor; the curriculum's own `python` wins. */
  readonly python?: string;
  readonly file: string;
  readonly root: string;
  readonly place: Place;
}

/** Interpreter and packages of an engine that needs Python; nothing for one that does not. */
export async function checkEnginePython({
  engine,
  options,
  python,
  file,
  root,
  place,
}: EngineInput): Promise<readonly Looked[]> {
  const needs = PYTHON_REQUIREMENTS[engine];
  if (needs === undefined) return [];
  const wanted = needs.packages.filter(({ when }) => when === undefined || when(options));
  const setting = typeof options.python === 'string' ? options.python : python;
  const look = await lookForPython({
    ...(setting === undefined ? {} : { setting }),
    file,
    root,
    least: needs.python,
    packages: wanted.map(({ name }) => name),
  });
  const least = needs.python.join('.');
  if (look.kind === 'none') {
    const problem = preflightProblem(
      'noInterpreter',
      place,
      `No Python ${least} or later runs \`${engine}\` (tried ${look.tried.join('; ')})`,
      `Make an environment: \`uv venv --python 3.11 .venv\` beside the curriculum, or name one with \`python\`.`,
    );
    return [looked('interpreter', 'Python', `none of ${least} or later`, [problem])];
  }
  const { environment } = look;
  const found = `${environment.command} ${environment.version.join('.')} (${environment.source})`;
  return [looked('interpreter', 'Python', found), checkPackages(engine, environment, wanted, place)];
}

function checkPackages(
  engine: EngineName,
  environment: PythonEnvironment,
  wanted: readonly Requirement[],
  place: Place,
): Looked {
  const lacking = wanted.flatMap((one) => {
    const version = environment.packages.get(one.name);
    if (version === undefined) return [{ ...one, why: `${one.name} is missing` }];
    return one.least === undefined || isAtLeast(numbers(version), one.least)
      ? []
      : [{ ...one, why: `${one.name} is ${version}, ${one.least.join('.')} or later is needed` }];
  });
  const have = wanted.flatMap(({ name }) => {
    const version = environment.packages.get(name);
    return version === undefined ? [] : [`${name} ${version}`];
  });
  if (lacking.length === 0) return looked('packages', 'Packages', have.join(', '));
  const why = lacking.map((one) => one.why).join(', ');
  const problem = preflightProblem(
    'packages',
    place,
    `\`${engine}\` lacks packages in ${environment.command}: ${why}`,
    `Run: ${installCommand(environment.command, lacking)}`,
  );
  return looked('packages', 'Packages', [why, ...have].join(', '), [problem]);
}

/** The command that installs what is missing, for a shell. */
export const installCommand = (python: string, lacking: readonly Requirement[]): string =>
  [
    quoted(python),
    '-m',
    'pip',
    'install',
    ...lacking.map(({ name, install, least }) =>
      quoted(`${install ?? name}${least === undefined ? '' : `>=${least.join('.')}`}`),
    ),
  ].join(' ');

/** In double quotes, which the shells of Windows take, too; a path in a workspace may hold a substitution. */
const quoted = (word: string): string => {
  if (/^[\w@%+=:,./-]+$/u.test(word)) return word;
  return `"${process.platform === 'win32' ? word : word.replaceAll(/["$`\\]/g, String.raw`\$&`)}"`;
};

/** The numbers that a version begins with: `2.13.0+cpu` is 2, 13, 0. */
const numbers = (version: string): readonly number[] =>
  (/^\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);

/** The interpreter of a Python reward, by the very search that a run makes; nothing for a built-in one. */
export async function checkRewardPython(reward: RewardRef, place: Place): Promise<readonly Looked[]> {
  if (reward.kind === 'builtin') return [];
  try {
    const python = await findPython(undefined, upToWorkspace(dirname(reward.path)));
    return [looked('interpreter', 'Python of the reward', python)];
  } catch (error) {
    if (!(error instanceof RewardError)) throw error;
    const { code, message, hint } = error;
    const problem = {
      code,
      severity: 'error',
      message,
      place,
      ...(hint === undefined ? {} : { hint }),
    } as const;
    return [looked('interpreter', 'Python of the reward', 'none', [problem])];
  }
}
