import type { Problem } from '../../protocol';

/** What a diagnostic carries for the quick fixes of its problem, across the editor and back. */
export interface ProblemData {
  /** The problem's hint, as it also stands in the message. */
  readonly hint?: string;
  /** Of a problem of a data file that is shown in the curriculum: where it was found. `line` counts from 0. */
  readonly found?: { readonly file: string; readonly line?: number };
  /** The problem's suggestion. */
  readonly suggestion?: NonNullable<Problem['suggestion']>;
}

/** What a diagnostic's `data` says; it comes from a client, so it may be anything. */
export function problemData(data: unknown): ProblemData {
  if (typeof data !== 'object' || data === null) return {};
  const { hint, found, suggestion } = data as Readonly<Record<string, unknown>>;
  return {
    ...(typeof hint === 'string' ? { hint } : {}),
    ...(isFound(found) ? { found } : {}),
    ...(isSuggestion(suggestion) ? { suggestion } : {}),
  };
}

const isFound = (value: unknown): value is NonNullable<ProblemData['found']> =>
  typeof value === 'object' &&
  value !== null &&
  'file' in value &&
  typeof value.file === 'string' &&
  (!('line' in value) || Number.isSafeInteger(value.line));

const isSuggestion = (value: unknown): value is NonNullable<Problem['suggestion']> =>
  typeof value === 'object' &&
  value !== null &&
  'key' in value &&
  typeof value.key === 'string' &&
  (!('stage' in value) || typeof value.stage === 'string') &&
  'value' in value &&
  ['string', 'number', 'boolean'].includes(typeof value.value);
