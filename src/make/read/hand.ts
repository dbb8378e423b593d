import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lineBatches } from '../../results';
import { MADE_FILES } from '../layout';
import type { HandLine } from '../types';

/** Longer notes are cut off when they are written, and no line when they are read. */
export const LONGEST_NOTE = 10_000;

/** A line of `hand.jsonl`; nothing for what is torn or strange. */
export function parseHandLine(text: string): HandLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { q, decision, note, time } = value as Readonly<Record<string, unknown>>;
  if (typeof q !== 'string' || q === '' || typeof time !== 'string') return undefined;
  if (decision !== null && decision !== 'keep' && decision !== 'drop') return undefined;
  if (note !== undefined && (typeof note !== 'string' || note.length > LONGEST_NOTE)) return undefined;
  return { q, decision, time, ...(note === undefined ? {} : { note }) };
}

/** Questions of which a person has said something after a moment (ISO 8601, UTC). */
export async function decisionsSince(to: string, moment: string): Promise<number> {
  const file = join(to, MADE_FILES.hand);
  if (!existsSync(file)) return 0;
  const said = new Set<string>();
  for await (const batch of lineBatches(file)) {
    for (const { text } of batch) {
      const line = text === undefined ? undefined : parseHandLine(text);
      if (line !== undefined && line.time > moment) said.add(line.q);
    }
  }
  return said.size;
}
