import { engineOption } from '../../../engines';
import type { Plan, PlannedStage } from '../../../plan';
import type { ModelShape } from '../model-shape';
import type { ModelSize } from '../model-size';
import { activations, keysAndValues, logits, weights, type MemoryEstimate, type MemoryPart } from './parts';

/** What a stage takes of each GPU when EasyR1 trains it: FSDP shards all states, vLLM samples on the same GPUs. */
export function easyr1Memory(
  { curriculum }: Pick<Plan, 'curriculum'>,
  { id, settings, engineOptions }: PlannedStage,
  { parameters, source }: ModelSize,
  shape: ModelShape | undefined,
): MemoryEstimate {
  const valueOf = (key: string): unknown =>
    Object.hasOwn(engineOptions, key) ? engineOptions[key] : engineOption('easyr1', key)?.default;
  const numberOf = (key: string, other: number): number => {
    const value = valueOf(key);
    return typeof value === 'number' && value > 0 ? value : other;
  };
  const nodes = Number(curriculum.engine.options.nodes ?? 1);
  const gpus = Math.max(1, settings.gpus * nodes);
  const half = valueOf('worker.actor.fsdp.torch_dtype') === 'bf16';
  const [weight, moments] = half ? [2, 4] : [4, 8];
  const model = weights(parameters, weight, 'weights', gpus);
  const optimizer = weights(parameters, moments, 'AdamW', gpus);
  const gradients = weights(parameters, weight, 'gradients', gpus);
  const paramsAway = valueOf('worker.actor.offload.offload_params') === true;
  const optimizerAway = valueOf('worker.actor.offload.offload_optimizer') === true;
  const referenceAway = valueOf('worker.ref.offload.offload_params') === true;
  const hasReference = settings.kl > 0 && valueOf('algorithm.disable_kl') !== true;
  const reference = hasReference ? [weights(parameters, 2, 'KL reference', gpus)] : [];
  const held = referenceAway ? [] : reference;
  const micro = numberOf('worker.actor.micro_batch_size_per_device_for_update', 4);
  const parallel = numberOf('worker.rollout.tensor_parallel_size', 2);
  const tokens = settings.max_prompt_length + settings.max_response_length;
  return {
    stage: id,
    states: [model, gradients, optimizer, ...held],
    whileSampling: [...(paramsAway ? [] : [model]), ...(optimizerAway ? [] : [optimizer]), ...held],
    ...(shape === undefined
      ? {}
      : {
          update: [
            activations(shape, {
              sequences: micro,
              tokens,
              checkpointing: valueOf('worker.actor.model.enable_gradient_checkpointing') !== false,
            }),
            logits(shape, micro, tokens),
          ],
        }),
    vllm: {
      share: numberOf('worker.rollout.gpu_memory_utilization', 0.6),
      key: 'worker.rollout.gpu_memory_utilization',
      sleeps: true,
      inside: [
        weights(parameters, 2, 'weights of vLLM', parallel),
        ...(shape === undefined ? [] : [keysAndValues(shape, 1, tokens)]),
      ],
    },
    host: hostParts(parameters / nodes, { weight, moments, paramsAway, optimizerAway, referenceAway }),
    source,
  };
}

interface Away {
  readonly weight: number;
  readonly moments: number;
  readonly paramsAway: boolean;
  readonly optimizerAway: boolean;
  readonly referenceAway: boolean;
}

/** The first process loads the weights; what is offloaded lies in the machine's memory, the shards of all its GPUs. */
const hostParts = (
  parameters: number,
  { weight, moments, paramsAway, optimizerAway, referenceAway }: Away,
): readonly MemoryPart[] => [
  weights(parameters, weight, paramsAway ? 'weights, offloaded' : 'weights while they are loaded'),
  ...(optimizerAway ? [weights(parameters, moments, 'AdamW, offloaded')] : []),
  ...(referenceAway ? [weights(parameters, 2, 'KL reference, offloaded')] : []),
];
