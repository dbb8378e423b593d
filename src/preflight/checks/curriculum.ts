import type { Plan, PlannedStage } from '../../plan';
import type { Problem, Severity } from '../../protocol';
import { counted } from '../figures';
import { looked, type Looked } from './result';

/** What text, data and plan say: the same problems as the editor shows. */
export function checkCurriculumText(stages: readonly PlannedStage[], problems: readonly Problem[]): Looked {
  const own = problems.filter((problem) => !ofEngine(problem));
  const steps = stages.reduce((sum, stage) => sum + stage.steps.total, 0);
  const plan =
    stages.length === 0 ? 'no plan' : `${counted(stages.length, 'stage')}, ${counted(steps, 'step')}`;
  return looked('curriculum', 'Curriculum', `${plan}; ${countText(own)}`, own);
}

/** What the engine says of its options and its model. */
export function checkEngine(plan: Plan, problems: readonly Problem[]): Looked {
  const own = problems.filter(ofEngine);
  return looked('engine', 'Engine', `${plan.curriculum.engine.name}; ${countText(own)}`, own);
}

const ofEngine = ({ code }: Problem): boolean => code.startsWith('SC4') && !code.startsWith('SC46');

function countText(problems: readonly Problem[]): string {
  const count = (severity: Severity): number =>
    problems.filter((problem) => problem.severity === severity).length;
  const parts = (['error', 'warning'] as const).flatMap((severity) =>
    count(severity) === 0 ? [] : [counted(count(severity), severity)],
  );
  return parts.length === 0 ? 'no problems' : parts.join(', ');
}
