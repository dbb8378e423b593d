import { spawn } from 'node:child_process';

import type { GpuStatus } from '../../protocol';
import { GPU_FORMAT, GPU_QUERY, parseGpu } from './gpus';

/** A line that never ends is no answer. */
const LONGEST_REST = 64 * 1024;

export interface GpuWatch {
  /** The latest status of each GPU by its index; empty where there is no `nvidia-smi`. */
  readonly latest: ReadonlyMap<number, GpuStatus>;
  close(): void;
}

/**
 * Watches the GPUs with one long-lived `nvidia-smi`, which costs nothing between its looks. When we are killed, its
 * next line finds nobody who reads it, and it ends.
 */
export function watchGpus(seconds: number): GpuWatch {
  const latest = new Map<number, GpuStatus>();
  const child = spawn(
    'nvidia-smi',
    [`--query-gpu=${GPU_QUERY}`, `--format=${GPU_FORMAT}`, `--loop=${Math.max(1, Math.round(seconds))}`],
    { stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true },
  );
  child.on('error', () => undefined); // no such program: no GPUs
  child.once('exit', () => latest.clear()); // what it said last is not true for ever
  child.unref();
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(-LONGEST_REST);
    for (const line of lines) {
      const gpu = parseGpu(line);
      if (gpu !== undefined) latest.set(gpu.index, gpu);
    }
  });
  return { latest, close: () => void child.kill() };
}
