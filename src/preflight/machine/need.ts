import type { Plan, PlannedStage } from '../../plan';

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
  // Without a cluster all nodes are this one machine.
  const nodes = name === 'easyr1' ? Number(options.nodes ?? 1) : 1;
  return { kind: 'gpus', count: most.settings.gpus * nodes, stage: most.id };
}

/** Bytes that a trained weight takes in a checkpoint, and what they are for. */
export interface SavedWeight {
  readonly bytes: number;
  readonly words: string;
}

const SAVED_32: SavedWeight = { bytes: 12, words: '4 weights + 8 AdamW' };
const SAVED_16: SavedWeight = { bytes: 6, words: '2 weights + 4 AdamW' };

/**
 * Bytes of a trained weight in a checkpoint: AdamW keeps two moments in the precision of the weights. EasyR1 holds
 * 32 bits (FSDP) unless `torch_dtype` says 16; TRL does unless `model_init_kwargs.dtype` says 16, and an adapter's
 * weights always.
 */
export function savedWeight(plan: Pick<Plan, 'curriculum'>, stage: PlannedStage): SavedWeight {
  const { name } = plan.curriculum.engine;
  if (name === 'easyr1')
    return stage.engineOptions['worker.actor.fsdp.torch_dtype'] === 'bf16' ? SAVED_16 : SAVED_32;
  const dtype = stage.engineOptions['model_init_kwargs.dtype'];
  const half = dtype === 'bfloat16' || dtype === 'float16';
  return half && !hasAdapter(plan) ? SAVED_16 : SAVED_32;
}

/** Whether TRL trains an adapter alone, which is then all that a checkpoint holds. */
export const hasAdapter = ({ curriculum }: Pick<Plan, 'curriculum'>): boolean =>
  curriculum.engine.name === 'trl' && ['lora', 'qlora'].includes(String(curriculum.engine.options.adapter));
