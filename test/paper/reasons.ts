import type { Match } from './matches';

/**
 * Why a compiled stage has another value than the published script, with both values. An override of a script may
 * differ only for a defect that was found in the published code (`test/fixtures/paper/defects.json`); what only the
 * base configuration or EasyR1's defaults say needs a reason in words.
 */
export interface Reason {
  readonly key: string;
  /** Scripts that it holds for, out of their paths; absent: all. */
  readonly scripts?: RegExp;
  readonly published: unknown;
  readonly ours: unknown;
  readonly defects: readonly string[];
  readonly because: string;
}

const STAGE_3 = /stage3_visual_reasoning|stage3_only|stage2_stage3|stage_order_213/u;
const POOLED = /merged|capability_only/u;
const MERGED = /merged/u;
const CAPABILITY = /capability_only/u;
const INTERNVL = /internvl/u;

/** Reasons that hold for a match, `STAGE` and `NAME` filled in. */
export const reasonsFor = (match: Match, experiment: string, from: string | undefined): readonly Reason[] =>
  [...REASONS, ...ownReasons(match, experiment, from)].filter(
    ({ scripts }) => scripts === undefined || scripts.test(match.script),
  );

const REASONS: readonly Reason[] = [
  {
    key: 'worker.reward.reward_type',
    published: 'batch',
    ours: undefined,
    defects: ['D01'],
    because: 'EasyR1 has no such key any more; the reward file says how it is called.',
  },
  {
    key: 'worker.reward.reward_function',
    published: '${VLMCC_REWARDS}/math.py:compute_score',
    ours: 'PACKAGE/src/rewards/python/stagecraft_reward.py:boxed_answer',
    defects: ['D39', 'D40'],
    because:
      'The same verdicts with a time limit that is in force, and without an answer “None” for a missing box.',
  },
  {
    key: 'data.format_prompt',
    published: '${VLMCC_PROMPTS}/math.jinja',
    ours: 'PAPER/prompts/think.jinja',
    defects: ['D05'],
    because: 'The published example shows other tags than its own prose and the reward’s pattern ask for.',
  },
  {
    key: 'data.train_files',
    scripts: MERGED,
    published: '${VLMCC_MERGED_TRAIN}',
    ours: 'PAPER/.stagecraft/runs/RUN/stages/merged/train.parquet',
    defects: ['D07', 'D46'],
    because:
      'The rows of the three data sets are put together by the run, with one schema for rows with and without images.',
  },
  {
    key: 'data.train_files',
    scripts: CAPABILITY,
    published: '${VLMCC_DIFFICULTY_CAP_DIFF_TRAIN}',
    ours: 'PAPER/.stagecraft/runs/RUN/stages/ordered/train.parquet',
    defects: ['D08', 'D09'],
    because:
      'No script makes a file in this order, and two experiments name the same one: the run writes its own.',
  },
  {
    key: 'data.image_dir',
    scripts: POOLED,
    published: '${VLMCC_MERGED_IMAGE_DIR}',
    ours: null,
    defects: ['D36', 'D46'],
    because:
      'No step makes the folder of all images that the placeholder stands for; our rows have absolute paths.',
  },
  {
    key: 'trainer.total_epochs',
    scripts: CAPABILITY,
    published: 15,
    ours: 1,
    defects: ['D10'],
    because: 'In one file, each further epoch would start over with perception.',
  },
  {
    key: 'worker.actor.model.freeze_vision_tower',
    scripts: /qwen.*(?:merged_baseline|capability_only)/u,
    published: true,
    ours: false,
    defects: ['D11', 'D12'],
    because:
      'Frozen like the ablation, the baseline is no contrast to it, and differs from the stages in more than the schedule.',
  },
  {
    key: 'worker.actor.model.freeze_vision_tower',
    scripts: /internvl.*stage2/u,
    published: true,
    ours: false,
    defects: ['D13'],
    because: 'EasyR1 does not find this vision tower and trains it in either case.',
  },
  {
    key: 'worker.actor.padding_free',
    scripts: INTERNVL,
    published: true,
    ours: false,
    defects: ['D14'],
    because: 'EasyR1 refuses to start with it for this architecture.',
  },
  {
    key: 'trainer.val_freq',
    scripts: STAGE_3,
    published: 15,
    ours: 31,
    defects: ['D04'],
    because:
      'Checkpoints are written every 31 steps: validated there, `best` is the score of the checkpoint itself.',
  },
  {
    key: 'trainer.find_last_checkpoint',
    published: true,
    ours: false,
    defects: ['D03'],
    because: 'A new run must not go on with the checkpoints of an older one of the same name.',
  },
  {
    key: 'trainer.logger',
    published: ['console', 'wandb'],
    ours: ['console', 'file'],
    defects: [],
    because: 'A run is followed by its files and asks nobody to log in.',
  },
  {
    key: 'trainer.val_generations_to_log',
    published: 3,
    ours: 8,
    defects: [],
    because: 'The run view shows validation answers: what is printed changes nothing that is learned.',
  },
  {
    key: 'data.val_batch_size',
    published: 1024,
    ours: -1,
    defects: [],
    because: 'The 601 validation rows fit into one batch in either case.',
  },
];

/** What hangs on the names of a stage. */
const ownReasons = (
  { curriculum, stage }: Match,
  experiment: string,
  from: string | undefined,
): readonly Reason[] => [
  {
    key: 'trainer.experiment_name',
    published: experiment,
    ours: `${curriculum}-${stage}`,
    defects: ['D03'],
    because:
      'The name says the folder that the scripts take a checkpoint from; here `from` and `checkpoint` do.',
  },
  {
    key: 'trainer.save_checkpoint_path',
    published: null,
    ours: `PAPER/.stagecraft/runs/RUN/stages/${stage}/checkpoints`,
    defects: [],
    because: 'Checkpoints lie in the folder of the run.',
  },
  ...(from === undefined
    ? []
    : [
        {
          key: 'worker.actor.model.model_path',
          published: '${MODEL_PATH}',
          ours: `PAPER/.stagecraft/runs/RUN/stages/${from}/checkpoints/STEP/actor/huggingface`,
          defects: ['D02', 'D03'],
          because: 'The run chooses the checkpoint of the stage before and merges its weights first.',
        },
      ]),
];
