import type { DataSource } from '../../data';
import { modelText, rewardText } from '../engine-keys/values';
import type { Plan, PlannedStage } from '../types';
import { count } from '../words';
import { line, stageSummary } from './stage';
import type { PlanSummary, SummaryLine } from './types';

export type { PlanSummary, StageSummary, SummaryLine, SummarySection } from './types';

/** A plan as lines to print: what runs, each stage with its rows, order, steps, checkpoints, files and keys. */
export function planSummary(plan: Plan): PlanSummary {
  const { curriculum, stages, heldOut } = plan;
  return {
    head: [
      line(
        'curriculum',
        curriculum.name,
        curriculum.variant === undefined ? '' : `variant ${curriculum.variant}`,
      ),
      line('model', modelText(plan)),
      line('engine', curriculum.engine.name),
      line('reward', rewardText(plan)),
      ...(curriculum.prompt === undefined ? [] : [line('prompt', curriculum.prompt)]),
      line('schedule', scheduleWords(plan)),
      line(
        'steps',
        totalSteps(stages),
        stages.length > 1 ? stages.map(({ steps }) => count(steps.total)).join(' + ') : '',
      ),
    ],
    stages: stages.map((stage) => stageSummary(plan, stage)),
    after: heldOut.map(heldOutLine),
  };
}

const totalSteps = (stages: readonly PlannedStage[]): string =>
  count(
    stages.reduce((sum, { steps }) => sum + steps.total, 0),
    'step',
  );

const scheduleWords = ({ curriculum: { schedule } }: Plan): string =>
  schedule.difficulty === 'none' ? schedule.capability : `${schedule.capability}, ${schedule.difficulty}`;

const heldOutLine = ({ dataset, split, path }: DataSource): SummaryLine =>
  line(dataset, `${split} rows answered by the last model`, path);
