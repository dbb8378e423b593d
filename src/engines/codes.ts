import type { Severity } from '../protocol';

/** What a problem code of the engines means, for the reference page. */
export interface EngineCodeInfo {
  readonly severity: Severity;
  readonly title: string;
  readonly explanation: string;
}

/** Problems that only an engine can find: SC40x for any, SC41x for the embedded one, SC42x for EasyR1. */
export const ENGINE_CODES = {
  SC400: {
    severity: 'error',
    title: 'An engine that is not there',
    explanation: 'The curriculum names an engine that this version of Stagecraft cannot run.',
  },
  SC401: {
    severity: 'error',
    title: 'An unknown engine option',
    explanation:
      'Keys of `engine_options` and of the engine’s own mapping are passed to the engine, which does not know this one. A misspelt option would be ignored silently.',
  },
  SC402: {
    severity: 'error',
    title: 'An engine option of the wrong kind',
    explanation: 'The engine knows the option, but not this value.',
  },
  SC403: {
    severity: 'error',
    title: 'Groups of one response',
    explanation:
      'GRPO learns from the differences between the responses of one group. With `rollouts: 1` every advantage is zero and nothing is learned.',
  },
  SC404: {
    severity: 'error',
    title: 'An engine option that is filled in',
    explanation:
      'The value of this key is computed when the stage starts, from other keys or from the run. One that the curriculum writes would be overwritten silently.',
  },
  SC405: {
    severity: 'error',
    title: 'An engine option that is gone',
    explanation:
      'Older versions of the engine had this key, newer ones refuse to start with it. The published scripts set one such key.',
  },
  SC406: {
    severity: 'error',
    title: 'An engine option of another method',
    explanation:
      'The engine trains each method with a trainer of its own, and the one of this stage does not take the key.',
  },
  SC410: {
    severity: 'error',
    title: 'A device that the runtime does not offer',
    explanation:
      'The embedded engine runs where onnxruntime finds its libraries: `cpu` everywhere, `webgpu` with a graphics driver, `cuda` with the CUDA libraries installed.',
  },
  SC411: {
    severity: 'error',
    title: 'A base model that cannot be read',
    explanation:
      'The embedded engine starts from a folder with `config.json`, `tokenizer.json` and `model.safetensors` in its own format; weights of a large model are not one.',
  },
  SC412: {
    severity: 'info',
    title: 'The micro model stands in',
    explanation:
      'The embedded engine always trains its micro model. With a large model in `model` the run is a rehearsal: data, rewards, schedule and audit are real, the figures are not those of that model.',
  },
  SC413: {
    severity: 'info',
    title: 'Lengths beyond the micro model’s context',
    explanation:
      'Prompt and response share the context of the micro model. Longer prompts lose their start, responses end where the context does.',
  },
  SC420: {
    severity: 'warning',
    title: 'A freeze that freezes nothing',
    explanation:
      'EasyR1 finds a vision tower by the name that Qwen’s models give it. InternVL calls it otherwise: EasyR1 prints one line about it and trains it all the same. The published scripts ask for this in the text stage of both InternVL models.',
  },
  SC421: {
    severity: 'error',
    title: 'A batch that does not divide into updates',
    explanation:
      'EasyR1 samples responses for `batch` prompts and then updates the weights once for every `worker.actor.global_batch_size` of them (256 unless written; for `gae` also `worker.critic.global_batch_size`). It stops at its start when one does not divide the other.',
  },
  SC422: {
    severity: 'error',
    title: 'Responses that do not divide into pieces to be scored',
    explanation:
      'The `batch` x `rollouts` responses of a step are scored in pieces of `micro_batch_size_per_device_for_experience` (16 unless written). EasyR1 stops at its start when that does not divide them.',
  },
  SC423: {
    severity: 'error',
    title: 'An update that does not divide into pieces',
    explanation:
      'Each GPU gets its share of an update, `global_batch_size` x `rollouts` / GPUs rounded down, and works through it in pieces of `micro_batch_size_per_device_for_update` (4 unless written). The share must be at least 1 and divide into such pieces; with CPU offload it must be one piece. Counts of GPUs other than 1, 2, 4 and 8 break every published script here.',
  },
  SC424: {
    severity: 'error',
    title: 'Work that cannot be shared by the GPUs',
    explanation:
      'EasyR1 gives every GPU as many prompts and responses as any other, and puts `worker.rollout.tensor_parallel_size` of them (2 unless written) together for sampling. `gpus` x `nodes` must divide the prompts of a step, and be divided by the size of such a group.',
  },
  SC425: {
    severity: 'error',
    title: 'Lengths that do not fit into one pass',
    explanation:
      '`max_prompt_length` and `max_response_length` together must not be more than `worker.rollout.max_num_batched_tokens` (8192 unless written).',
  },
  SC426: {
    severity: 'error',
    title: 'A model that the engine cannot pack',
    explanation:
      'With `worker.actor.padding_free`, which is on unless written, EasyR1 puts rows one behind the other, and it knows how for Llama, Gemma, Mistral and Qwen models alone. At InternVL it stops when the model is built; the published InternVL scripts do.',
  },
  SC427: {
    severity: 'error',
    title: 'Settings that the engine refuses',
    explanation:
      'EasyR1 trains by reinforcement learning only, in one kind of worker, holds the policy by a horizon above 0 and resumes only from a folder called `global_step_N`.',
  },
} as const satisfies Readonly<Record<`SC4${number}`, EngineCodeInfo>>;

export type EngineCode = keyof typeof ENGINE_CODES;
