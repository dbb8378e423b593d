import type { TextEdit } from 'vscode-languageserver-types';
import { CAPABILITIES, child, nameFault, textOf, type MapNode } from '../../language';
import { isError, type Problem } from '../../protocol';
import { changesOf } from '../actions/quick-fixes';
import { analyzeWith, applyEdits } from '../actions/write/apply';
import type { Edit } from '../actions/fix';
import type { Snapshot } from '../document/snapshot';
import { appendDataset } from './dataset';
import { appendStage } from './stage';

/** A stage that is to be written, and the data set that it trains on. */
export interface StageDraft {
  /** Of the stage and of its data set. */
  readonly name: string;
  /** Its rows, as the curriculum names the file. */
  readonly train: string;
  readonly capability: string;
  /** How many rows there are: a stage takes no larger batch. */
  readonly rows?: number;
  /** The stage whose failures they are: what it is validated on, this one is, too. */
  readonly like?: string;
  /** Data sets whose held-out rows are among them; said in a comment. */
  readonly heldOut: readonly string[];
}

/** The edits that write a stage into a curriculum, or in a sentence why they cannot be made. */
export type DraftedStage =
  | {
      readonly edits: readonly TextEdit[];
      /** The whole text with the edits made. */
      readonly text: string;
      /** Errors that the edits bring about: something that the stage needs and the curriculum does not say. */
      readonly problems: readonly string[];
    }
  | { readonly refusal: string };

/**
 * Writes a data set and, behind the last stage, a stage that trains on it, in the style in which the file is written:
 * its indents, brackets or lines, comments kept. The stage continues the last one.
 */
export function draftStage(snapshot: Snapshot, draft: StageDraft): DraftedStage {
  const refusal = whyNot(snapshot, draft);
  if (refusal !== undefined) return { refusal };
  const { tree } = snapshot;
  if (tree?.kind !== 'map') return { refusal: 'The file is no curriculum: it has no keys.' };
  const [first, ...others] = candidates(snapshot, tree, draft);
  if (first === undefined)
    return { refusal: 'There is no place for a stage: `datasets` or `stages` is written in an unusual way.' };
  const tried = [first, ...others].map((edits) => ({ edits, problems: newErrors(snapshot, edits) }));
  const best = tried.find(({ problems }) => problems.length === 0) ?? tried[0];
  if (best === undefined) return { refusal: 'There is no place for a stage.' };
  const broken = best.problems.find(({ code }) => /^SC1[01]/u.test(code));
  if (broken !== undefined)
    return { refusal: `A stage cannot be written here, mend the file first: ${broken.message}` };
  return {
    edits: changesOf(snapshot, best.edits)[snapshot.uri] ?? [],
    text: withLineEnds(snapshot, best.edits),
    problems: best.problems.map(({ message }) => message),
  };
}

function whyNot(snapshot: Snapshot, { name, capability }: StageDraft): string | undefined {
  const fault = nameFault(name);
  if (fault !== undefined) return `\`${name}\` is no name of a stage: ${fault}`;
  const { curriculum } = snapshot.checked.base;
  const stages = child(snapshot.tree, 'stages');
  const written =
    stages?.kind === 'list' ? stages.items.map((item) => textOf(child(item, 'id')) ?? textOf(item)) : [];
  if (curriculum?.stages.some(({ id }) => id === name) === true || written.includes(name))
    return `There is a stage \`${name}\` already: choose another name.`;
  const datasets = child(snapshot.tree, 'datasets');
  if (
    curriculum?.datasets.some(({ id }) => id === name) === true ||
    (datasets?.kind === 'map' && datasets.entries.has(name))
  )
    return `There is a data set \`${name}\` already: choose another name.`;
  if (!CAPABILITIES.some((known) => known === capability))
    return `\`${capability}\` is no capability: choose ${CAPABILITIES.join(', ')}.`;
  return undefined;
}

/** Ways to write it, the best first: a stage may not name the one before where variants order them anew. */
function candidates(snapshot: Snapshot, root: MapNode, draft: StageDraft): readonly (readonly Edit[])[] {
  const dataset = appendDataset(root, draft);
  return [true, false].flatMap((names) => {
    const stage = appendStage(snapshot, root, draft, names);
    return dataset === undefined || stage === undefined ? [] : [[dataset, stage]];
  });
}

function newErrors(snapshot: Snapshot, edits: readonly Edit[]): readonly Problem[] {
  const before = new Map<string, number>();
  for (const { code, message } of snapshot.checked.problems.filter(isError)) {
    const key = `${code} ${message}`;
    before.set(key, (before.get(key) ?? 0) + 1);
  }
  return analyzeWith(snapshot, edits)
    .checked.problems.filter(isError)
    .filter(({ code, message }) => {
      const key = `${code} ${message}`;
      const left = before.get(key) ?? 0;
      before.set(key, left - 1);
      return left <= 0;
    });
}

function withLineEnds(snapshot: Snapshot, edits: readonly Edit[]): string {
  const crlf = snapshot.source.text.includes('\r\n');
  return applyEdits(
    snapshot.source.text,
    edits.map(({ span, text }) => ({ span, text: crlf ? text.replaceAll('\n', '\r\n') : text })),
  );
}
