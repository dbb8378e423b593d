import type { Plan } from '../../plan';
import { lookForPython, type PythonLook } from './environment';
import { PYTHON_REQUIREMENTS, requirementsOf } from './requirements';

/** The look for the interpreter of a plan's engine; nothing for an engine that needs no Python. */
export async function lookForEnginePython(
  { curriculum, stages }: Pick<Plan, 'curriculum' | 'stages'>,
  root: string,
): Promise<PythonLook | undefined> {
  const { engine, file } = curriculum;
  const needs = PYTHON_REQUIREMENTS[engine.name];
  if (needs === undefined) return undefined;
  const options = stages.map(({ engineOptions }) => ({ ...engine.options, ...engineOptions }));
  const { python } = engine.options;
  return lookForPython({
    ...(typeof python === 'string' ? { setting: python } : {}),
    file,
    root,
    least: needs.python,
    packages: requirementsOf(needs, options.length === 0 ? [engine.options] : options),
  });
}
