import type { Settings } from './types';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A setting that is a positive number, or nothing. */
export function numberOf(settings: Settings, key: string): number | undefined {
  return positive(Object.hasOwn(settings, key) ? settings[key] : undefined);
}

/** A positive number among the engine's own options. */
export function optionOf(settings: Settings, key: string): number | undefined {
  const options = settings.engine_options;
  return positive(isRecord(options) && Object.hasOwn(options, key) ? options[key] : undefined);
}

const positive = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;

export const doubled = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : value * 2;

/** Half of a whole number, at least 1; nothing when that changes nothing. */
export const halved = (value: number | undefined): number | undefined =>
  value === undefined || value <= 1 ? undefined : Math.floor(value / 2);

/** The divisor of `whole` that is nearest to `wanted` from below. */
export function divisorBelow(whole: number | undefined, wanted: number | undefined): number | undefined {
  if (whole === undefined || wanted === undefined || !Number.isSafeInteger(whole)) return undefined;
  for (let divisor = Math.min(Math.floor(wanted), whole, 100_000); divisor >= 1; divisor -= 1)
    if (whole % divisor === 0) return divisor;
  return undefined;
}

/** A short number without the dust of binary fractions. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
