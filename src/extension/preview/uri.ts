import type { PlanTextRequest } from '../../protocol';

/** The scheme of the read-only documents that show a plan or the commands of a curriculum. */
export const PLAN_SCHEME = 'stagecraft';

/** Parts of the URI of such a document: its name in the path, what it shows in the query. */
export function planUriParts(request: PlanTextRequest, title: string): { path: string; query: string } {
  const name = title.replaceAll(/[/\\?#:*"<>|\s]+/g, ' ').trim();
  const { uri, variant, stage, show } = request;
  return { path: `/${name === '' ? show : name}.txt`, query: JSON.stringify({ uri, variant, stage, show }) };
}

/** What a document shows, read back from its URI's query; nothing when the query is not one of ours. */
export function planRequestOf(query: string): PlanTextRequest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(query);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { uri, show, variant, stage } = value as Readonly<Record<string, unknown>>;
  if (typeof uri !== 'string' || (show !== 'plan' && show !== 'command')) return undefined;
  return {
    uri,
    show,
    ...(typeof variant === 'string' ? { variant } : {}),
    ...(typeof stage === 'string' ? { stage } : {}),
  };
}
