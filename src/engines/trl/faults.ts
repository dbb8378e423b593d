import type { Curriculum } from '../../language';
import type { EngineCode } from '../codes';
import { trlChangesFor, type TrlChange } from './mend';
import { TRL_SETTING_OF, trlNumbers, type TrlNumberKey, type TrlStage } from './numbers';
import { trlOptions } from './options';
import { trlBreaches } from './rules';

/** What TRL would stop at for a stage. */
export interface TrlFault {
  readonly code: EngineCode;
  readonly message: string;
  readonly hint: string;
}

/** All faults of a stage that its settings and options show, without a look at data, model or this machine. */
export const trlFaults = (stage: TrlStage, curriculum: Curriculum): readonly TrlFault[] => [
  ...numberFaults(stage),
  ...refused(stage, curriculum),
  ...onProcessor(stage, curriculum),
];

/** Numbers that mend the faults of a code, for each of its breaches the likeliest first. */
export function trlChanges(stage: TrlStage, code: string): readonly TrlChange[] {
  const numbers = trlNumbers(stage);
  if (numbers === undefined) return [];
  return trlBreaches(numbers)
    .filter((breach) => breach.code === code)
    .flatMap((breach) => trlChangesFor(numbers, breach));
}

/** What a user calls a number: the setting, unless the stage writes TRL's own key. */
export const trlNameOf = ({ engineOptions }: TrlStage, key: TrlNumberKey): string =>
  Object.hasOwn(engineOptions, key) ? key : (TRL_SETTING_OF[key] ?? key);

function numberFaults(stage: TrlStage): readonly TrlFault[] {
  const numbers = trlNumbers(stage);
  if (numbers === undefined) return [];
  const name = (key: TrlNumberKey): string => trlNameOf(stage, key);
  const alone: readonly TrlFault[] =
    numbers.samples && numbers.num_generations < 2 && Object.hasOwn(stage.engineOptions, 'num_generations')
      ? [
          {
            code: 'SC403',
            message: '`num_generations` is 1: GRPO has nothing to compare',
            hint: 'Leave it out, and set `rollouts` to 2 or more; 8 is usual.',
          },
        ]
      : [];
  return [
    ...alone,
    ...trlBreaches(numbers).map((breach): TrlFault => {
      const ways = trlChangesFor(numbers, breach)
        .slice(0, 4)
        .flatMap((change) =>
          Object.entries(change).map(([key, value]) => `\`${name(key as TrlNumberKey)}: ${value}\``),
        );
      return {
        code: breach.code,
        message: breach.say(name),
        hint: ways.length === 0 ? 'Leave one of them out.' : `Write ${ways.join(', or ')}.`,
      };
    }),
  ];
}

type Rule = readonly [key: string, holds: (value: unknown) => boolean, why: string];

/** Arguments that TRL's SFTTrainer rejects for a vision-language model. */
const NO_SFT: readonly Rule[] = [
  ['packing', isTrue, 'packs no rows with images'],
  ['padding_free', isTrue, 'cannot leave the padding out of rows with images'],
  ['assistant_only_loss', isTrue, 'has no mask of the assistant’s turns for rows with images'],
];

function isTrue(value: unknown): boolean {
  return value === true;
}

/** What the plan decides: its schedule, checkpoints and resume count on it. */
const OWN = {
  max_steps: '`steps`',
  num_train_epochs: '`epochs`',
  load_best_model_at_end: '`checkpoint` of the next stage',
  train_sampling_strategy: '`schedule`',
} as const;

function refused({ settings, engineOptions }: TrlStage, curriculum: Curriculum): readonly TrlFault[] {
  const fault = (message: string, hint: string): TrlFault => ({ code: 'SC452', message, hint });
  const own = Object.entries(OWN)
    .filter(([key]) => Object.hasOwn(engineOptions, key))
    .map(([key, way]) =>
      fault(`\`${key}\` is refused: the curriculum decides it`, `Leave it out; ${way} says it.`),
    );
  return [...own, ...ofMethod({ settings, engineOptions }, curriculum, fault)];
}

function ofMethod(
  { settings, engineOptions }: TrlStage,
  curriculum: Curriculum,
  fault: (message: string, hint: string) => TrlFault,
): readonly TrlFault[] {
  if (settings.method === 'sft')
    return NO_SFT.filter(([key, holds]) => holds(engineOptions[key])).map(([key, , why]) =>
      fault(`\`${key}\` is refused: for a vision-language model, TRL ${why}`, 'Leave it out.'),
    );
  const { adapter } = trlOptions(curriculum, settings);
  const kl = engineOptions.beta ?? settings.kl;
  const weights = engineOptions.reward_weights;
  return [
    ...(engineOptions.auto_find_batch_size === true
      ? [
          fault(
            '`auto_find_batch_size` is refused: GRPO’s groups need a batch size that stays',
            'Leave it out, and set `per_device_train_batch_size` to what fits.',
          ),
        ]
      : []),
    ...(engineOptions.sync_ref_model === true && kl === 0
      ? [
          fault(
            '`sync_ref_model` is refused: with a KL coefficient of 0 there is no reference model',
            'Leave it out, or set `kl` above 0.',
          ),
        ]
      : []),
    ...(engineOptions.sync_ref_model === true && adapter !== 'none'
      ? [
          fault(
            `\`sync_ref_model\` is refused: with \`adapter: ${adapter}\` the reference is the model without its adapter`,
            'Leave it out.',
          ),
        ]
      : []),
    ...(Array.isArray(weights) && weights.length !== 1
      ? [
          fault(
            `\`reward_weights\` has ${weights.length} entries, and the curriculum has one reward`,
            'Leave it out; parts are weighed in the reward function.',
          ),
        ]
      : []),
  ];
}

/** What needs a GPU, in a stage that has none. */
function onProcessor({ settings, engineOptions }: TrlStage, curriculum: Curriculum): readonly TrlFault[] {
  if (settings.gpus > 0) return [];
  const { precision, adapter, vllm } = trlOptions(curriculum, settings);
  const fault = (message: string, hint: string): TrlFault => ({ code: 'SC453', message, hint });
  return [
    ...(precision === 'fp32'
      ? []
      : [
          fault(
            `\`precision\` is \`${precision}\`, which needs a GPU, and \`gpus\` is 0`,
            'Leave it out: a processor computes in `fp32`.',
          ),
        ]),
    ...(['bf16', 'fp16'] as const)
      .filter((key) => engineOptions[key] === true)
      .map((key) =>
        fault(`\`${key}\` needs a GPU, and \`gpus\` is 0`, 'Leave it out: a processor computes in `fp32`.'),
      ),
    ...(adapter === 'qlora'
      ? [fault('`adapter` is `qlora`, which needs a GPU, and `gpus` is 0', 'Write `adapter: lora`.')]
      : []),
    ...((engineOptions.use_vllm ?? vllm) === true
      ? [
          fault(
            `\`${Object.hasOwn(engineOptions, 'use_vllm') ? 'use_vllm' : 'vllm'}\` samples on a GPU, and \`gpus\` is 0`,
            'Leave it out.',
          ),
        ]
      : []),
  ];
}
