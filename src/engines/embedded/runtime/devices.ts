import { DEVICES } from '../options/options';
import type { Device } from './runtime';

/** Devices that onnxruntime finds libraries for on this machine; `cpu` is always among them. */
export async function offeredDevices(): Promise<readonly Device[]> {
  const { listSupportedBackends } = await import('onnxruntime-node');
  const names = listSupportedBackends().map(({ name }) => name);
  return DEVICES.filter((device) => device === 'cpu' || names.includes(device));
}
