import { basename } from 'node:path';
import type { ReadTextFile } from '../data';
import type { RewardRef } from '../language';
import type { Place, Problem, ProblemCode } from '../protocol';
import { BUILTIN_REWARDS, isBuiltinReward } from './builtin';
import { pythonModule, slowGrading } from './read';

/**
 * What is wrong with a curriculum's reward, found by reading only: nothing of the user's is run. `read` gives the
 * Python file where it may be read.
 */
export async function checkReward(
  ref: RewardRef,
  place: Place,
  read: ReadTextFile,
): Promise<readonly Problem[]> {
  if (ref.kind === 'builtin') {
    if (isBuiltinReward(ref.name)) return [];
    return [
      problem(
        'SC460',
        place,
        `there is no built-in reward ${ref.name}`,
        `use one of ${Object.keys(BUILTIN_REWARDS).join(', ')}, or file.py:function`,
      ),
    ];
  }
  const file = await read(ref.path);
  if (file.kind === 'text') return checkText(ref, file.text, place);
  if (file.kind === 'outside') {
    return [
      problem(
        'SC301',
        place,
        `the reward file ${ref.path} is refused: ${file.reason}`,
        'move it into the workspace or add its folder to `folders` in the curriculum',
      ),
    ];
  }
  const why = file.kind === 'missing' ? 'does not exist' : file.reason;
  return [
    problem(
      'SC461',
      place,
      `the reward file ${ref.path} ${why}`,
      'write file.py:function, relative to the curriculum file',
    ),
  ];
}

/** What the text of a Python file says against a function of it. */
function checkText(
  ref: Extract<RewardRef, { readonly kind: 'python' }>,
  text: string,
  place: Place,
): readonly Problem[] {
  const problems: Problem[] = [];
  const { functions, names, hasOthers, texts } = pythonModule(text);
  const torn = names.has(ref.function) ? undefined : lineOfDefinition(text, ref.function);
  if (torn !== undefined) {
    problems.push(
      problem(
        'SC462',
        place,
        `${basename(ref.path)}:${torn} has a syntax error: \`def ${ref.function}\` stands there, but is no function`,
        'close each bracket and each text in quotes at this line and above, and end the line of `def` with a colon',
      ),
    );
  } else if (!names.has(ref.function) && !hasOthers) {
    const others = functions.map(({ name }) => name).filter((name) => !name.startsWith('_'));
    const hint =
      others.length > 0
        ? `it defines ${others.slice(0, 6).join(', ')}`
        : `define it: def ${ref.function}(rewards): return [{"overall": 0.0} for reward in rewards]`;
    problems.push(problem('SC462', place, `${basename(ref.path)} defines no function ${ref.function}`, hint));
  }
  for (const { code, line, what } of slowGrading(text)) {
    const at = `${basename(ref.path)}:${line}`;
    problems.push(
      code === 'SC464'
        ? {
            ...problem(
              code,
              place,
              `${at} limits its time with \`${what.replace(/\s*\($/u, '')}\`, which works in the main thread of a process only: engines score elsewhere`,
              'grade in a process of its own with a time limit, such as `ProcessPoolExecutor` and `result(timeout=5)`',
            ),
            severity: 'warning',
          }
        : {
            ...problem(
              code,
              place,
              `${at} computes with formulas (\`${what.replace(/\s*\($/u, '')}\`) without a time limit: one response can keep the run waiting for ever`,
              'grade in a process of its own with a time limit, such as `ProcessPoolExecutor` and `result(timeout=5)`',
            ),
            severity: 'info',
          },
    );
  }
  const mode = texts.get('REWARD_TYPE');
  if (mode !== undefined && mode !== 'batch' && mode !== 'sequential') {
    problems.push(
      problem(
        'SC463',
        place,
        `REWARD_TYPE of ${basename(ref.path)} is "${mode}"`,
        'it must be "batch" or "sequential"',
      ),
    );
  }
  return problems;
}

/** The line, from 1, at whose margin a function of this name begins by the letters alone. */
function lineOfDefinition(text: string, name: string): number | undefined {
  // Texts over several lines may speak of a function.
  const code = text.replaceAll(/("""|''')[^]*?\1/gu, (quoted) => quoted.replaceAll(/[^\n]/gu, ' '));
  const at = code.split('\n').findIndex((line) => {
    const [, found] = /^(?:async[ \t]+)?def[ \t]+([^\s(:[]+)/u.exec(line) ?? [];
    return found === name;
  });
  return at < 0 ? undefined : at + 1;
}

const problem = (code: ProblemCode, place: Place, message: string, hint: string): Problem => ({
  code,
  severity: 'error',
  message,
  place,
  hint,
});
