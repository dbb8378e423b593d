import type { ClaimMark, VerdictDetail } from '../../protocol';
import { isRecord } from '../verdicts/line-places';
import { findQuote } from './quotes';
import { checkAnswer } from './schema';
import { quotableTrace, traceOf, type JudgedText } from './trace';
import type { JudgeAnswer, JudgeEvidence, JudgePass } from './types';

export type { JudgedText } from './trace';

type JudgeDetail = Pick<
  Extract<VerdictDetail, { method: 'judge' }>,
  'rationale' | 'claims' | 'unfound' | 'firstError' | 'fixVisionFixesAnswer' | 'secondary' | 'passes' | 'note'
>;

/** A judge's evidence for reading: its first valid pass, with the places of its quotations in the response. */
export function judgeDetail(evidence: unknown, item: JudgedText): JudgeDetail {
  const { passes, doubts } = evidenceOf(evidence);
  const said = passes.map((pass) => ('answer' in pass ? pass.answer.primary : `invalid: ${pass.invalid}`));
  const answer = passes.flatMap((pass) => ('answer' in pass ? [pass.answer] : []))[0];
  const differ = said.some((one) => one !== said[0]);
  const common = {
    passes: differ ? said : [],
    ...(doubts.length === 0 ? {} : { note: doubts.join('; ') }),
  };
  if (answer === undefined)
    return {
      rationale: '',
      claims: [],
      unfound: [],
      fixVisionFixesAnswer: 'unsure',
      secondary: [],
      ...common,
    };
  const step = sentenceAt(answer.first_error_step, item);
  return {
    rationale: answer.rationale,
    ...marksOf(answer, item),
    fixVisionFixesAnswer: answer.fix_vision_fixes_answer,
    secondary: answer.secondary ?? [],
    ...common,
    ...(step === undefined ? {} : { firstError: step }),
  };
}

function marksOf(
  { visual_claims: all }: JudgeAnswer,
  item: JudgedText,
): { readonly claims: readonly ClaimMark[]; readonly unfound: readonly string[] } {
  const trace = quotableTrace(item);
  const claims: ClaimMark[] = [];
  const unfound: string[] = [];
  for (const { quote, verdict, evidence } of all) {
    const place = findQuote(quote, trace.response);
    if (place !== undefined)
      claims.push({ ...place, verdict, ...(evidence === undefined ? {} : { evidence }) });
    // What the thinking holds is found, but has no place in the response.
    else if (findQuote(quote, trace.thinking) === undefined) unfound.push(quote);
  }
  return { claims: claims.sort((a, b) => a.start - b.start || a.end - b.end), unfound };
}

function sentenceAt(
  step: number | null,
  item: JudgedText,
): { readonly start: number; readonly end: number } | undefined {
  return step === null ? undefined : traceOf(item).response[step - 1];
}

/** Evidence read back; what is not there is left empty, for a file may hold anything. */
export function evidenceOf(value: unknown): JudgeEvidence {
  const { digest, passes, doubts } = isRecord(value) ? value : {};
  return {
    digest: typeof digest === 'string' ? digest : '',
    passes: Array.isArray(passes) ? passes.filter(isPass) : [],
    doubts: Array.isArray(doubts) ? doubts.filter((doubt) => typeof doubt === 'string') : [],
  };
}

function isPass(value: unknown): value is JudgePass {
  if (!isRecord(value)) return false;
  if (typeof value.invalid === 'string') return true;
  const { answer } = value;
  return (
    isRecord(answer) &&
    typeof checkAnswer(answer, String(answer.item_id), Number.MAX_SAFE_INTEGER) === 'object'
  );
}
