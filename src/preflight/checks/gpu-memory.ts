import type { GpuStatus, Place, Problem } from '../../protocol';
import { preflightProblem } from '../codes';
import { gib, size } from '../figures';
import { formula, sum, type MemoryEstimate, type MemoryPart } from '../machine/memory';

const MIB = 2 ** 20;

/**
 * What does not fit on a GPU although its lasting states do: the step itself (SC541), vLLM beside what stays on the
 * GPU (SC540), or a model in the share that vLLM is given (SC543). Upper bounds for rows at their length limits, so
 * warnings. A GPU whose driver tells no figures is passed over.
 */
export function gpuMemoryProblems(
  estimate: MemoryEstimate,
  gpu: GpuStatus,
  place: Place,
): readonly Problem[] {
  const free = (gpu.memoryTotal - gpu.memoryUsed) * MIB;
  const total = gpu.memoryTotal * MIB;
  if (!Number.isFinite(free) || !Number.isFinite(total)) return [];
  return [...ofStep(estimate, gpu, free, place), ...ofVllm(estimate, gpu, { free, total }, place)];
}

const room = (gpu: GpuStatus): string =>
  `GPU ${gpu.index} has ${gib(gpu.memoryTotal - gpu.memoryUsed)} free of ${gib(gpu.memoryTotal)}`;

function ofStep(
  { stage, states, whileSampling = states, update = [], sampling = [] }: MemoryEstimate,
  gpu: GpuStatus,
  free: number,
  place: Place,
): readonly Problem[] {
  const tell = (what: string, parts: readonly MemoryPart[], hint: string): readonly Problem[] =>
    sum(parts) <= free
      ? []
      : [
          preflightProblem(
            'stepMemory',
            place,
            `${room(gpu)}, and ${what} of stage \`${stage}\` may need ${size(sum(parts))} where rows reach their length limits: ${formula(parts)}`,
            hint,
          ),
        ];
  return [
    ...(update.length === 0
      ? []
      : tell(
          'an update',
          [...states, ...update],
          'Use smaller micro batches, a lower `max_response_length`, smaller images, or an adapter.',
        )),
    ...(sampling.length === 0
      ? []
      : tell(
          'sampling',
          [...whileSampling, ...sampling],
          'Use a smaller `batch`, fewer `rollouts`, a lower `max_response_length`, or vLLM.',
        )),
  ];
}

function ofVllm(
  { stage, states, whileSampling = states, update = [], vllm }: MemoryEstimate,
  gpu: GpuStatus,
  { free, total }: { readonly free: number; readonly total: number },
  place: Place,
): readonly Problem[] {
  if (vllm === undefined) return [];
  const { share, key, sleeps, inside } = vllm;
  const taken: MemoryPart = {
    bytes: share * total,
    words: `\`${key}\` ${share} of ${gib(gpu.memoryTotal)} for vLLM`,
  };
  const beside = sleeps ? whileSampling : [...states, ...update];
  const problems: Problem[] = [];
  if (sum(beside) + taken.bytes > free)
    problems.push(
      preflightProblem(
        'vllmMemory',
        place,
        `${room(gpu)}, and while stage \`${stage}\` samples it needs ${size(sum(beside) + taken.bytes)}: ${formula([...beside, taken])}`,
        key.startsWith('worker.')
          ? 'Lower it, or offload what is not needed meanwhile: `worker.actor.offload.offload_params` and `offload_optimizer`.'
          : `Lower it${sleeps ? '' : ', or let vLLM give its memory back between: `vllm_enable_sleep_mode: true`'}.`,
      ),
    );
  if (sum(inside) > taken.bytes)
    problems.push(
      preflightProblem(
        'vllmRoom',
        place,
        `vLLM is given ${size(taken.bytes)} of GPU ${gpu.index} (${taken.words}), and in stage \`${stage}\` needs more to begin: ${formula(inside)}`,
        key.startsWith('worker.')
          ? 'Raise it, raise `worker.rollout.tensor_parallel_size`, or use shorter lengths.'
          : 'Raise it, raise `vllm_tensor_parallel_size`, or use shorter lengths.',
      ),
    );
  return problems;
}
