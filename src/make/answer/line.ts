import { createHash } from 'node:crypto';
import { MAKE_ARMS, OUTCOMES, type MakeArm, type Outcome } from '../../protocol';
import type { Answer } from '../types';

/** Characters of a reply that are kept: its first and its last half. */
export const LONGEST_REPLY = 1_000_000;

/**
 * An answer as it is written: `q`, `arm`, `outcome`, `given` come first and `truncated` last, so that a resume reads no
 * more than both ends of a line. (Quotes within a reply are escaped: no torn line ends like a whole one.)
 */
export function answerLine({ q, arm, outcome, given, extracted, reason, text, truncated }: Answer): Answer {
  return {
    q,
    arm,
    outcome,
    ...(given === undefined ? {} : { given }),
    ...(extracted === undefined ? {} : { extracted }),
    ...(reason === undefined ? {} : { reason }),
    ...(text === undefined ? {} : { text }),
    ...(outcome === 'missing' ? {} : { truncated: truncated === true }),
  };
}

/** Reads a line of an answer file; `undefined` for anything else. */
export function parseAnswer(value: unknown): Answer | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { q, arm, outcome, ...rest } = value as Readonly<Record<string, unknown>>;
  if (typeof q !== 'string' || !isArm(arm) || !isOutcome(outcome)) return undefined;
  const { given, extracted, reason, text, truncated } = rest;
  for (const one of [given, extracted, reason, text])
    if (one !== undefined && typeof one !== 'string') return undefined;
  if (truncated !== undefined && typeof truncated !== 'boolean') return undefined;
  return value as Answer;
}

const isArm = (value: unknown): value is MakeArm =>
  typeof value === 'string' && Object.hasOwn(MAKE_ARMS, value);
const isOutcome = (value: unknown): value is Outcome => OUTCOMES.some((outcome) => outcome === value);

/** What tells one caption from another, 8 hex digits: a question's id does not hold its caption. */
export const givenOf = (caption: string): string =>
  createHash('sha256').update(caption.trim()).digest('hex').slice(0, 8);

/** A reply as it is kept, and whether something of it was left out. */
export function keptText(text: string): { readonly text: string; readonly cut: boolean } {
  if (text.length <= LONGEST_REPLY) return { text, cut: false };
  const half = LONGEST_REPLY / 2;
  const left = text.length - LONGEST_REPLY;
  const note = `\n[${left} characters are left out here]\n`;
  return { text: text.slice(0, half) + note + text.slice(-half), cut: true };
}

const ARM_NUMBER: Readonly<Record<MakeArm, number>> = { image: 1, description: 2, neither: 3 };
const OURS = /^q-([0-9a-f]{8})([0-9a-f]{8})$/;

/** A question under an arm (and, where it is given, a caption) in 64 bits, as `CompactSet` takes them. */
export function answerKey(q: string, arm: MakeArm, given = ''): readonly [number, number] {
  const found = OURS.exec(q);
  const [high, low] =
    found === null ? digestOf(q) : [Number.parseInt(found[1] ?? '', 16), Number.parseInt(found[2] ?? '', 16)];
  const caption = given === '' ? 0 : Math.imul(Number.parseInt(given, 16), 0x85ebca6b);
  return [(high ^ caption) >>> 0, (low ^ Math.imul(ARM_NUMBER[arm], 0x9e3779b1)) >>> 0];
}

function digestOf(q: string): readonly [number, number] {
  const digest = createHash('sha256').update(q).digest();
  return [digest.readUInt32BE(0), digest.readUInt32BE(4)];
}
