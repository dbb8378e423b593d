import { resolve } from 'node:path';
import { engineProblems } from '../../engines';
import { checkCurriculum } from '../../language';
import { isPlan, makePlan, planToJson, withoutRepeats, worstFirst, type Plan } from '../../plan';
import { isError } from '../../protocol';
import { defineCommand, EXIT, UserError } from '../command';
import { printPlan } from '../print/plan';
import { countLine, displayPath, printProblems } from '../print/problems';
import { problemJson, problemsToJson } from '../print/problems-json';
import { visibleInline } from '../print/text-width';
import type { Terminal } from '../terminal';
import { findWorkspace, openWorkspaceData, WORKSPACE_OPTION, type Workspace } from '../workspace';

export const plan = defineCommand({
  name: 'plan',
  summary: 'Show what would run: rows, order, steps, checkpoints, engine keys.',
  args: 'FILE',
  minArgs: 1,
  maxArgs: 1,
  details:
    'Exit code 0: can be run; 1: errors. Problems are printed before the plan; with --json they are its key\n`problems`, or all there is (`{ version, problems }`) when no plan can be made.',
  options: {
    variant: { type: 'string', value: 'NAME', doc: 'Plan a variant.' },
    json: { type: 'boolean', doc: 'Print the plan as JSON.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const file = resolve(args[0] ?? '');
    const planned = await planOrProblems(
      { file, variant: options.variant, purpose: 'look', print: options.json !== true },
      findWorkspace(options.workspace),
      terminal,
    );
    if (!planned.plan) {
      if (options.json) terminal.out(problemsToJson(planned.problems));
      return EXIT.failed;
    }
    if (options.json) {
      const json = { ...planToJson(planned.plan), problems: planned.problems.map(problemJson) };
      terminal.out(JSON.stringify(json, null, 2));
    } else printPlan(planned.plan, terminal);
    return planned.problems.some(isError) ? EXIT.failed : EXIT.ok;
  },
});

export interface PlanQuestion {
  /** Absolute. */
  readonly file: string;
  readonly variant: string | undefined;
  readonly purpose: 'look' | 'run';
  /** Whether problems are printed. */
  readonly print: boolean;
}

/**
 * Checks a file and makes its plan; its engine looks at it, too. A plan with errors comes back as well, so that it can
 * be shown, but must not be run.
 */
export async function planOrProblems(
  { file, variant, purpose, print }: PlanQuestion,
  workspace: Workspace,
  terminal: Terminal,
): Promise<{ readonly plan?: Plan; readonly problems: Plan['problems'] }> {
  const checked = checkCurriculum(file, variant === undefined ? {} : { variant });
  if (variant !== undefined && !checked.variants.includes(variant))
    throw unknownVariant(file, variant, checked.variants);
  const data = await openWorkspaceData(workspace, file, checked.curriculum);
  try {
    const onProgress = (done: number, total: number, what: string) =>
      terminal.status([`  ${visibleInline(what)} ${done}/${total}`]);
    const made = await makePlan({ checked, data, checkData: true, onProgress });
    terminal.status([]);
    const ofEngine = isPlan(made) ? await engineProblems(made, checked, purpose) : [];
    const problems = worstFirst(withoutRepeats([...made.problems, ...ofEngine]));
    if (print) {
      const texts = new Map(checked.files.map(({ path, text }) => [path, text]));
      printProblems(problems, terminal, texts);
      if (problems.length > 0) terminal.out(`${countLine(problems)} in ${displayPath(file)}\n`);
    }
    return isPlan(made) ? { plan: { ...made, problems }, problems } : { problems };
  } finally {
    await data.close();
  }
}

function unknownVariant(file: string, variant: string, variants: readonly string[]): UserError {
  const list = variants.length === 0 ? 'it has none' : `it has ${variants.join(', ')}`;
  return new UserError(`${displayPath(file)} has no variant \`${variant}\`: ${list}`);
}
