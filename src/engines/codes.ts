import type { Severity } from '../protocol';

/** What a problem code of the engines means, for the reference page. */
export interface EngineCodeInfo {
  readonly severity: Severity;
  readonly title: string;
  readonly explanation: string;
}

/** Problems that only an engine can find: SC40x for any, SC41x for the embedded one, SC42x for EasyR1, SC45x for TRL. */
export const ENGINE_CODES = {
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
      'EasyR1 samples responses for `batch` prompts and then updates the weights once for every `worker.actor.global_batch_size` of them (at most 256 unless written; for `gae` also `worker.critic.global_batch_size`). It stops at its start when one does not divide the other.',
  },
  SC422: {
    severity: 'error',
    title: 'Responses that do not divide into pieces to be scored',
    explanation:
      'The `batch` x `rollouts` responses of a step are scored in pieces of `micro_batch_size_per_device_for_experience` (at most 16 unless written). EasyR1 stops at its start when that does not divide them.',
  },
  SC423: {
    severity: 'error',
    title: 'An update that does not divide into pieces',
    explanation:
      'Each GPU gets its share of an update, `global_batch_size` x `rollouts` / GPUs rounded down, and works through it in pieces of `micro_batch_size_per_device_for_update` (at most 4 unless written). The share must be at least 1 and divide into such pieces; with CPU offload it must be one piece. Counts of GPUs other than 1, 2, 4 and 8 break every published script here.',
  },
  SC424: {
    severity: 'error',
    title: 'Work that cannot be shared by the GPUs',
    explanation:
      'EasyR1 gives every GPU as many prompts and responses as any other, and puts `worker.rollout.tensor_parallel_size` of them (unless written, 2 where their number is even) together for sampling. `gpus` x `nodes` must divide the prompts of a step, and be divided by the size of such a group.',
  },
  SC425: {
    severity: 'error',
    title: 'Lengths that do not fit into one pass',
    explanation:
      '`max_prompt_length` and `max_response_length` together must not be more than `worker.rollout.max_num_batched_tokens` (unless written, 8192 or what they need).',
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
  SC428: {
    severity: 'error',
    title: 'A file that EasyR1 would do without',
    explanation:
      'Where a format prompt, an image folder or a chat template is not there, EasyR1 prints one line and trains without it. The format reward then stays at 0, or images are not found.',
  },
  SC429: {
    severity: 'error',
    title: 'No EasyR1 where it is said to be',
    explanation:
      '`home` is the folder of an EasyR1 checkout, with `verl/trainer/main.py` in it, and `scripts/model_merger.py` where stages start from one another or answers are predicted. The package `verl` of volcengine has the same name and is another program.',
  },
  SC430: {
    severity: 'error',
    title: 'Rows that fill no batch',
    explanation:
      'EasyR1 draws `data.mini_rollout_batch_size` rows at a time (a whole step’s, unless written) and drops the rest. With fewer rows than that it stops at its start.',
  },
  SC431: {
    severity: 'warning',
    title: 'Checkpoints that nothing can be resumed from',
    explanation:
      'With `trainer.save_model_only` EasyR1 leaves out what its own resuming needs, the state of the optimizer. A stage that is stopped would have to begin again.',
  },
  SC438: {
    severity: 'error',
    title: 'A model without its weights',
    explanation:
      'EasyR1 saves a checkpoint in pieces; its folder `huggingface` has the configuration alone until the pieces are joined by `scripts/model_merger.py`. Stages that start from one another are joined by the run itself.',
  },
  SC439: {
    severity: 'info',
    title: 'Folders that a cluster must share',
    explanation:
      'On a Ray cluster the run’s folder, the data, the model and EasyR1 must lie under the same paths on every machine: each of them reads rows and writes its part of a checkpoint. The built-in rewards are copied into the run’s folder.',
  },
  SC450: {
    severity: 'error',
    title: 'A step that TRL cannot share out',
    explanation:
      'A step learns from `batch` x `rollouts` responses (from `batch` rows when it is supervised), which the GPUs share equally and work through in micro batches: `per_device_train_batch_size` x `gradient_accumulation_steps` x GPUs must be exactly that many. What is not written is chosen so that it fits.',
  },
  SC451: {
    severity: 'error',
    title: 'Sampling that does not divide',
    explanation:
      'What TRL samples at once (`generation_batch_size`, or `steps_per_generation` micro batches of all GPUs) is whole groups of `rollouts` responses and whole micro batches. Only one of the two keys may be written. Without either, the responses of a step are sampled at once.',
  },
  SC452: {
    severity: 'error',
    title: 'An option that TRL refuses here',
    explanation:
      'TRL stops at its start: for a vision-language model SFT takes no `packing`, `padding_free` or `assistant_only_loss`; GRPO takes no `auto_find_batch_size`, `sync_ref_model` only with a KL coefficient and all weights trained, and a weight for each reward.',
  },
  SC453: {
    severity: 'error',
    title: 'Not possible on a processor',
    explanation:
      'With `gpus: 0` a stage is trained on the processor: in 32 bits, without quantized weights and without vLLM.',
  },
  SC454: {
    severity: 'error',
    title: 'A model that TRL cannot load',
    explanation:
      'TRL starts from a folder as `save_pretrained` writes it: `config.json`, weights and the processor. An adapter alone is no model.',
  },
  SC455: {
    severity: 'error',
    title: 'No configuration for accelerate',
    explanation: 'The engine’s `accelerate` names a file that cannot be read.',
  },
  SC440: {
    severity: 'warning',
    title: 'Prompts longer than the limit',
    explanation:
      'A prompt is its text and the tokens of its images, by the rules of the model: Qwen2.5-VL counts 28 x 28 pixels a token, Qwen3-VL 32 x 32, InternVL 256 tokens for each of up to 12 tiles of 448 x 448 and for a small picture of the whole; before that, EasyR1 brings images between `data.min_pixels` and `data.max_pixels`. Image tokens are exact, those of text are estimated from its characters. EasyR1 leaves longer rows out, so the stage has fewer steps than planned; with `data.filter_overlong_prompts: false` it cuts them and stops at “Image features and image tokens do not match”. TRL takes them whole.',
  },
  SC441: {
    severity: 'error',
    title: 'Long prompts leave no batch',
    explanation:
      'EasyR1 leaves out rows that are longer than `max_prompt_length`, images counted. When fewer than a batch are left, or no validation row, it stops before its first step.',
  },
  SC442: {
    severity: 'warning',
    title: 'Rows longer than the engine takes',
    explanation:
      'vLLM stops at a prompt that is longer than its `max_model_len`, and cuts responses there; TRL cuts rows of supervised fine-tuning at `max_length`, through images where they have some; no model reads more than the context in its configuration.',
  },
  SC443: {
    severity: 'error',
    title: 'More images than the sampler takes',
    explanation:
      '`worker.rollout.limit_images` is the most images that vLLM takes in one prompt; it refuses a row with more, and the run ends.',
  },
  SC444: {
    severity: 'warning',
    title: 'Online filtering that keeps too little',
    explanation:
      'With `algorithm.online_filtering` EasyR1 drops the prompts whose responses are all right or all wrong and samples others until the batch is full, at most `trainer.max_try_make_batch` times. How many are kept follows from the pass rates: of `rollouts` responses, each right with that probability, some but not all must be right.',
  },
  SC445: {
    severity: 'info',
    title: 'Much work before the first step',
    explanation:
      'To find prompts that are too long, EasyR1 opens and scales every image, in `data.filter_overlong_prompts_workers` processes. More processes than processors do not help.',
  },
  SC446: {
    severity: 'warning',
    title: 'EasyR1 older than a fix',
    explanation:
      'The checkout in `home` is older than a commit that mended what the rows of a stage would meet. Its age is read from git’s files: that of its commit, or, where that is kept as a difference, of its last checkout.',
  },
} as const satisfies Readonly<Record<`SC4${number}`, EngineCodeInfo>>;

export type EngineCode = keyof typeof ENGINE_CODES;
