import type { MetricValues } from '../../protocol';
import { isGpu } from '../queue/devices';
import { watchGpus, type GpuWatch } from './gpu-watch';
import { allowedGpus } from './gpus';
import { UsageMeter } from './usage';

const GIB = 2 ** 30;
const MIB_A_GIB = 1024;

export interface Sampler {
  /** `MACHINE_METRICS` by name, as far as the machine tells: nothing when it tells nothing. */
  sample(engine: number): MetricValues;
  close(): void;
}

/**
 * Measures the machine for a run: its processes, and its GPUs (those of `devices`; all that it may use when it holds
 * none in particular, none when it holds only others). Begins with the first sample.
 */
export function machineSampler(
  mark: string,
  devices: readonly string[] | undefined,
  everySeconds = 5,
): Sampler {
  const meter = new UsageMeter(mark);
  const withGpus = devices === undefined || devices.some(isGpu);
  let gpus: GpuWatch | undefined;
  return {
    sample(engine) {
      if (withGpus) gpus ??= watchGpus(everySeconds);
      const usage = meter.look(engine);
      return {
        ...(usage === undefined ? {} : { memory: rounded(usage.memory / GIB) }),
        ...(usage?.cores === undefined ? {} : { cpu: rounded(usage.cores) }),
        ...(gpus === undefined ? {} : gpuValues(gpus, devices)),
      };
    },
    close: () => gpus?.close(),
  };
}

function gpuValues({ latest }: GpuWatch, devices: readonly string[] | undefined): MetricValues {
  const all = [...latest.values()].sort((a, b) => a.index - b.index);
  const mine =
    devices === undefined ? allowedGpus(all) : all.filter(({ index }) => devices.includes(`gpu:${index}`));
  const values: Record<string, number> = {};
  for (const { index, memoryUsed, use } of mine) {
    const suffix = mine.length === 1 ? '' : `.${index}`;
    if (Number.isFinite(memoryUsed)) values[`gpu_memory${suffix}`] = rounded(memoryUsed / MIB_A_GIB);
    if (Number.isFinite(use)) values[`gpu_use${suffix}`] = use;
  }
  return values;
}

/** Three decimals: a mebibyte, a thousandth of a core. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;
