import type { ResultItem } from './types';
import { decide, type Route } from './grading/decide';
import type { Rule } from './grading/rule';
import { goldTextOf } from './grading/grade-item';

/** An item as a reader of a program's files makes it, before grading. */
export interface ItemDraft extends Omit<
  ResultItem,
  'goldText' | 'extracted' | 'correct' | 'length' | 'counted' | 'truncated' | 'k' | 'right'
> {
  /** Further gold answers: any one is right. */
  readonly alternatives?: readonly string[];
  /** How the benchmark itself compares. */
  readonly rule?: Rule;
  /** The program could not get a response. */
  readonly failed?: boolean;
  /** The answer that the program took out of the response. */
  readonly toolAnswer?: string;
  /** Tokens, where they were counted. */
  readonly tokens?: number;
  readonly truncated?: boolean;
  /** Of several sampled answers. */
  readonly samples?: { readonly k: number; readonly right: number };
  /** Grading is done: of a group, such as rotations of one question. */
  readonly decided?: { readonly correct: boolean | null; readonly route: Route };
}

/** Characters of a token, roughly, in English text. */
const CHARACTERS_PER_TOKEN = 4;

/** Grades a draft. */
export function finishItem(draft: ItemDraft): { readonly item: ResultItem; readonly route: Route } {
  const { tokens, samples, decided, thinking, category, tool, caption, line, options } = draft;
  const graded = decide(draft);
  const verdict = decided === undefined ? graded : { ...graded, ...decided };
  const gold = verdict.gold ?? draft.gold;
  const { correct } = verdict;
  // Written out: copying the rest of an object field by field costs more than grading does.
  const item: ResultItem = {
    row: draft.row,
    dataset: draft.dataset,
    capability: draft.capability,
    ...(category === undefined ? undefined : { category }),
    question: draft.question,
    options,
    gold,
    goldText: goldTextOf({ gold, options }),
    response: draft.response,
    ...(thinking === undefined ? undefined : { thinking }),
    ...(verdict.extracted === undefined ? undefined : { extracted: verdict.extracted }),
    correct,
    ...(tool === undefined ? undefined : { tool }),
    length: tokens ?? Math.ceil((draft.response.length + (thinking?.length ?? 0)) / CHARACTERS_PER_TOKEN),
    counted: tokens !== undefined,
    truncated: draft.truncated ?? false,
    k: samples?.k ?? (correct === null ? 0 : 1),
    right: samples?.right ?? (correct === true ? 1 : 0),
    images: draft.images,
    ...(caption === undefined ? undefined : { caption }),
    model: draft.model,
    kind: draft.kind,
    source: draft.source,
    ...(line === undefined ? undefined : { line }),
  };
  return { item, route: verdict.route };
}
