import type { DeviceChoice, GpuStatus, Problem } from '../../protocol';
import type { Plan } from '../../plan';
import { RunError, runProblem } from '../codes';
import { allowedGpus, queryGpus } from '../machine/gpus';
import { isDevice, isGpu, type DeviceWish } from './devices';
import { whyNever } from './turn';

/**
 * What a run asks of the queue; nothing when it does not queue. `auto` is the engine's need: what `device` or `gpus`
 * say, and no queueing where the machine tells of no GPU (the engine may find some on another). Throws a `RunError`
 * for a device that no machine has.
 */
export async function deviceWish(
  plan: Plan,
  choice: DeviceChoice | undefined,
): Promise<DeviceWish | undefined> {
  switch (choice?.kind) {
    case undefined:
    case 'none':
      return undefined;
    case 'any':
      await insistOnDevices(plan, choice);
      return { any: choice.gpus };
    case 'these': {
      await insistOnDevices(plan, choice);
      const devices = [...new Set(choice.devices)];
      return devices.length === 0 ? undefined : devices;
    }
    case 'auto':
      return plan.curriculum.engine.name === 'embedded' ? embeddedWish(plan) : gpuWish(plan);
  }
}

/** By the key `device` of the embedded engine: one stage on a GPU makes it a run on a GPU. */
async function embeddedWish({ curriculum, stages }: Plan): Promise<DeviceWish> {
  const devices = stages.map(({ engineOptions }) => engineOptions.device ?? curriculum.engine.options.device);
  if (devices.includes('cuda')) return (await gpuCount()) === 0 ? ['gpu:0'] : { any: 1 };
  // WebGPU takes the system's first adapter, whatever the environment says.
  return devices.includes('webgpu') ? ['gpu:0'] : ['cpu'];
}

/** By the setting `gpus`: the most that any stage wants, as far as they are there. */
async function gpuWish({ stages }: Plan): Promise<DeviceWish | undefined> {
  const needed = Math.max(0, ...stages.map(({ settings }) => settings.gpus));
  if (needed === 0) return ['cpu'];
  const there = await gpuCount();
  return there === 0 ? undefined : { any: Math.min(needed, there) };
}

const gpuCount = async (): Promise<number> => allowedGpus(await queryGpus()).length;

async function insistOnDevices(plan: Plan, choice: DeviceChoice): Promise<void> {
  const named = choice.kind === 'these' && !choice.devices.some(isGpu);
  const problem = deviceProblem(plan, choice, named ? [] : await queryGpus());
  if (problem !== undefined) throw new RunError(problem);
}

/** What is wrong with a choice of devices on a machine with these GPUs: a run would wait for them for ever. */
export function deviceProblem(
  plan: Plan,
  choice: DeviceChoice,
  gpus: readonly GpuStatus[],
): Problem | undefined {
  if (choice.kind === 'any') {
    if (!Number.isSafeInteger(choice.gpus) || choice.gpus < 1) return oddDevice(plan, `any:${choice.gpus}`);
    const allowed = allowedGpus(gpus);
    return missing(plan, `any:${choice.gpus}`, whyNever({ any: choice.gpus }, allowed), allowed);
  }
  if (choice.kind !== 'these') return undefined;
  const odd = choice.devices.find((device) => !isDevice(device));
  if (odd !== undefined) return oddDevice(plan, odd);
  const first = choice.devices.find(isGpu);
  if (first === undefined) return undefined;
  // The driver of another maker tells nothing here; WebGPU takes the system's first adapter.
  if (
    gpus.length === 0 &&
    usesWebGpu(plan) &&
    choice.devices.every((device) => device === 'gpu:0' || !isGpu(device))
  )
    return undefined;
  const why = gpus.length === 0 ? whyNever({ any: 1 }, gpus) : whyNever(choice.devices, gpus);
  return missing(plan, choice.devices.join(','), why, gpus);
}

const usesWebGpu = ({ curriculum, stages }: Plan): boolean =>
  curriculum.engine.name === 'embedded' &&
  stages.some(({ engineOptions }) => (engineOptions.device ?? curriculum.engine.options.device) === 'webgpu');

function missing(
  plan: Plan,
  devices: string,
  why: string | undefined,
  gpus: readonly GpuStatus[],
): Problem | undefined {
  if (why === undefined) return undefined;
  const there = ['`cpu`', ...gpus.map(({ index }) => `\`gpu:${index}\``)].join(', ');
  return runProblem(
    'device',
    plan.curriculum.file,
    `The run cannot have the devices ${devices}: ${why}`,
    `There is ${there}; \`auto\` takes what the engine needs.`,
  );
}

const oddDevice = (plan: Plan, device: string): Problem =>
  runProblem(
    'device',
    plan.curriculum.file,
    `There is no device ${JSON.stringify(device)}`,
    'Devices are `cpu`, `gpu:0`, `gpu:1` and so on, or any so many GPUs.',
  );
