import { presetOf } from '../../language/schema/presets';
import type { MicroBatches, Recipe } from './recipe';

const UPDATE = 'worker.actor.micro_batch_size_per_device_for_update';
const EXPERIENCE = 'worker.actor.micro_batch_size_per_device_for_experience';
const OFFLOAD = 'worker.actor.offload.offload_optimizer';
const micro = ({ update, experience, offloads }: MicroBatches, indent: string): string =>
  [
    `${indent}engine_options:`,
    `${indent}  ${UPDATE}: ${update}`,
    `${indent}  ${EXPERIENCE}: ${experience}`,
    ...(offloads === true ? [`${indent}  ${OFFLOAD}: true`] : []),
  ].join('\n');

/** The paper's recipe for one of its backbones, easy rows first, with its ablations as variants. */
export function paperTemplate(recipe: Recipe, name: string): string {
  const { model, freezes } = recipe;
  const hub = presetOf(model)?.hub ?? model;
  const pixels = recipe.mergedPixels === undefined ? '' : `\n        data.max_pixels: ${recipe.mergedPixels}`;
  const frozenText = freezes
    ? `    freeze: [vision] # there are no pictures to learn from; what stage 1 taught the eye is left alone\n`
    : `    # The paper freezes the vision tower here. EasyR1 looks for a tower named \`visual\`, does not find this model's
    # \`vision_tower\` and would train it all the same, so \`freeze: [vision]\` is left out.\n`;
  const prompts =
    recipe.picturePrompt === undefined
      ? ''
      : `    max_prompt_length: ${recipe.picturePrompt} # this model writes pictures as more tokens\n`;
  const keeps =
    recipe.perceptionKeeps === undefined ? '' : `    keep_checkpoints: ${recipe.perceptionKeeps}\n`;
  const packing = recipe.packs
    ? ''
    : `
    # EasyR1 packs rows without padding only for the models that it knows, and stops at this one.
    worker.actor.padding_free: false`;
  const frozenPool = freezes ? `      freeze: [vision]\n` : '';
  // Said again, as one of the stages that are pooled says otherwise.
  const offload = recipe.perception.offloads === true ? `\n        ${OFFLOAD}: false` : '';
  const pooled = `    pooled: &pooled
      epochs: 15
${frozenPool}      validate_every: 45
      save_every: 45
${micro(recipe.merged, '      ')}${offload}${pixels}`;
  return `# ${recipe.title} in three stages: seeing, then thinking, then both. The settings are those of the scripts published with
# "From Seeing to Thinking" (arXiv 2605.20177), for one machine with eight GPUs of 80 GB.
curriculum: 1
name: ${name}
model: ${model} # ${hub}
engine: easyr1
reward: boxed-answer # 1 when the \\boxed{...} of the response equals the answer; a small part is for the format
# prompt: prompts/think.jinja # a Jinja template for questions, the same for training and evaluation

# Put your data here. Rows: problem, answer, images, pass_rate (the share of the base model's answers that are right).
datasets:
  perception: # what only has to be seen
    capability: perception
    train: data/perception.jsonl
    images: data/images
  text: # what only has to be thought
    capability: textual-reasoning
    train: data/text.jsonl
  visual: # what has to be seen and thought
    capability: visual-reasoning
    train: data/visual.jsonl
    images: data/images

schedule:
  capability: staged # staged | ordered | merged
  difficulty: easy-to-hard # none | easy-to-hard | hard-to-easy

defaults:
  batch: 512 # questions a step
  rollouts: 5 # answers a question, which are compared with one another
  learning_rate: 1e-6
  kl: 0.01
  max_prompt_length: 2048
  gpus: 8
  keep_checkpoints: 3
  validate: hiyouga/geometry3k@test
  engine_options:
    worker.actor.fsdp.torch_dtype: bf16
    worker.actor.optim.strategy: adamw_bf16
    worker.actor.offload.offload_params: false
    worker.actor.offload.offload_optimizer: false
    worker.rollout.tensor_parallel_size: 1
    worker.rollout.gpu_memory_utilization: 0.7${packing}

stages:
  - id: see
    data: perception
    where: pass_rate < 1 # a row that is always solved gives all its answers one reward, and so teaches nothing
    epochs: 16
    validate_every: 6
    save_every: 12
${keeps}${prompts}${micro(recipe.perception, '    ')}

  - id: think
    data: text
${frozenText}    epochs: 15
    validate_every: 25
    save_every: ${recipe.textSaves}
${micro(recipe.text, '    ')}

  - id: see-and-think # starts from the best checkpoint of the stage before
    data: visual
    epochs: 15
    validate_every: 15
    save_every: 30 # published as 31, where a checkpoint would carry the score of step 30
${prompts}${micro(recipe.visual, '    ')}

# The paper's comparisons: \`stagecraft run ${name}.curriculum.yaml --variant merged\`. A variant says what differs.
variants:
  merged: # all rows in one shuffled stage
    schedule: { capability: merged, difficulty: none }
${pooled}
  ordered: # one stage, unshuffled: capability first, then difficulty
    schedule: { capability: ordered }
    pooled: *pooled
  reversed: # thinking before seeing
    stages: [see-and-think, think, see]
`;
}
