import type { DeviceChoice } from '../../protocol';
import type { Plan } from '../../plan';
import { runError } from '../codes';
import { allowedGpus, queryGpus } from '../machine/gpus';
import { isDevice, type DeviceWish } from './devices';

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
      if (Number.isSafeInteger(choice.gpus) && choice.gpus > 0) return { any: choice.gpus };
      throw unknownDevice(plan, `any:${choice.gpus}`);
    case 'these': {
      const devices = [...new Set(choice.devices)];
      const odd = devices.find((device) => !isDevice(device));
      if (odd !== undefined) throw unknownDevice(plan, odd);
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

const unknownDevice = (plan: Plan, device: string) =>
  runError(
    'device',
    plan.curriculum.file,
    `There is no device ${JSON.stringify(device)}`,
    'Devices are `cpu`, `gpu:0`, `gpu:1` and so on, or any so many GPUs.',
  );
