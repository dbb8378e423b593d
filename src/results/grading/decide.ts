import {
  gradeResponse,
  isDecided,
  isExplicit,
  kindOf,
  needsJudge,
  type Gold,
  type OurGrade,
} from './grade-item';
import { byRule, type Rule } from './rule';

/** Who decided whether an answer is right. */
export const ROUTES = {
  ours: 'graded here, from the response',
  extraction: 'graded here, from the answer that the program took out of the response',
  tool: 'the program’s own verdict: no answer was found that could be compared',
  none: 'not judged',
} as const;
export type Route = keyof typeof ROUTES;

export interface Evidence extends Gold {
  readonly response: string;
  /** Further gold answers: any one is right. */
  readonly alternatives?: readonly string[];
  /** How the benchmark itself compares. */
  readonly rule?: Rule;
  /** The program could not get a response. */
  readonly failed?: boolean;
  /** The answer that the program took out of the response. */
  readonly toolAnswer?: string;
  /** `correct` null: it gave points that are no verdict, or its judge could not be reached. */
  readonly tool?: { readonly correct: boolean | null };
}

export interface Verdict {
  readonly correct: boolean | null;
  readonly extracted?: string;
  readonly route: Route;
  /** The gold answer that was met; absent: the first. */
  readonly gold?: string;
}

/** A longer extraction is a sentence of a judge, not an answer. */
const LONGEST_EXTRACTION = 2_000;

/**
 * Whether an answer is right. One response, three witnesses, in this order:
 *
 * 1. No response at all (a failed request, an empty cell) is not judged, whatever the program counted it as.
 * 2. Our grading of the response, by the benchmark's own rule where it has one, says right: right. Programs that match
 *    by patterns miss answers at the end of a long response.
 * 3. Our grading says wrong, and the answer is in its place (boxed, tagged) or of a kind that leaves nothing to judge (an
 *    option, yes or no, a number): wrong.
 * 4. Else our grading of the answer that the program took out of the response, if that is right.
 * 5. Else the program's verdict: words and formulas in prose need a judge.
 * 6. Else not judged where the program's judge failed or gave no verdict, or where the gold answer is a sentence; what
 *    is left is wrong.
 *
 * Without a gold answer only the program can speak. Rows where ours and the program's verdict differ are counted in a
 * note of the benchmark: the accuracy is ours, the program's stands beside it.
 */
export function decide(evidence: Evidence): Verdict {
  const { alternatives = [], gold } = evidence;
  const first = decideBy(evidence);
  if (first.correct === true || first.correct === null) return first;
  for (const other of alternatives) {
    const verdict = decideBy({ ...evidence, gold: other });
    if (verdict.correct === true && verdict.route !== 'tool') return { ...verdict, gold: other };
  }
  return alternatives.length === 0 ? first : { ...first, gold };
}

function decideBy(evidence: Evidence): Verdict {
  const { response, gold, failed, toolAnswer = '', tool, rule } = evidence;
  if (failed === true || response.trim() === '') return { correct: null, route: 'none' };
  const byTool = tool?.correct ?? undefined;
  if (gold.trim() === '') {
    return byTool === undefined ? { correct: null, route: 'none' } : { correct: byTool, route: 'tool' };
  }
  const kind = kindOf(evidence);
  const ours = byRule(rule, response, gold, gradeResponse(response, evidence, kind));
  const extracted = ours.extracted === undefined ? {} : { extracted: ours.extracted };
  const surely = isDecided(ours, evidence);
  const final = surely && (kind !== undefined || rule !== undefined || isExplicit(ours));
  if (ours.correct || final) return { correct: ours.correct, ...extracted, route: 'ours' };
  const taken = byExtraction(toolAnswer, evidence);
  if (taken?.correct === true) return { correct: true, extracted: toolAnswer, route: 'extraction' };
  if (byTool !== undefined) return { correct: byTool, ...extracted, route: 'tool' };
  if (taken !== undefined && isDecided(taken, evidence))
    return { correct: false, extracted: toolAnswer, route: 'extraction' };
  if (tool !== undefined || (!surely && needsJudge(gold)))
    return { correct: null, ...extracted, route: 'none' };
  return { correct: false, ...extracted, route: 'ours' };
}

function byExtraction(answer: string, evidence: Evidence): OurGrade | undefined {
  if (answer.trim() === '' || answer.length > LONGEST_EXTRACTION) return undefined;
  const grade = gradeResponse(`<answer>${answer}</answer>`, evidence, kindOf(evidence));
  return byRule(evidence.rule, answer, evidence.gold, grade);
}
