import { createInterface } from 'node:readline/promises';
import type { Terminal } from './terminal';

/** Asks a person; where none sits at a terminal, the answer is no. */
export async function confirmed(question: string, terminal: Terminal): Promise<boolean> {
  if (!process.stdin.isTTY || !terminal.interactive) return false;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } catch {
    return false; // Ctrl-C at the question
  } finally {
    lines.close();
  }
}
