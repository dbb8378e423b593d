import { Graph, scale } from '../autodiff';
import { messageOf, UserError } from '../errors';
import { createRuntime, type Device, type Runtime, type RuntimeOptions } from './runtime';

const HINTS: Readonly<Record<Device, string>> = {
  cpu: 'Install the packages again: npm ci.',
  webgpu: 'Write `device: cpu`, or install a graphics driver (Vulkan on Linux).',
  cuda: 'Write `device: cpu`, or install the CUDA libraries: npm run install:cuda.',
};

/** A runtime on a device that is there; a `UserError` says why it is not. */
export async function openRuntime(options: RuntimeOptions & { readonly device: Device }): Promise<Runtime> {
  const trouble = await deviceTrouble(options.device);
  if (trouble !== undefined) throw new UserError(trouble.message, { hint: trouble.hint });
  return createRuntime(options);
}

interface DeviceTrouble {
  readonly message: string;
  readonly hint: string;
}
const known = new Map<Device, Promise<DeviceTrouble | undefined>>();

/**
 * Why a device cannot be used on this machine, or nothing when it can. That onnxruntime was built with it says little:
 * a driver, a library or the hardware may be missing, so a graph of one operation is run on it, once a process.
 */
export function deviceTrouble(device: Device): Promise<DeviceTrouble | undefined> {
  const answer = known.get(device) ?? tried(device);
  known.set(device, answer);
  return answer;
}

async function tried(device: Device): Promise<DeviceTrouble | undefined> {
  if (device === 'cpu') return undefined;
  try {
    const runtime = await createRuntime({ device, threads: 1 });
    try {
      await runtime.run('probe', probe, { once: { floats: Float32Array.of(1), shape: [1] } });
    } finally {
      await runtime.close();
    }
    return undefined;
  } catch (error) {
    const message = `This machine offers no \`${device}\` to the embedded engine: ${reasonOf(error)}`;
    return { message, hint: HINTS[device] };
  }
}

function probe(): Graph {
  const graph = new Graph();
  graph.output('twice', scale(graph, graph.input('once', [1]), 2));
  return graph;
}

/** The reason alone: onnxruntime puts its own source file and a C++ function before it. */
function reasonOf(error: unknown): string {
  const reason = messageOf(error).split(' was false. ').at(-1) ?? '';
  return (reason.split('\n')[0] ?? '').trim().slice(0, 300);
}
