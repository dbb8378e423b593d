import { LABELS, type Label } from '../../protocol';
import { findQuote, type Quotable } from './quotes';
import type { QuotableTrace } from './trace';
import type { JudgeAnswer, JudgePass } from './types';

/** What the passes say together. */
export interface JudgeVerdict {
  readonly label: Label;
  readonly subtype?: string;
  readonly confidence?: number;
  readonly doubts: readonly string[];
}

/**
 * One verdict of two passes: what both say; UNSURE when they differ, when one is no valid answer, or when it rests on no
 * quotation that is in the trace. Quotations that are not there lower the confidence by their share.
 */
export function decideJudge(passes: readonly JudgePass[], trace: QuotableTrace): JudgeVerdict {
  const doubts: string[] = [];
  const answers = passes.flatMap((pass) => {
    if ('answer' in pass) return [pass.answer];
    doubts.push(`no valid answer: ${pass.invalid}`);
    return [];
  });
  const [first] = answers;
  if (first === undefined || answers.length < passes.length) return { label: 'UNSURE', doubts };
  if (answers.some(({ primary }) => primary !== first.primary)) {
    return {
      label: 'UNSURE',
      doubts: [`the passes differ: ${answers.map(({ primary }) => primary).join(' and ')}`],
    };
  }
  const weighed = answers.map((answer) => weigh(answer, trace));
  for (const { doubt } of weighed) if (doubt !== undefined && !doubts.includes(doubt)) doubts.push(doubt);
  const confidence = weighed.reduce((sum, one) => sum + one.confidence, 0) / weighed.length;
  // A pass without a leg to stand on is a pass that says nothing.
  if (weighed.some(({ rests }) => !rests)) return { label: 'UNSURE', doubts, confidence };
  const { subtype } = first;
  const shared = answers.every((answer) => answer.subtype === subtype) && isSubtype(first.primary, subtype);
  return {
    label: first.primary,
    doubts,
    confidence,
    ...(shared ? { subtype } : {}),
  };
}

const isSubtype = (label: Label, subtype: string | null | undefined): subtype is string =>
  typeof subtype === 'string' && (LABELS[label].subtypes as readonly string[]).includes(subtype);

const NEEDS_PLACE: ReadonlySet<Label> = new Set<Label>(['PERC', 'REAS', 'KNOW', 'QREAD']);

function weigh(
  answer: JudgeAnswer,
  trace: QuotableTrace,
): { readonly rests: boolean; readonly confidence: number; readonly doubt?: string } {
  const { primary, visual_claims: claims, first_error_step: step, confidence } = answer;
  const found = claims.filter(({ quote }) => isQuoted(quote, trace));
  const share = claims.length === 0 ? 1 : found.length / claims.length;
  const missing = claims.length - found.length;
  const lowered = confidence * share;
  const no = (doubt: string) => ({ rests: false, confidence: lowered, doubt });
  if (claims.length > 0 && found.length === 0) return no('none of its quotations is in the response');
  if (primary === 'PERC' && !found.some(({ verdict }) => verdict === 'false'))
    return no('it says perception and quotes nothing false');
  if (NEEDS_PLACE.has(primary) && found.length === 0 && step === null)
    return no('it points to nothing in the response');
  return {
    rests: true,
    confidence: lowered,
    ...(missing === 0 ? {} : { doubt: `${missing} of ${claims.length} quotations are not in the response` }),
  };
}

export const isQuoted = (quote: string, { response, thinking }: QuotableTrace): boolean =>
  [response, thinking].some((text: Quotable) => findQuote(quote, text) !== undefined);
