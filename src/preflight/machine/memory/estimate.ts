import type { Plan, PlannedStage } from '../../../plan';
import type { ModelShape } from '../model-shape';
import type { ModelSize } from '../model-size';
import { easyr1Memory } from './easyr1';
import { sum, type MemoryEstimate } from './parts';
import { trlMemory } from './trl';

/** What a stage takes of each GPU and of the machine; nothing for the embedded engine, which was measured. */
export function memoryOf(
  plan: Pick<Plan, 'curriculum'>,
  stage: PlannedStage,
  model: ModelSize,
  shape: ModelShape | undefined,
): MemoryEstimate | undefined {
  switch (plan.curriculum.engine.name) {
    case 'embedded':
      return undefined;
    case 'trl':
      return trlMemory(plan, stage, model, shape);
    case 'easyr1':
      return easyr1Memory(plan, stage, model, shape);
  }
}

/** The estimate that asks for most of a GPU. */
export const largest = (estimates: readonly MemoryEstimate[]): MemoryEstimate | undefined =>
  [...estimates].sort((a, b) => peak(b) - peak(a))[0];

const peak = ({ states, update = [], sampling = [] }: MemoryEstimate): number =>
  sum(states) + Math.max(sum(update), sum(sampling));
