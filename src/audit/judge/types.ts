import type { Label } from '../../protocol';

/** What a judge answers, by the JSON Schema that it is given. */
export interface JudgeAnswer {
  readonly item_id: string;
  readonly primary: Label;
  readonly subtype?: string | null;
  readonly secondary?: readonly string[];
  /** Number of a sentence, from 1. */
  readonly first_error_step: number | null;
  readonly visual_claims: readonly JudgeClaim[];
  readonly fix_vision_fixes_answer: 'yes' | 'no' | 'unsure';
  readonly confidence: number;
  readonly rationale: string;
}

export interface JudgeClaim {
  readonly quote: string;
  readonly verdict: 'true' | 'false' | 'unverifiable';
  readonly evidence?: string;
}

/** One reading of an item: an answer, or why there is none and what was said instead (cut). */
export type JudgePass =
  { readonly answer: JudgeAnswer } | { readonly invalid: string; readonly text: string };

/** Evidence of a judge's verdict line. */
export interface JudgeEvidence {
  /** Of what was judged: another response makes the verdict void. */
  readonly digest: string;
  readonly passes: readonly JudgePass[];
  /** Why the verdict is UNSURE although the passes agree, or its confidence lower than they say. */
  readonly doubts: readonly string[];
}
