import { presetOf, type ModelPreset } from '../../language';
import type { EngineCode } from '../codes';
import { changesFor, type Change } from './mend';
import { nameOf, numbersOf, valueOf, type Easyr1Stage, type NumberKey } from './numbers';
import { breachesOf } from './rules';

/** What EasyR1 would stop at, or not do, for a stage. */
export interface Easyr1Fault {
  readonly code: EngineCode;
  readonly message: string;
  readonly hint: string;
}

/** All faults of a stage that its settings and options show, without a look at data or this machine. */
export function easyr1Faults(stage: Easyr1Stage): readonly Easyr1Fault[] {
  if (stage.settings.method === 'sft') {
    return [
      {
        code: 'SC427',
        message: 'EasyR1 trains by reinforcement learning only, and `method` is `sft`',
        hint: 'Write `engine: trl` for this curriculum, or leave `method` out.',
      },
    ];
  }
  return [...freezing(stage), ...packing(stage), ...refused(stage), ...numberFaults(stage)];
}

/** Numbers that mend the faults of a code, for each of its breaches the likeliest first. */
export function easyr1Changes(stage: Easyr1Stage, code: string): readonly Change[] {
  const numbers = numbersOf(stage);
  if (numbers === undefined) return [];
  return breachesOf(numbers)
    .filter((breach) => breach.code === code)
    .flatMap((breach) => changesFor(numbers, breach));
}

function numberFaults(stage: Easyr1Stage): readonly Easyr1Fault[] {
  const numbers = numbersOf(stage);
  if (numbers === undefined) return [];
  const name = (key: NumberKey): string => nameOf(stage, key);
  const groups: readonly Easyr1Fault[] =
    ['grpo', 'rloo', 'grpo_passk'].includes(numbers.estimator) &&
    numbers.of['worker.rollout.n'] === 1 &&
    name('worker.rollout.n') === 'worker.rollout.n'
      ? [
          {
            code: 'SC403',
            message: `\`worker.rollout.n\` is 1, and \`${numbers.estimator}\` compares the responses of a group`,
            hint: 'Leave it out, and set `rollouts` to 2 or more; the paper uses 5.',
          },
        ]
      : [];
  return [
    ...groups,
    ...breachesOf(numbers).map((breach): Easyr1Fault => {
      const ways = changesFor(numbers, breach)
        .slice(0, 3)
        .map((change) =>
          Object.entries(change)
            .map(([key, value]) => `\`${name(key as NumberKey)}: ${value}\``)
            .join(' with '),
        );
      return {
        code: breach.code,
        message: breach.say(name),
        hint: ways.length === 0 ? 'Use the defaults of EasyR1.' : `Write ${ways.join(', or ')}.`,
      };
    }),
  ];
}

const FREEZE = 'worker.actor.model.freeze_vision_tower';
const PACK = 'worker.actor.padding_free';

/** The preset of a curriculum's model, also where it is named by its Hub id. */
function modelPreset({ model }: Easyr1Stage): ModelPreset | undefined {
  if (model.kind === 'folder') return undefined;
  return presetOf(model.kind === 'preset' ? model.name : model.id);
}

const modelName = ({ model }: Easyr1Stage): string =>
  model.kind === 'folder' ? model.path : model.kind === 'preset' ? model.name : model.id;

function freezing(stage: Easyr1Stage): readonly Easyr1Fault[] {
  const preset = modelPreset(stage);
  if (preset === undefined || !preset.engines.includes('easyr1') || preset.freezableBy.includes('easyr1'))
    return [];
  const byOption = stage.engineOptions[FREEZE] === true;
  if (!byOption && (stage.engineOptions[FREEZE] === false || !stage.settings.freeze.includes('vision')))
    return [];
  return [
    {
      code: 'SC420',
      message: `${byOption ? `\`${FREEZE}\`` : '`freeze`'} freezes nothing: EasyR1 looks for a vision tower named “visual”, and that of ${modelName(stage)} is named “${preset.visionTower}”`,
      hint: 'Leave it out and the vision tower is trained, as it would be anyway; TRL can freeze it.',
    },
  ];
}

/** `model_type`s whose rows EasyR1 can put one behind the other. */
const PACKED: readonly ModelPreset['family'][] = ['qwen2_5_vl', 'qwen3_vl'];

function packing(stage: Easyr1Stage): readonly Easyr1Fault[] {
  const preset = modelPreset(stage);
  if (preset === undefined || !preset.engines.includes('easyr1') || PACKED.includes(preset.family)) return [];
  if (valueOf(stage, PACK) !== true) return [];
  return [
    {
      code: 'SC426',
      message: `EasyR1 cannot put rows of ${modelName(stage)} (${preset.family}) one behind the other, and \`${PACK}\` is on`,
      hint: `Write \`engine_options: { ${PACK}: false }\`.`,
    },
  ];
}

function refused(stage: Easyr1Stage): readonly Easyr1Fault[] {
  const fault = (message: string, hint: string): Easyr1Fault => ({ code: 'SC427', message, hint });
  const resume = valueOf(stage, 'trainer.load_checkpoint_path');
  const folder =
    typeof resume === 'string' ? (resume.replace(/\/+$/u, '').split('/').at(-1) ?? '') : undefined;
  const horizon = valueOf(stage, 'algorithm.kl_horizon');
  return [
    ...(valueOf(stage, 'worker.hybrid_engine') === false
      ? [
          fault(
            'EasyR1 has no other workers than hybrid ones, and `worker.hybrid_engine` is off',
            'Leave it out.',
          ),
        ]
      : []),
    ...(valueOf(stage, 'algorithm.kl_type') === 'adaptive' && typeof horizon === 'number' && horizon <= 0
      ? [
          fault(
            `\`algorithm.kl_horizon\` must be above 0, and is ${horizon}`,
            'Leave it out: EasyR1 takes 10000.',
          ),
        ]
      : []),
    ...(folder !== undefined && !folder.includes('global_step_')
      ? [
          fault(
            '`trainer.load_checkpoint_path` must end with a folder called `global_step_N`',
            'Leave it out: `from` and `checkpoint` of a stage say where it starts.',
          ),
        ]
      : []),
  ];
}
