import { dirname } from 'node:path';
import {
  installCommand,
  lackWords,
  lookForPython,
  makeCommand,
  PYTHON_REQUIREMENTS,
  requirementsOf,
  torchNote,
  type PythonLook,
} from '../../engines';
import type { EngineName, RewardRef } from '../../language';
import type { Place } from '../../protocol';
import { findPython, RewardError, upToWorkspace } from '../../rewards';
import { preflightProblem } from '../codes';
import { looked, type Looked } from './result';

interface EngineInput {
  readonly engine: EngineName;
  /** The engine's own settings. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Engine options of the stages: they may ask for further packages. */
  readonly stageOptions?: readonly Readonly<Record<string, unknown>>[];
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
  stageOptions = [],
  python,
  file,
  root,
  place,
}: EngineInput): Promise<readonly Looked[]> {
  const needs = PYTHON_REQUIREMENTS[engine];
  if (needs === undefined) return [];
  const wanted = requirementsOf(needs, [options, ...stageOptions.map((own) => ({ ...options, ...own }))]);
  const setting = typeof options.python === 'string' ? options.python : python;
  const look = await lookForPython({
    ...(setting === undefined ? {} : { setting }),
    file,
    root,
    least: needs.python,
    packages: wanted,
  });
  const least = needs.python.join('.');
  if (look.kind === 'none') {
    const problem = preflightProblem(
      'noInterpreter',
      place,
      `No Python ${least} or later runs \`${engine}\` (tried ${look.tried.join('; ')})`,
      `Make an environment: \`${makeCommand(file)}\`, or name one with \`python\`.`,
    );
    return [looked('interpreter', 'Python', `none of ${least} or later`, [problem])];
  }
  const { environment, passedOver } = look;
  const before = passedOver.length === 0 ? '' : `; passed over: ${passedOver.join('; ')}`;
  const found = `${environment.command} ${environment.version.join('.')} (${environment.source})${before}`;
  const names = wanted.map(({ name }) => name);
  return [looked('interpreter', 'Python', found), checkPackages(engine, look, names, place)];
}

function checkPackages(
  engine: EngineName,
  { environment, lacking }: Extract<PythonLook, { kind: 'found' }>,
  names: readonly string[],
  place: Place,
): Looked {
  const have = names.flatMap((name) => {
    const version = environment.packages.get(name);
    return version === undefined ? [] : [`${name} ${version}`];
  });
  if (lacking.length === 0) return looked('packages', 'Packages', have.join(', '));
  const why = lackWords(lacking);
  const problem = preflightProblem(
    'packages',
    place,
    `\`${engine}\` lacks packages in ${environment.command} (${environment.source}): ${why}`,
    `Run: ${installCommand(environment.command, lacking)}${torchNote(lacking)}`,
  );
  return looked('packages', 'Packages', have.length === 0 ? why : `${why}; there: ${have.join(', ')}`, [
    problem,
  ]);
}

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
