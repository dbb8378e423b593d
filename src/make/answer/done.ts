import { createReadStream, existsSync } from 'node:fs';
import type { MakeArm, Outcome } from '../../protocol';
import { CompactSet } from '../compact/set';
import { answerKey, parseAnswer } from './line';

const CHUNK = 1 << 20;
const HEAD = 128;
const START =
  /^\{"q":"(q-[0-9a-f]{16})","arm":"(image|description|neither)","outcome":"(right|wrong|unparsable|missing)"(?:,"given":"([0-9a-f]{8})")?,/;
const ENDS = [Buffer.from(',"truncated":false}'), Buffer.from(',"truncated":true}')] as const;
const LINE_END = 0x0a;

export interface Done {
  readonly keys: CompactSet;
  /** How many answers are of each outcome; what is missing is not counted, for it is asked again. */
  readonly counts: Record<Exclude<Outcome, 'missing'>, number>;
}

/**
 * What an answer file holds answers of; what is missing there is asked again. Bytes are looked at, not parsed, where a
 * line is one of ours: a million answers take about two seconds. Rejects with the signal's reason.
 */
export async function readDone(path: string, signal?: AbortSignal): Promise<Done> {
  const done: Done = { keys: new CompactSet(), counts: { right: 0, wrong: 0, unparsable: 0 } };
  if (!existsSync(path)) return done;
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    signal?.throwIfAborted();
    const bytes = chunk as Buffer;
    let start = 0;
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
      const piece = bytes.subarray(start, end);
      look(rest.length === 0 ? piece : Buffer.concat([...rest, piece]), done);
      rest = [];
      start = end + 1;
    }
    if (start < bytes.length) rest.push(bytes.subarray(start));
  }
  if (rest.length > 0) look(Buffer.concat(rest), done);
  return done;
}

function look(line: Buffer, done: Done): void {
  const found = START.exec(line.toString('latin1', 0, Math.min(HEAD, line.length)));
  if (found === null) {
    lookClosely(line, done);
    return;
  }
  const [, q = '', arm, outcome, given] = found;
  if (!ENDS.some((end) => endsWith(line, end))) return;
  count(done, q, arm as MakeArm, outcome as Outcome, given);
}

function lookClosely(line: Buffer, done: Done): void {
  let value: unknown;
  try {
    value = JSON.parse(line.toString('utf8'));
  } catch {
    return;
  }
  const answer = parseAnswer(value);
  if (answer !== undefined) count(done, answer.q, answer.arm, answer.outcome, answer.given);
}

function count(done: Done, q: string, arm: MakeArm, outcome: Outcome, given: string | undefined): void {
  if (outcome !== 'missing' && done.keys.add(...answerKey(q, arm, given))) done.counts[outcome] += 1;
}

const endsWith = (line: Buffer, end: Buffer): boolean =>
  line.length >= end.length && line.compare(end, 0, end.length, line.length - end.length, line.length) === 0;
