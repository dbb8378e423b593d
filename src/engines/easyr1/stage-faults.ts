import type { PlannedStage } from '../../plan';
import type { Easyr1Fault } from './faults';

/** What a planned stage's rows and way of saving give reason to say, without a look at the rows. */
export const stageFaults = (stage: PlannedStage): readonly Easyr1Fault[] => [
  ...rowsPerCall(stage),
  ...resumable(stage),
];

/** EasyR1 drops the rows that fill no call for responses, and stops when none is left. */
function rowsPerCall({ sources, engineOptions, settings }: PlannedStage): readonly Easyr1Fault[] {
  const call = engineOptions['data.mini_rollout_batch_size'];
  const rows = sources.reduce((sum, { rowsAfter }) => sum + rowsAfter, 0);
  // Fewer rows than a step takes are the plan's own to report.
  if (typeof call !== 'number' || call <= rows || rows < settings.batch) return [];
  return [
    {
      code: 'SC430',
      message: `The ${rows} rows fill no call of ${call} prompts (\`data.mini_rollout_batch_size\`), and EasyR1 drops what fills none`,
      hint: `Write \`data.mini_rollout_batch_size: ${settings.batch}\` or leave it out.`,
    },
  ];
}

function resumable({ engineOptions }: PlannedStage): readonly Easyr1Fault[] {
  if (engineOptions['trainer.save_model_only'] !== true) return [];
  return [
    {
      code: 'SC431',
      message: 'With `trainer.save_model_only` a stage that is stopped cannot be resumed',
      hint: 'Leave it out, unless the disk has no room for the state of the optimizer.',
    },
  ];
}
