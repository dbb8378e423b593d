import type { DataEngine } from '../../../data';
import { engineProblems } from '../../../engines';
import { checkCurriculum } from '../../../language';
import { isPlan, makePlan, withoutRepeats, worstFirst, type Plan } from '../../../plan';
import { isError, type PlanTextAnswer, type PlanTextRequest, type Problem } from '../../../protocol';
import { commandText, shellLine, stageCommands } from '../../../preflight';
import { readerOf } from '../overlay';
import type { Asking } from '../process';
import type { FileInput } from '../protocol';
import { planText } from './plan-text';

/** A plan, or the commands of its stages, as text; what is wrong with it stands above, as comments. */
export async function answerPlan(
  data: DataEngine,
  { file, overlays, request }: FileInput & { readonly request: PlanTextRequest },
  { signal }: Asking,
): Promise<PlanTextAnswer> {
  const { variant, stage, show, root, environment } = request;
  const shown = {
    ...(stage === undefined ? {} : { stage }),
    ...(root === undefined ? {} : { root }),
    env: { ...process.env, ...environment },
  };
  const checked = checkCurriculum(file, {
    read: readerOf(overlays),
    ...(variant === undefined ? {} : { variant }),
  });
  const name = checked.curriculum?.name ?? 'curriculum';
  const title = `${show === 'plan' ? 'Plan' : 'Command'} of ${[name, variant, stage].filter(Boolean).join(' · ')}`;
  if (variant !== undefined && !checked.variants.includes(variant)) {
    return { title, text: `There is no variant ${variant}.\n` };
  }
  const made = await makePlan({ checked, data, checkData: false, signal });
  if (!isPlan(made)) return { title, text: `There is no plan yet:\n\n${problemLines(made.problems)}` };
  if (stage !== undefined && !made.stages.some(({ id }) => id === stage)) {
    const ids = made.stages.map(({ id }) => id).join(', ');
    return { title, text: `The plan has no stage ${stage}; its stages are ${ids}.\n` };
  }
  const ofEngine = await engineProblems(made, checked);
  const problems = worstFirst(withoutRepeats([...made.problems, ...ofEngine])).filter(isError);
  const faults = problems.length === 0 ? '' : `It cannot be run as it stands:\n\n${problemLines(problems)}\n`;
  return {
    title,
    text: faults + (show === 'plan' ? planText(made, stage) : await commandText(made, shown)),
    ...(show === 'command' ? { commands: await shellCommands(made, shown) } : {}),
  };
}

/** One line a stage; none where the engine cannot launch, which the text then says. */
async function shellCommands(
  plan: Plan,
  shown: Parameters<typeof stageCommands>[1],
): Promise<NonNullable<PlanTextAnswer['commands']>> {
  try {
    return (await stageCommands(plan, shown)).map((one) => ({ stage: one.stage, line: shellLine(one) }));
  } catch {
    return [];
  }
}

const problemLines = (problems: readonly Problem[]): string =>
  problems
    .map(({ code, message, place, hint }) => {
      const line = place.range === undefined ? '' : `:${place.range.start.line + 1}`;
      const said = [`${code}  ${place.file}${line}`, message, ...(hint === undefined ? [] : [hint])];
      return `${said.join('\n       ')}\n`;
    })
    .join('');
