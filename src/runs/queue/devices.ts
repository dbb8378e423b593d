/** What a run may ask for: devices by name (`cpu`, `gpu:0`), or any so many GPUs. */
export type DeviceWish = readonly string[] | { readonly any: number };

export const isGpu = (device: string): boolean => /^gpu:\d{1,4}$/.test(device);
export const isDevice = (text: string): boolean => text === 'cpu' || isGpu(text);

/** Whether two wishes might ever need the same device: any GPU may be the one that `any` is given. */
export function mayShare(a: DeviceWish, b: DeviceWish): boolean {
  if ('any' in a) return 'any' in b || b.some(isGpu);
  return 'any' in b ? a.some(isGpu) : a.some((device) => b.includes(device));
}

export const wishInWords = (wish: DeviceWish): string =>
  'any' in wish ? (wish.any === 1 ? 'a GPU' : `${wish.any} GPUs`) : wish.join(', ');

/**
 * Environment of an engine that may use these devices and no other GPU. The order is that of the bus, as in
 * `nvidia-smi`, whose numbers the names are.
 */
export function deviceEnvironment(devices: readonly string[] | undefined): Readonly<Record<string, string>> {
  const gpus = (devices ?? []).filter(isGpu).map((device) => device.slice('gpu:'.length));
  return gpus.length === 0 ? {} : { CUDA_DEVICE_ORDER: 'PCI_BUS_ID', CUDA_VISIBLE_DEVICES: gpus.join(',') };
}
