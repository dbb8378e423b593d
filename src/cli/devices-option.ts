import type { DeviceChoice } from '../protocol';
import { isDevice } from '../runs';
import { UsageError } from './command';

export const DEVICES_OPTION = {
  type: 'string',
  value: 'LIST',
  doc: 'Wait for devices and hold them alone: auto (default: what the engine needs), none, cpu, gpu:0,gpu:1, any:2.',
} as const;

/** `auto`, `none`, `any:2`, or devices between commas. Throws a `UsageError` for anything else. */
export function devicesOption(text = 'auto'): DeviceChoice {
  if (text === 'auto' || text === 'none') return { kind: text };
  const any = /^any:([1-9]\d{0,3})$/.exec(text)?.[1];
  if (any !== undefined) return { kind: 'any', gpus: Number(any) };
  const devices = text.split(',').map((device) => device.trim());
  if (devices.every(isDevice)) return { kind: 'these', devices };
  throw new UsageError(
    `--devices takes auto, none, any:N or names such as cpu and gpu:0, but got \`${text}\``,
  );
}
