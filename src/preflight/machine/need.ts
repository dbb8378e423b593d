import type { Plan, PlannedStage } from '../../plan';
import { size } from '../figures';
import type { ModelSize } from './model-size';

/** What a run asks of the GPUs of this machine. */
export type GpuNeed =
  | { readonly kind: 'none'; readonly why: string }
  | { readonly kind: 'elsewhere'; readonly why: string }
  | {
      readonly kind: 'gpus';
      readonly count: number;
      /** The stage that asks for most. */
      readonly stage: string;
    };

/** How many GPUs of this machine the stages use at once, at most. */
export function gpuNeed(plan: Plan, stages: readonly PlannedStage[]): GpuNeed {
  const { name, options } = plan.curriculum.engine;
  if (name === 'embedded') {
    const on = stages.find((stage) => ({ ...options, ...stage.engineOptions }).device === 'cuda');
    return on === undefined
      ? { kind: 'none', why: 'the embedded engine trains on the processor' }
      : { kind: 'gpus', count: 1, stage: on.id };
  }
  if (typeof options.cluster === 'string')
    return { kind: 'elsewhere', why: `the stages run on the cluster ${options.cluster}` };
  const most = stages.reduce<PlannedStage | undefined>(
    (best, stage) => (best === undefined || stage.settings.gpus > best.settings.gpus ? stage : best),
    undefined,
  );
  if (most === undefined || most.settings.gpus === 0)
    return { kind: 'none', why: '`gpus: 0` trains on the processor' };
  return { kind: 'gpus', count: most.settings.gpus, stage: most.id };
}

/** Bytes that a weight costs while it is trained and in a checkpoint, and what they are for. */
export interface BytesAWeight {
  readonly training: number;
  readonly words: string;
  /** Absent where adapters alone are saved, whose size the rank and the layers decide. */
  readonly checkpoint?: number;
  readonly checkpointWords?: string;
}

const FULL_32: BytesAWeight = {
  training: 16,
  words: '4 weights + 4 gradients + 8 AdamW',
  checkpoint: 12,
  checkpointWords: '4 weights + 8 AdamW',
};
const FULL_16: BytesAWeight = {
  training: 8,
  words: '2 weights + 2 gradients + 4 AdamW, all in 16 bits',
  checkpoint: 6,
  checkpointWords: '2 weights + 4 AdamW',
};

/**
 * Bytes a weight by engine and precision: AdamW keeps two moments in the precision of the weights. EasyR1 holds
 * 32 bits (FSDP) unless `torch_dtype` says 16; an adapter of TRL trains next to frozen weights of 16 or 4 bits.
 */
export function bytesAWeight(plan: Plan, stage: PlannedStage): BytesAWeight {
  const options = { ...plan.curriculum.engine.options, ...stage.engineOptions };
  if (plan.curriculum.engine.name === 'easyr1')
    return options['worker.actor.fsdp.torch_dtype'] === 'bf16' ? FULL_16 : FULL_32;
  if (options.adapter === 'lora') return { training: 2, words: '2 frozen weights; the adapter comes on top' };
  if (options.adapter === 'qlora')
    return { training: 0.5, words: '0.5 frozen 4-bit weights; the adapter comes on top' };
  return (options.precision ?? 'bf16') === 'bf16' ? FULL_16 : FULL_32;
}

/** The least that each of `gpus` GPUs must hold, in bytes, with its formula. */
export function leastGpuBytes(
  { parameters, source }: ModelSize,
  { training, words }: BytesAWeight,
  gpus: number,
): { readonly bytes: number; readonly formula: string } {
  const bytes = (parameters * training) / gpus;
  const billions = (parameters / 1e9).toPrecision(3);
  return {
    bytes,
    formula: `${billions} billion weights x ${training} bytes (${words}) / ${gpus} GPU${gpus === 1 ? '' : 's'} = at least ${size(bytes)} each, activations and sampling not counted (${source})`,
  };
}
