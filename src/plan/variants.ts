import type { CheckedCurriculum } from '../language';
import { isError, type Problem } from '../protocol';
import { planProblem } from './problems';
import type { Plan, PlannedStage } from './types';
import { list } from './words';

/** A curriculum as written (`variant` absent) or with one variant, and its plan. */
export interface PlannedVariant {
  readonly variant?: string;
  readonly plan: Plan;
}

/**
 * SC247: variants whose plans are one and the same run (same model, rows, order, settings, checkpoints), whatever
 * their text says. One problem for each variant that repeats an earlier one, placed at its name.
 */
export function checkVariants(
  checked: CheckedCurriculum,
  planned: readonly PlannedVariant[],
): readonly Problem[] {
  const groups = new Map<string, PlannedVariant[]>();
  for (const one of planned) {
    // What is in error is left out of a plan, so it may look like another without being meant so.
    if (one.plan.problems.some(isError)) continue;
    const key = runKey(one.plan);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const names = group.map(({ variant }) => variant);
    return names.slice(1).flatMap((variant, index) => {
      if (variant === undefined) return [];
      const same = names
        .slice(0, index + 1)
        .map((name) => (name === undefined ? 'the curriculum itself' : `\`${name}\``));
      return [
        planProblem(
          'SC247',
          `Variant \`${variant}\` is the same run as ${list(same)}`,
          checked.locate(['variants', variant], 'key'),
          {
            hint: 'Change what it is meant to vary; the plan is the same in rows, order, settings and checkpoints.',
            related: names
              .slice(0, index + 1)
              .filter((name) => name !== undefined)
              .map((name) => ({
                place: checked.locate(['variants', name], 'key'),
                message: `\`${name}\` is here`,
              })),
          },
        ),
      ];
    });
  });
}

/** All that makes a run what it is; names of stages do not. */
function runKey({ curriculum, stages }: Plan): string {
  const position = new Map(stages.map(({ id }, index) => [id, index]));
  const { model, engine, prompt, reward } = curriculum;
  return JSON.stringify(
    [model, engine, prompt, reward, stages.map((stage) => stageKey(stage, position))],
    sortKeys,
  );
}

const stageKey = (stage: PlannedStage, position: ReadonlyMap<string, number>): unknown => ({
  sources: stage.sources.map(({ path, where, columns, images }) => ({ path, where, columns, images })),
  validation: stage.validation?.path ?? stage.hubValidation,
  order: { ...stage.order, meaning: '' },
  steps: stage.steps.total,
  settings: stage.settings,
  from: stage.from.kind === 'base' ? 'base' : { ...stage.from, stage: position.get(stage.from.stage) },
  until: stage.until,
  engineOptions: stage.engineOptions,
});

/** Mappings are equal whatever order their keys were written in. */
const sortKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
