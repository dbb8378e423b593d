import type { SampleRequest } from '../../protocol';

/** The scheme of the read-only documents that show one row on its way through prompt, model and reward. */
export const SAMPLE_SCHEME = 'stagecraft-sample';

/** Parts of the address of such a document: its name in the path, what it shows in the query. */
export function sampleUriParts(request: SampleRequest, title: string): { path: string; query: string } {
  const name = title.replaceAll(/[/\\?#:*"<>|\s\p{Cc}]+/gu, ' ').trim();
  const { root, file, variant, stage, row } = request;
  return {
    path: `/${name === '' ? 'sample' : name}.txt`,
    query: JSON.stringify({ root, file, variant, stage, row }),
  };
}

/** What a document shows, read back from its address; nothing when it is none of ours. */
export function sampleRequestOf(query: string): SampleRequest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(query);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { root, file, variant, stage, row } = value as Readonly<Record<string, unknown>>;
  if (typeof root !== 'string' || typeof file !== 'string') return undefined;
  return {
    root,
    file,
    ...(typeof variant === 'string' ? { variant } : {}),
    ...(typeof stage === 'string' ? { stage } : {}),
    ...(typeof row === 'string' ? { row } : {}),
  };
}

/**
 * The row behind one: of a number (counted from 1) the next, of an id that ends in a number (`pictures:12`) the one
 * that ends in the next. Undefined for other ids: the file alone knows what comes then.
 */
export function nextRow(row: string | undefined): string | undefined {
  if (row === undefined) return '2';
  const match = /^(|.*:)(\d{1,15})$/.exec(row);
  return match?.[2] === undefined ? undefined : `${match[1] ?? ''}${Number(match[2]) + 1}`;
}
