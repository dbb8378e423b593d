import type { GpuStatus } from '../../protocol';
import { allowedGpus, GPU_FORMAT, GPU_QUERY, parseGpu } from '../../runs';
import { runBriefly } from '../../engines';

/** Longest wait: a driver that takes more is not well. */
const PATIENCE_MS = 3_000;

/** What `nvidia-smi` says, or why it says nothing. */
export type GpuLook =
  | {
      readonly kind: 'seen';
      readonly gpus: readonly GpuStatus[];
      /** GPUs that `CUDA_VISIBLE_DEVICES` keeps from this process. */
      readonly hidden?: number;
    }
  | { readonly kind: 'unseen'; readonly reason: string };

/** Looks at the GPUs that this process may use (`CUDA_VISIBLE_DEVICES`). */
export async function lookAtGpus(program = 'nvidia-smi', patience = PATIENCE_MS): Promise<GpuLook> {
  const told = await runBriefly(program, [`--query-gpu=${GPU_QUERY}`, `--format=${GPU_FORMAT}`], patience);
  switch (told.kind) {
    case 'absent':
      return { kind: 'unseen', reason: '`nvidia-smi` is not on the path' };
    case 'silent':
      return { kind: 'unseen', reason: `\`nvidia-smi\` gave no answer within ${told.ms / 1000} s` };
    case 'failed':
      return { kind: 'unseen', reason: `\`nvidia-smi\` failed: ${told.reason}` };
    case 'said': {
      const gpus = told.text.split('\n').flatMap((line) => parseGpu(line) ?? []);
      const allowed = allowedGpus(gpus);
      const hidden = gpus.length - allowed.length;
      return { kind: 'seen', gpus: allowed, ...(hidden === 0 ? {} : { hidden }) };
    }
  }
}
