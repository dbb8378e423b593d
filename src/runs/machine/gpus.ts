import { execFile } from 'node:child_process';

import type { GpuStatus } from '../../protocol';

/** What `nvidia-smi` is asked for, in this order. */
export const GPU_QUERY = 'index,name,memory.used,memory.total,utilization.gpu';
export const GPU_FORMAT = 'csv,noheader,nounits';

/** A GPU may be there without telling everything: `[N/A]` becomes NaN. */
const figure = (text: string | undefined): number => {
  const value = Number.parseFloat(text ?? '');
  return Number.isFinite(value) ? value : Number.NaN;
};

/** One line of `nvidia-smi`'s answer to `GPU_QUERY`, or nothing when it is none (a message, a torn line). */
export function parseGpu(line: string): GpuStatus | undefined {
  const cells = line.split(',').map((cell) => cell.trim());
  const [index, ...rest] = cells;
  // A name may hold commas; the figures are the last three.
  const [memoryUsed, memoryTotal, use] = rest.slice(-3).map(figure);
  if (index === undefined || !/^\d{1,4}$/.test(index) || rest.length < 4) return undefined;
  if (memoryUsed === undefined || memoryTotal === undefined || use === undefined) return undefined;
  return { index: Number(index), name: rest.slice(0, -3).join(', '), memoryUsed, memoryTotal, use };
}

/** The GPUs that `nvidia-smi` knows of; none where there is no such program, or it fails or hangs. */
export const queryGpus = (): Promise<readonly GpuStatus[]> =>
  new Promise((resolve) => {
    execFile(
      'nvidia-smi',
      [`--query-gpu=${GPU_QUERY}`, `--format=${GPU_FORMAT}`],
      { windowsHide: true, timeout: 10_000 },
      (error, stdout) =>
        resolve(error === null ? stdout.split('\n').flatMap((line) => parseGpu(line) ?? []) : []),
    );
  });

/**
 * The GPUs that this process may use: all, or those that `CUDA_VISIBLE_DEVICES` names by number. A machine shared by
 * a scheduler hands them out that way.
 */
export function allowedGpus(
  gpus: readonly GpuStatus[],
  visible: string | undefined = process.env.CUDA_VISIBLE_DEVICES,
): readonly GpuStatus[] {
  if (visible === undefined) return gpus;
  const entries = visible.split(',').map((entry) => entry.trim());
  // Names such as `GPU-8932f937` cannot be told from numbers without another question: all are left in.
  if (entries.some((entry) => entry !== '' && !/^-?\d+$/.test(entry))) return gpus;
  return gpus.filter(({ index }) => entries.includes(String(index)));
}
