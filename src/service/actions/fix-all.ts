import type { CodeAction } from 'vscode-languageserver-types';
import { isError, type Problem } from '../../protocol';
import type { Snapshot } from '../document/snapshot';
import { toDiagnostics } from '../diagnostics';
import type { Edit, Fix } from './fix';
import { changesOf, contextOf, fixesOf } from './quick-fixes';
import { analyzeWith } from './write/apply';

/** The kind of the action that mends everything that can be mended without a choice. */
export const FIX_ALL = 'source.fixAll.stagecraft';

/** Rounds of mending: what a slip hid is seen once it is mended. */
const ROUNDS = 5;

/**
 * Mends all problems of the document's own text that have a safe fix, again and again until none is left. Nothing
 * when there is nothing to mend, or when the text would not have fewer problems than before.
 */
export async function fixAll(snapshot: Snapshot): Promise<CodeAction | undefined> {
  let now = snapshot;
  for (let round = 0; round < ROUNDS; round++) {
    const edits = apart(await safeFixes(now));
    if (edits.length === 0) break;
    const next: Snapshot = { ...now, ...analyzeWith(now, edits) };
    // A round that only trades one problem for another, or a warning for an error, is not taken.
    if (ownProblems(next).length >= ownProblems(now).length || errors(next) > errors(now)) break;
    now = next;
  }
  if (now === snapshot) return undefined;
  return {
    title: 'Mend all that has one sure fix',
    kind: FIX_ALL,
    edit: { changes: changesOf(snapshot, [difference(snapshot, now.source.text)]) },
  };
}

const ownProblems = ({ checked, path }: Snapshot): readonly Problem[] =>
  checked.problems.filter(({ place }) => place.file === path);

const errors = (snapshot: Snapshot): number => ownProblems(snapshot).filter(isError).length;

async function safeFixes(snapshot: Snapshot): Promise<readonly Fix[]> {
  const fixes: Fix[] = [];
  const options = { uriOf: () => snapshot.uri };
  const diagnostics = toDiagnostics(ownProblems(snapshot), [snapshot.path], options).get(snapshot.uri) ?? [];
  for (const diagnostic of diagnostics) {
    const found = await fixesOf(contextOf(snapshot, diagnostic, undefined));
    const safe = found.find((fix) => fix.safe === true);
    if (safe?.edits.every(({ span }) => span.source.path === snapshot.path) === true) fixes.push(safe);
  }
  return fixes;
}

/** Edits of as many fixes as do not touch one another; a fix is taken whole or not at all. */
function apart(fixes: readonly Fix[]): readonly Edit[] {
  const taken: Edit[] = [];
  for (const { edits } of fixes) {
    const touches = edits.some(({ span }) =>
      taken.some((other) => span.start <= other.span.end && other.span.start <= span.end),
    );
    if (!touches) taken.push(...edits);
  }
  return taken;
}

/** The one edit that turns the document into a text: what lies between the first and the last difference. */
function difference({ source }: Snapshot, text: string): Edit {
  const before = source.text;
  let start = 0;
  while (start < before.length && before[start] === text[start]) start++;
  let end = 0;
  const most = Math.min(before.length, text.length) - start;
  while (end < most && before[before.length - 1 - end] === text[text.length - 1 - end]) end++;
  return { span: { source, start, end: before.length - end }, text: text.slice(start, text.length - end) };
}
