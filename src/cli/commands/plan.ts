import { resolve } from 'node:path';
import type { CheckedCurriculum } from '../../language';
import { planToJson } from '../../plan';
import { planForLaunch, planMake, type LaunchPlan } from '../../preflight';
import { isError, type MakePlan, type Problem } from '../../protocol';
import { defineCommand, EXIT, UserError } from '../command';
import { printMakePlan } from '../print/made';
import { printPlan } from '../print/plan';
import { countLine, displayPath, printProblems } from '../print/problems';
import { problemJson, problemsToJson } from '../print/problems-json';
import { visibleInline } from '../print/text-width';
import type { Terminal } from '../terminal';
import { findWorkspace, WORKSPACE_OPTION, type Workspace } from '../workspace';

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
    const workspace = findWorkspace(options.workspace);
    const planned = await planOrProblems(
      { file, variant: options.variant, print: options.json !== true },
      workspace,
      terminal,
    );
    const made = await makesOf(planned, file, options.variant, workspace);
    if (!planned.plan) {
      if (options.json !== true && made !== undefined) printMakePlan(made, terminal);
      if (options.json) terminal.out(problemsToJson(planned.problems));
      return EXIT.failed;
    }
    if (options.json) {
      const json = {
        ...planToJson(planned.plan),
        problems: planned.problems.map(problemJson),
        ...(made === undefined ? {} : { make: made.datasets }),
      };
      terminal.out(JSON.stringify(json, null, 2));
    } else {
      printPlan(planned.plan, terminal);
      if (made !== undefined) {
        terminal.out(`\n${terminal.style('bold', 'Datasets that are made')}`);
        printMakePlan(made, terminal);
      }
    }
    return planned.problems.some(isError) ? EXIT.failed : EXIT.ok;
  },
});

/** What it costs to make the datasets that have a recipe; nothing where there are none. */
async function makesOf(
  { checked }: LaunchPlan,
  file: string,
  variant: string | undefined,
  { root }: Workspace,
): Promise<MakePlan | undefined> {
  if (checked.curriculum?.datasets.some(({ made }) => made !== undefined) !== true) return undefined;
  return planMake({ root, file, ...(variant === undefined ? {} : { variant }) });
}

export interface PlanQuestion {
  /** Absolute. */
  readonly file: string;
  readonly variant: string | undefined;
  /** Whether problems are printed. */
  readonly print: boolean;
}

/**
 * Checks a file and makes its plan; its engine looks at it, too. A plan with errors comes back as well, so that it can
 * be shown, but must not be run.
 */
export async function planOrProblems(
  { file, variant, print }: PlanQuestion,
  { root }: Workspace,
  terminal: Terminal,
): Promise<LaunchPlan> {
  const request = { root, file, ...(variant === undefined ? {} : { variant }) };
  const planned = await planForLaunch(request, { onProgress: showProgress(terminal) });
  const { checked, problems } = planned;
  if (variant !== undefined && !checked.variants.includes(variant))
    throw unknownVariant(file, variant, checked.variants);
  terminal.status([]);
  if (print) tellProblems(file, problems, checked.files, terminal);
  return planned;
}

/** What is being read, while it takes long. */
export const showProgress =
  (terminal: Terminal) =>
  (done: number, total: number, what: string): void =>
    terminal.status([`  ${visibleInline(what)} ${done}/${total}`]);

/** Problems with their places, and how many. */
export function tellProblems(
  file: string,
  problems: readonly Problem[],
  files: CheckedCurriculum['files'],
  terminal: Terminal,
): void {
  terminal.status([]);
  printProblems(problems, terminal, new Map(files.map(({ path, text }) => [path, text])));
  if (problems.length > 0) terminal.out(`${countLine(problems)} in ${displayPath(file)}\n`);
}

function unknownVariant(file: string, variant: string, variants: readonly string[]): UserError {
  const list = variants.length === 0 ? 'it has none' : `it has ${variants.join(', ')}`;
  return new UserError(`${displayPath(file)} has no variant \`${variant}\`: ${list}`);
}
