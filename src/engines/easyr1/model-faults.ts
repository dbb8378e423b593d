import { presetOf, type ModelPreset } from '../../language';
import type { Easyr1Fault } from './faults';
import { valueOf, type Easyr1Stage } from './numbers';

const FREEZE = 'worker.actor.model.freeze_vision_tower';

/** What EasyR1 would stop at, or not do, because of the model's architecture. */
export const modelFaults = (stage: Easyr1Stage): readonly Easyr1Fault[] => [
  ...freezing(stage),
  ...packing(stage, 'actor'),
  ...(valueOf(stage, 'algorithm.adv_estimator') === 'gae' ? packing(stage, 'critic') : []),
];

/** The preset of a curriculum's model, also where it is named by its Hub id. */
function modelPreset({ model }: Easyr1Stage): ModelPreset | undefined {
  const preset =
    model.kind === 'folder' ? undefined : presetOf(model.kind === 'preset' ? model.name : model.id);
  return preset?.engines.includes('easyr1') === true ? preset : undefined;
}

const modelName = ({ model }: Easyr1Stage): string =>
  model.kind === 'folder' ? model.path : model.kind === 'preset' ? model.name : model.id;

const modelType = (stage: Easyr1Stage): string | undefined => modelPreset(stage)?.family ?? stage.modelType;

/** `model_type`s whose vision tower is named `visual`, the only name that EasyR1 looks for. */
const hasVisual = (type: string): boolean => /^qwen\w*_vl/u.test(type);

function freezing(stage: Easyr1Stage): readonly Easyr1Fault[] {
  const preset = modelPreset(stage);
  const type = modelType(stage);
  if (type === undefined || (preset === undefined ? hasVisual(type) : preset.freezableBy.includes('easyr1')))
    return [];
  const byOption = stage.engineOptions[FREEZE] === true;
  if (!byOption && (stage.engineOptions[FREEZE] === false || !stage.settings.freeze.includes('vision')))
    return [];
  const other = preset === undefined ? 'otherwise' : `“${preset.visionTower}”`;
  return [
    {
      code: 'SC420',
      message: `${byOption ? `\`${FREEZE}\`` : '`freeze`'} freezes nothing: EasyR1 looks for a vision tower named “visual”, and that of ${modelName(stage)} is named ${other}`,
      hint: 'Leave it out and the vision tower is trained, as it would be anyway; TRL can freeze it.',
    },
  ];
}

/** `model_type`s whose rows EasyR1 can put one behind the other. */
const PACKED: ReadonlySet<string> = new Set([
  'llama',
  'gemma',
  'gemma2',
  'mistral',
  'qwen2',
  'qwen2_moe',
  'qwen3',
  'qwen3_moe',
  'qwen2_vl',
  'qwen2_5_vl',
  'qwen3_vl',
  'qwen3_vl_moe',
]);

/** Without a model of its own, a value model starts from the policy's. */
function packing(stage: Easyr1Stage, worker: 'actor' | 'critic'): readonly Easyr1Fault[] {
  const key = `worker.${worker}.padding_free`;
  const type = modelType(stage);
  const isOther = worker === 'critic' && typeof valueOf(stage, 'worker.critic.model.model_path') === 'string';
  if (type === undefined || isOther || PACKED.has(type) || valueOf(stage, key) !== true) return [];
  return [
    {
      code: 'SC426',
      message: `EasyR1 cannot put rows of ${modelName(stage)} (${type}) one behind the other, and \`${key}\` is on`,
      hint: `Write \`engine_options: { ${key}: false }\`.`,
    },
  ];
}
