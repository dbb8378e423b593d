import type { ReplyHeaders } from './exchange';

/** Longest wait that a server may ask for, in ms; beyond, the request has failed. */
export const LONGEST_WAIT = 10 * 60_000;

const DURATION = /(\d+(?:\.\d+)?)\s*(ms|h|m|s)/g;
const UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `Retry-After` (seconds or a date) or `retry-after-ms`; `undefined` when absent or not readable. */
export function retryAfter(headers: ReplyHeaders, now: number): number | undefined {
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const text = headers.get('retry-after') ?? undefined;
  return text === undefined ? undefined : waitOf(text, now);
}

/**
 * Milliseconds until a used-up allowance is filled again, by the headers that say what remains: OpenAI's
 * (`x-ratelimit-remaining-requests`, `-reset-requests: 6m0s`), Anthropic's (`anthropic-ratelimit-...-reset`, a date)
 * and plain `x-ratelimit-remaining`/`-reset`. 0 while something is left.
 */
export function allowanceWait(headers: ReplyHeaders, now: number): number {
  let longest = 0;
  for (const [name, value] of headers) {
    if (!name.includes('ratelimit') || !name.includes('remaining') || value.trim() !== '0') continue;
    const reset = headers.get(name.replace('remaining', 'reset')) ?? undefined;
    longest = Math.max(longest, reset === undefined ? 0 : (waitOf(reset, now) ?? 0));
  }
  return longest;
}

/** `30`, `1.5s`, `6m0s`, `120ms`, an HTTP or ISO date, or seconds since 1970. */
function waitOf(text: string, now: number): number | undefined {
  const value = text.trim();
  if (/^\d+(?:\.\d+)?$/.test(value)) {
    const seconds = Number(value);
    return seconds > 1e9 ? Math.max(0, seconds * 1_000 - now) : seconds * 1_000;
  }
  if (/^(?:\d+(?:\.\d+)?\s*(?:ms|h|m|s)\s*)+$/.test(value)) {
    return [...value.matchAll(DURATION)].reduce(
      (sum, [, amount, unit]) => sum + Number(amount) * (UNIT[unit ?? ''] ?? 0),
      0,
    );
  }
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;

/** Exponential backoff with full jitter: anything up to 0.5 s, 1 s, 2 s ... 30 s. `attempt` counts from 0. */
export const backoff = (attempt: number, random: () => number = Math.random): number =>
  random() * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** attempt);
