import { isAbsolute, join, relative, sep } from 'node:path';
import { isSetPath } from '../audits/sets';
import { shownState, type ShownState } from './state';

/** The path of links that open a browser: `vscode://stagecraft.stagecraft/audit?set=...`. */
export const LINK_PATH = '/audit';

/** A longer link is none of ours. */
const LONGEST = 8192;

/**
 * The query of a link to what a browser shows: `set` as a path below its workspace folder, so that the link holds on
 * another machine with the same workspace, the item as `item`, all else as JSON in `view`. The editor decodes a query
 * before it hands it over, so that nothing in it may need escapes: `view` is base64url, and so is a path with more than
 * plain characters. Nothing for a set outside of the folders.
 */
export function linkQuery(
  { set, selected, ...state }: ShownState,
  roots: readonly string[],
): string | undefined {
  const path = belowRoot(set, roots);
  if (path === undefined) return undefined;
  // Whose labels are given is no business of whoever gets a link.
  const { triage: _, against, ...view } = state;
  const other = against === undefined ? undefined : belowRoot(against, roots);
  const rest = {
    ...view,
    ...(PLAIN.test(path) ? {} : { set: path }),
    ...(other === undefined ? {} : { against: other }),
  };
  return [
    PLAIN.test(path) ? `set=${path}` : '',
    selected === undefined ? '' : `item=${selected}`,
    Object.keys(rest).length === 0 ? '' : `view=${Buffer.from(JSON.stringify(rest)).toString('base64url')}`,
  ]
    .filter(Boolean)
    .join('&');
}

const PLAIN = /^[\w./-]+$/;

/**
 * What a link's query asks for, in each of the workspace's folders: anybody can make a link, so it names sets of open
 * folders or nothing, and whatever else it says is taken as far as it fits. Which of these exists is to be seen.
 */
export function linkedStates(query: string, roots: readonly string[]): readonly ShownState[] {
  if (query.length > LONGEST) return [];
  const fields = new URLSearchParams(query);
  const view = objectOf(fields.get('view'));
  const parts = partsOf(fields.get('set') ?? view.set);
  if (parts === undefined) return [];
  const against = partsOf(view.against);
  const item = fields.get('item');
  return roots.flatMap((root) => {
    const state = shownState({
      ...view,
      triage: undefined,
      set: join(root, ...parts),
      against: against === undefined ? undefined : join(root, ...against),
      selected: item !== null && /^\d{1,9}$/.test(item) ? Number(item) : undefined,
    });
    return state ?? [];
  });
}

function belowRoot(path: string, roots: readonly string[]): string | undefined {
  for (const root of roots) {
    const parts = relative(root, path).split(sep);
    if (isAbsolute(path) && isSetPath(parts)) return parts.join('/');
  }
  return undefined;
}

function partsOf(path: unknown): readonly string[] | undefined {
  const parts = typeof path === 'string' ? path.split('/') : undefined;
  return parts !== undefined && isSetPath(parts) ? parts : undefined;
}

function objectOf(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
