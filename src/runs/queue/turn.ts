import type { GpuStatus } from '../../protocol';
import { isGpu, mayShare, wishInWords, type DeviceWish } from './devices';

/** A run's place in the queue. */
export interface Place {
  /** Grows in the order of arrival. */
  readonly number: number;
  /** Id of the run. */
  readonly run: string;
  readonly wants: DeviceWish;
  /** Absent while it waits. */
  readonly holds?: readonly string[];
}

export type Turn =
  | { readonly kind: 'go'; readonly devices: readonly string[] }
  /** `reason` completes "it ...": `waits for gpu:0, held by RUN`. `ahead`: how many came before and are still here. */
  | { readonly kind: 'wait'; readonly reason: string; readonly ahead: number }
  | { readonly kind: 'never'; readonly reason: string };

/**
 * Whether it is a run's turn, among the other living places: when nobody holds what it wants, and nobody who came
 * before waits for what might be the same. So nobody is overtaken for a device that he could use, which rules out
 * starvation; and all devices are taken in one step, which rules out deadlock. `gpus` are those of the machine as
 * far as it tells; an empty list means that it does not.
 */
export function turnOf(mine: Place, others: readonly Place[], gpus: readonly GpuStatus[]): Turn {
  const { wants } = mine;
  const impossible = whyNever(wants, gpus);
  if (impossible !== undefined) return { kind: 'never', reason: impossible };
  const wait = (what: string, why: string): Turn => ({
    kind: 'wait',
    reason: `waits for ${what}, ${why}`,
    ahead: others.filter(({ number }) => number < mine.number).length,
  });
  const holders = new Map(others.flatMap(({ run, holds }) => (holds ?? []).map((device) => [device, run])));
  const ahead = others.find(
    (other) => other.holds === undefined && other.number < mine.number && mayShare(other.wants, wants),
  );
  if (!('any' in wants)) {
    const taken = wants.find((device) => holders.has(device));
    if (taken !== undefined) return wait(taken, `held by ${holders.get(taken) ?? ''}`);
    return ahead === undefined
      ? { kind: 'go', devices: wants }
      : wait(wishInWords(wants), `behind ${ahead.run}`);
  }
  if (ahead !== undefined) return wait(wishInWords(wants), `behind ${ahead.run}`);
  const free = gpus.filter(({ index }) => !holders.has(`gpu:${index}`));
  if (free.length < wants.any) {
    const runs = new Set([...holders].flatMap(([device, run]) => (isGpu(device) ? [run] : [])));
    return wait(wishInWords(wants), `held by ${[...runs].join(', ')}`);
  }
  // Others than our runs use GPUs, too: the emptiest first.
  const chosen = [...free]
    .sort((a, b) => (a.memoryUsed || 0) - (b.memoryUsed || 0) || a.index - b.index)
    .slice(0, wants.any)
    .map(({ index }) => index)
    .sort((a, b) => a - b);
  return { kind: 'go', devices: chosen.map((index) => `gpu:${index}`) };
}

/** Why a wish can never be met; nothing when it can, or when a named one is asked for and no GPU is known. */
export function whyNever(wants: DeviceWish, gpus: readonly GpuStatus[]): string | undefined {
  if ('any' in wants) {
    if (gpus.length === 0)
      return 'no GPU was found: `nvidia-smi` is missing, fails, or lists none that it may use';
    return gpus.length < wants.any
      ? `it wants ${wishInWords(wants)}, and this machine has ${gpus.length}`
      : undefined;
  }
  const lost =
    gpus.length === 0 ? undefined : wants.find((device) => isGpu(device) && !isThere(device, gpus));
  return lost === undefined
    ? undefined
    : `there is no ${lost}: this machine has ${gpus.map(({ index }) => `gpu:${index}`).join(', ')}`;
}

const isThere = (device: string, gpus: readonly GpuStatus[]): boolean =>
  gpus.some(({ index }) => device === `gpu:${index}`);
