import { resolve } from 'node:path';
import { checkCurriculum } from '../../language';
import { isPlan, makePlan, planToJson, type Plan } from '../../plan';
import { isError } from '../../protocol';
import { defineCommand, EXIT, UserError } from '../command';
import { printPlan } from '../print/plan';
import { countLine, displayPath, printProblems } from '../print/problems';
import { problemsToJson } from '../print/problems-json';
import type { Terminal } from '../terminal';
import { findWorkspace, openWorkspaceData, WORKSPACE_OPTION, type Workspace } from '../workspace';

export const plan = defineCommand({
  name: 'plan',
  summary: 'Show what would run: rows, order, steps, checkpoints, engine keys.',
  args: 'FILE',
  minArgs: 1,
  maxArgs: 1,
  options: {
    variant: { type: 'string', value: 'NAME', doc: 'Plan a variant.' },
    json: { type: 'boolean', doc: 'Print the plan as JSON.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const file = resolve(args[0] ?? '');
    const planned = await planOrProblems(
      file,
      options.variant,
      findWorkspace(options.workspace),
      terminal,
      !options.json,
    );
    if (!planned.plan) {
      if (options.json) terminal.out(problemsToJson(planned.problems));
      return EXIT.failed;
    }
    if (options.json) terminal.out(JSON.stringify(planToJson(planned.plan), null, 2));
    else printPlan(planned.plan, terminal);
    return planned.problems.some(isError) ? EXIT.failed : EXIT.ok;
  },
});

/**
 * Checks a file and makes its plan. Problems are printed (unless `print` is off); a plan with errors comes back as
 * well, so that it can be shown, but must not be run.
 */
export async function planOrProblems(
  file: string,
  variant: string | undefined,
  workspace: Workspace,
  terminal: Terminal,
  print: boolean,
): Promise<{ readonly plan?: Plan; readonly problems: Plan['problems'] }> {
  const checked = checkCurriculum(file, variant === undefined ? {} : { variant });
  if (variant !== undefined && !checked.variants.includes(variant))
    throw unknownVariant(file, variant, checked.variants);
  const data = await openWorkspaceData(workspace, file, checked.curriculum);
  try {
    const onProgress = (done: number, total: number, what: string) =>
      terminal.status([`  ${what} ${done}/${total}`]);
    const made = await makePlan({ checked, data, checkData: true, onProgress });
    terminal.status([]);
    const texts = new Map(checked.files.map(({ path, text }) => [path, text]));
    if (print) {
      printProblems(made.problems, terminal, texts);
      if (made.problems.length > 0) terminal.out(`${countLine(made.problems)} in ${displayPath(file)}\n`);
    }
    return isPlan(made) ? { plan: made, problems: made.problems } : { problems: made.problems };
  } finally {
    await data.close();
  }
}

function unknownVariant(file: string, variant: string, variants: readonly string[]): UserError {
  const list = variants.length === 0 ? 'it has none' : `it has ${variants.join(', ')}`;
  return new UserError(`${displayPath(file)} has no variant \`${variant}\`: ${list}`);
}
