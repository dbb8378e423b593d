import { trlOptions } from '../../../engines';
import type { Plan, PlannedStage } from '../../../plan';
import type { ModelShape } from '../model-shape';
import type { ModelSize } from '../model-size';
import {
  activations,
  adapterWeights,
  keysAndValues,
  logits,
  weightCount,
  weights,
  type MemoryEstimate,
  type MemoryPart,
  type VllmShare,
} from './parts';

/** Responses that go through the model together unless an option says another number: at most so many. */
const TOGETHER = { gpu: 4, processor: 16 } as const;

/** What a stage takes of a GPU (of the machine, where it uses none) when TRL trains it. */
export function trlMemory(
  { curriculum }: Pick<Plan, 'curriculum'>,
  { id, settings, engineOptions }: PlannedStage,
  { parameters, source }: ModelSize,
  shape: ModelShape | undefined,
): MemoryEstimate {
  const { precision, adapter, lora_rank: rank, vllm: own } = trlOptions(curriculum, settings);
  const grpo = settings.method === 'grpo';
  const gpus = Math.max(1, settings.gpus);
  // DDP gives every GPU all of it; a configuration of accelerate is taken to shard all (ZeRO-3, FSDP).
  const shares = typeof curriculum.engine.options.accelerate === 'string' ? gpus : 1;
  const dtype = engineOptions['model_init_kwargs.dtype'];
  const pure = dtype === 'bfloat16' || dtype === 'float16';
  const read = precision === 'fp32' ? 4 : 2;
  const kl = engineOptions.beta ?? settings.kl;

  const states: MemoryPart[] = [];
  if (adapter === 'none') {
    states.push(
      pure
        ? weights(parameters, 8, '2 weights + 2 gradients + 4 AdamW', shares)
        : weights(parameters, 16, '4 weights + 4 gradients + 8 AdamW', shares),
    );
    if (gpus > shares) states.push(weights(parameters, pure ? 2 : 4, 'gradients that the GPUs exchange'));
    if (grpo && kl !== 0) states.push(weights(parameters, read, 'KL reference', shares));
  } else {
    states.push(
      adapter === 'qlora'
        ? weights(parameters, 0.52, 'frozen, 4 bits and their scales')
        : weights(parameters, pure ? 2 : read, 'frozen', shares),
    );
    if (shape !== undefined)
      states.push(weights(adapterWeights(shape, rank), 16, `adapter of rank ${rank} with AdamW`));
  }

  const each = (settings.batch * (grpo ? settings.rollouts : 1)) / gpus;
  const micro = microBatch(engineOptions, Math.max(1, Math.floor(each)), settings.gpus === 0);
  const tokens = settings.max_prompt_length + settings.max_response_length;
  const counted = grpo ? settings.max_response_length : tokens;
  const checkpointing = engineOptions.gradient_checkpointing ?? settings.gpus > 0;
  const inServer = engineOptions.vllm_mode === 'server';
  const sampledBy = grpo && (engineOptions.use_vllm ?? own) === true ? (inServer ? 'server' : 'vllm') : 'us';
  return {
    stage: id,
    states,
    ...(shape === undefined
      ? {}
      : {
          update: [
            activations(shape, { sequences: micro, tokens, checkpointing: checkpointing === true }),
            logits(shape, micro, counted),
          ],
          ...(grpo && sampledBy === 'us'
            ? { sampling: [keysAndValues(shape, Math.max(1, Math.ceil(each)), tokens)] }
            : {}),
        }),
    ...(sampledBy === 'vllm' ? { vllm: vllmShare(engineOptions, parameters, shape, tokens) } : {}),
    host: hostParts(parameters, adapter === 'none' && !pure ? 4 : read, gpus),
    source,
  };
}

/** What is loaded on the processor before it goes to the GPUs: each process loads the model for itself. */
const hostParts = (parameters: number, bytes: number, processes: number): readonly MemoryPart[] => [
  {
    ...weights(parameters * processes, bytes, 'loaded by each process before they go to its GPU'),
    words: `${processes} process${processes === 1 ? '' : 'es'} x ${weightCount(parameters)} x ${bytes} bytes while the model is loaded`,
  },
];

function microBatch(options: Readonly<Record<string, unknown>>, each: number, onProcessor: boolean): number {
  const { per_device_train_batch_size: own, gradient_accumulation_steps: pieces } = options;
  if (typeof own === 'number' && own > 0) return own;
  if (typeof pieces === 'number' && pieces > 0) return Math.max(1, Math.floor(each / pieces));
  const most = Math.min(each, onProcessor ? TOGETHER.processor : TOGETHER.gpu);
  for (let together = most; together > 1; together--) if (each % together === 0) return together;
  return 1;
}

/** vLLM in the same process: TRL gives it 0.3 of a GPU unless told. */
function vllmShare(
  options: Readonly<Record<string, unknown>>,
  parameters: number,
  shape: ModelShape | undefined,
  tokens: number,
): VllmShare {
  const { vllm_gpu_memory_utilization: share, vllm_tensor_parallel_size: parallel } = options;
  const shares = typeof parallel === 'number' && parallel > 0 ? parallel : 1;
  return {
    share: typeof share === 'number' ? share : 0.3,
    key: 'vllm_gpu_memory_utilization',
    sleeps: options.vllm_enable_sleep_mode === true,
    inside: [
      weights(parameters, 2, 'weights of vLLM', shares),
      ...(shape === undefined ? [] : [keysAndValues(shape, 1, tokens)]),
    ],
  };
}
