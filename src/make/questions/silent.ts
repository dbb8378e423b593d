import type { SourceLine } from '../types';

/** Reasons of what was not tried to its end: the next run tries it again. */
export const WRITER_SILENT = 'The writer did not answer.';
export const VERIFIER_SILENT = 'The verifier did not answer.';

/**
 * Whether a line is done for good. What a model did not answer may be answered next time, and an image that was missing
 * may be there.
 */
export const isDone = ({ fallen }: SourceLine): boolean =>
  fallen.every(
    ({ step, reason }) => step !== 'source' && reason !== WRITER_SILENT && reason !== VERIFIER_SILENT,
  );
