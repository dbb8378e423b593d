import { MakeError } from '../error';
import type { MakeContext, SourceLine } from '../types';

/** Reasons of what was not tried to its end: the next run tries it again. */
export const WRITER_SILENT = 'The writer did not answer.';
export const VERIFIER_SILENT = 'The verifier did not answer.';
const SILENT = [WRITER_SILENT, VERIFIER_SILENT] as const;

/**
 * Whether a line is done for good. What a model did not answer may be answered next time, and an image that was missing
 * may be there.
 */
export const isDone = ({ fallen }: SourceLine): boolean =>
  fallen.every(
    ({ step, reason }) => step !== 'source' && reason !== WRITER_SILENT && reason !== VERIFIER_SILENT,
  );

/** Counts what was not answered, and keeps the first reason: a server that is wrong for all would else say nothing. */
export class Silence {
  private readonly found = new Map<string, { count: number; readonly why: string }>();
  private asked = 0;
  private silent = 0;

  add({ fallen, written }: SourceLine): void {
    if (written !== undefined) this.asked += 1;
    if (fallen.some(({ reason }) => reason === WRITER_SILENT)) this.silent += 1;
    for (const { reason, detail } of fallen) {
      const found = this.found.get(reason);
      if (found === undefined) this.found.set(reason, { count: 1, why: detail ?? 'it gave no reason' });
      else found.count += 1;
    }
  }

  /**
   * Throws a `MakeError` when the writer answered nothing at all: what was made before would else give way to nothing,
   * for want of a server.
   */
  insistOnOne(writer: string): void {
    const found = this.found.get(WRITER_SILENT);
    if (found === undefined || this.silent < this.asked) return;
    throw new MakeError(
      `${writer} wrote no question for any of ${this.asked === 1 ? 'one caption' : `${this.asked} captions`}: ${found.why}`,
      'Mend what it says, then resume: what is answered stays answered.',
    );
  }

  /** Says how often each of the two was silent, if ever. */
  tell({ tell }: Pick<MakeContext, 'tell'>): void {
    for (const reason of SILENT) {
      const found = this.found.get(reason);
      if (found === undefined) continue;
      const times = found.count === 1 ? 'once' : `${found.count} times`;
      tell({
        type: 'note',
        severity: 'warning',
        words: `${reason.replace(/\.$/u, '')} ${times}, for instance: ${found.why}`,
        hint: 'Such questions fall. Make again to ask for them again.',
      });
    }
  }
}
