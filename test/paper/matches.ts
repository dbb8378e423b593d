import type { Backbone } from './workspace';

/** The stage of a curriculum that says what a published script says. */
export interface Match {
  readonly script: string;
  readonly curriculum: Backbone;
  readonly variant?: string;
  readonly stage: string;
}

const match = (script: string, curriculum: Backbone, variant: string | undefined, stage: string): Match => ({
  script: `training/examples/${script}.sh`,
  curriculum,
  ...(variant === undefined ? {} : { variant }),
  stage,
});

/** Each of the 21 published scripts, and where the paper's curricula say the same. */
export const MATCHES: readonly Match[] = [
  match('qwen2_5_vl_7b/stage1_perception', 'qwen2.5-vl-7b', undefined, 'see'),
  match('qwen2_5_vl_7b/stage2_text_reasoning', 'qwen2.5-vl-7b', undefined, 'think'),
  match('qwen2_5_vl_7b/merged_baseline', 'qwen2.5-vl-7b', 'merged', 'merged'),
  match('qwen3_vl_8b/stage1_perception', 'qwen3-vl-8b', undefined, 'see'),
  match('qwen3_vl_8b/stage2_text_reasoning', 'qwen3-vl-8b', undefined, 'think'),
  match('qwen3_vl_8b/stage3_visual_reasoning', 'qwen3-vl-8b', undefined, 'see-and-think'),
  match('qwen3_vl_8b/merged_baseline', 'qwen3-vl-8b', 'merged', 'merged'),
  match('internvl3_8b/stage1_perception', 'internvl3-8b', undefined, 'see'),
  match('internvl3_8b/stage3_visual_reasoning', 'internvl3-8b', undefined, 'see-and-think'),
  match('internvl3_5_8b/stage2_text_reasoning', 'internvl3.5-8b', undefined, 'think'),
  match('internvl3_5_8b/stage3_visual_reasoning', 'internvl3.5-8b', undefined, 'see-and-think'),
  match('internvl3_5_8b/merged_baseline', 'internvl3.5-8b', 'merged', 'merged'),
  match('curriculum/qwen3_vl_8b_capability_only', 'qwen3-vl-8b', 'capability-in-one-stage', 'ordered'),
  match('ablations/qwen2_5_vl_7b_merged_freeze_vision', 'qwen2.5-vl-7b', 'merged-frozen', 'merged'),
  match('ablations/qwen2_5_vl_7b_stage3_only', 'qwen2.5-vl-7b', 'see-and-think-alone', 'see-and-think'),
  match('ablations/qwen2_5_vl_7b_stage_order_213', 'qwen2.5-vl-7b', 'order-2-1-3', 'see-and-think'),
  match('ablations/qwen3_vl_8b_merged_freeze_vision', 'qwen3-vl-8b', 'merged-frozen', 'merged'),
  match('ablations/qwen3_vl_8b_stage2_stage3', 'qwen3-vl-8b', 'without-seeing', 'see-and-think'),
  match('ablations/qwen3_vl_8b_stage3_only', 'qwen3-vl-8b', 'see-and-think-alone', 'see-and-think'),
  match('ablations/qwen3_vl_8b_stage_order_321', 'qwen3-vl-8b', 'order-3-2-1', 'see'),
  match('ablations/qwen3_vl_8b_sft_perception_then_stage23', 'qwen3-vl-8b', 'sft-for-perception', 'think'),
];
