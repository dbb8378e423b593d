import type { EngineName } from '../../language';

/** A key that older versions of an engine had, or that people know from other programs; the engine now refuses it. */
export interface RemovedOption {
  /** What became of it, to stand behind "`key`": a clause without a stop. */
  readonly fate: string;
  /** What to do now, as an instruction. */
  readonly instead: string;
}

const REMOVED: Readonly<Record<EngineName, Readonly<Record<string, RemovedOption>>>> = {
  embedded: {},
  trl: {
    max_prompt_length: {
      fate: 'is no longer an option of TRL, which cuts no prompt',
      instead: 'Leave it out; keep prompts short by fewer or smaller images.',
    },
    max_seq_length: { fate: 'is now called `max_length` in TRL', instead: 'Write `max_length`.' },
    warmup_ratio: {
      fate: 'is no longer an option of Transformers',
      instead: 'Write `warmup_steps`: a number below 1 is a share of all steps.',
    },
    evaluation_strategy: {
      fate: 'is now called `eval_strategy` in Transformers',
      instead: 'Write `eval_strategy`.',
    },
    no_cuda: { fate: 'is now called `use_cpu` in Transformers', instead: 'Write `use_cpu`.' },
    group_by_length: {
      fate: 'is no longer an option of Transformers',
      instead: 'Write `train_sampling_strategy: group_by_length`.',
    },
  },
  easyr1: {
    'worker.reward.reward_type': {
      fate: 'was dropped from EasyR1 on 2025-11-16 (commit b637de8), which now refuses to start with it',
      instead:
        'Leave it out, and write `REWARD_TYPE = "batch"` or `"sequential"` in the reward’s Python file.',
    },
  },
};

/** What became of a key that an engine had once; nothing for other keys. */
export const removedOption = (engine: EngineName, key: string): RemovedOption | undefined =>
  Object.hasOwn(REMOVED[engine], key) ? REMOVED[engine][key] : undefined;
