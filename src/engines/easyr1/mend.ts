import { SETTING_OF, withNumbers, type NumberKey, type Numbers } from './numbers';
import { breachesOf, type Breach } from './rules';

/** Numbers that are to be written instead, by key. */
export type Change = Readonly<Partial<Record<NumberKey, number>>>;

/** A value far from the user's own is no mending of it. */
const FARTHEST = 1024;
/** Values of each of two keys that are tried together. */
const PAIRED = 48;

/**
 * Ways to mend a breach by other numbers, the likeliest first: each breaks no rule at all where that can be had by one
 * or two numbers, else mends this breach and breaks nothing new.
 */
export function changesFor(numbers: Numbers, breach: Breach): readonly Change[] {
  if (breach.code === 'SC425') return longer(numbers);
  const before = breachesOf(numbers);
  const single = breach.keys.flatMap((key) => nearest(numbers, key, (after) => after.length === 0));
  if (single.length > 0) return single;
  const keys = [...new Set(before.flatMap((one) => one.keys))];
  const pair = firstPair(numbers, keys);
  if (pair !== undefined) return [pair];
  const known = new Set(before.map(identity));
  return breach.keys.flatMap((key) =>
    nearest(
      numbers,
      key,
      (after) =>
        after.every((one) => identity(one) !== identity(breach)) &&
        after.every((one) => known.has(identity(one))),
    ),
  );
}

/** Room for what is allowed to be written, or less of it; no other rule looks at lengths. */
function longer({ of }: Numbers): readonly Change[] {
  const [prompt, response] = [of['data.max_prompt_length'], of['data.max_response_length']];
  const room = of['worker.rollout.max_num_batched_tokens'];
  return [
    { 'worker.rollout.max_num_batched_tokens': prompt + response },
    ...(room > prompt ? [{ 'data.max_response_length': room - prompt }] : []),
    ...(room > response ? [{ 'data.max_prompt_length': room - response }] : []),
  ];
}

const identity = ({ code, keys }: Breach): string => `${code} ${keys.join(' ')}`;

/** The nearest value below that passes; of the batch size, and where there is none, also the nearest above. */
function nearest(
  numbers: Numbers,
  key: NumberKey,
  passes: (after: readonly Breach[]) => boolean,
): readonly Change[] {
  const now = numbers.of[key];
  const isGood = (value: number): boolean =>
    isUsual(key, value) && passes(breachesOf(withNumbers(numbers, { [key]: value })));
  const below = first((distance) => now - distance, isGood);
  const wantsBoth = SETTING_OF[key] === 'batch' || below === undefined;
  const above = wantsBoth ? first((distance) => now + distance, isGood) : undefined;
  return [below, above]
    .filter((value) => value !== undefined)
    .sort((a, b) => Math.abs(a - now) - Math.abs(b - now))
    .map((value) => ({ [key]: value }));
}

/** Counts of GPUs that machines have; of other keys, any. */
const isUsual = (key: NumberKey, value: number): boolean =>
  key !== 'trainer.n_gpus_per_node' || Number.isInteger(Math.log2(value));

function first(at: (distance: number) => number, isGood: (value: number) => boolean): number | undefined {
  for (let distance = 1; distance <= FARTHEST; distance++) {
    const value = at(distance);
    if (value < 1) return undefined;
    if (isGood(value)) return value;
  }
  return undefined;
}

/** The nearest values of two keys that together break no rule. */
function firstPair(numbers: Numbers, keys: readonly NumberKey[]): Change | undefined {
  let best: { readonly change: Change; readonly distance: number } | undefined;
  for (const [index, one] of keys.entries()) {
    for (const other of keys.slice(index + 1)) {
      for (const a of around(numbers.of[one])) {
        for (const b of around(numbers.of[other])) {
          const distance = share(a, numbers.of[one]) + share(b, numbers.of[other]);
          if (best !== undefined && distance >= best.distance) continue;
          const change: Change = { [one]: a, [other]: b };
          if (breachesOf(withNumbers(numbers, change)).length === 0) best = { change, distance };
        }
      }
    }
  }
  return best?.change;
}

/** How far a value is from the user's own, so that doubling and halving are equally far. */
const share = (value: number, now: number): number => Math.abs(Math.log2(value / Math.max(now, 1)));

/** Values near one, and its halves and doubles. */
function around(now: number): readonly number[] {
  const near = Array.from({ length: PAIRED }, (_, index) => now - PAIRED / 2 + index);
  const powers = Array.from({ length: 12 }, (_, index) => 2 ** index);
  return [...new Set([...near, ...powers])].filter((value) => value >= 1 && value !== now);
}
