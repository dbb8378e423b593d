import { choiceOf, grade, type AnswerSource, type Kind } from '../../rewards';

/** What our grading says of a response. */
export interface OurGrade {
  /** What was taken as the answer; absent: none was found. */
  readonly extracted?: string;
  readonly source?: AnswerSource;
  readonly correct: boolean;
}

/** What an answer is compared with. */
export interface Gold {
  readonly gold: string;
  /** In letter order; empty when it is no choice. */
  readonly options: readonly string[];
}

const LETTER = /^\s*[([]?([A-Z])[)\].:]?\s*$/;
const POLAR = /^\W*(?:yes|no)\W*$/i;
const NUMBER = /^\s*[-+]?(?:\d[\d,]*)?\.?\d+\s*%?\s*$/;

/** Grades a response against the gold answer as training and the audit of a run do. */
export function gradeResponse(response: string, { gold, options }: Gold, kind?: Kind): OurGrade {
  const { correct, extracted, source } = grade(response, gold, {
    ...(options.length === 0 ? {} : { options }),
    ...(kind === undefined ? {} : { kind }),
  });
  return {
    correct,
    ...(extracted === undefined ? {} : { extracted }),
    ...(source === undefined ? {} : { source }),
  };
}

/** What kind of answer a gold answer asks for; absent: a formula or words, which every rule may fit. */
export function kindOf({ gold, options }: Gold): Kind | undefined {
  if (options.length > 0 || LETTER.test(gold)) return 'choice';
  if (POLAR.test(gold)) return 'yes-no';
  return NUMBER.test(gold) ? 'number' : undefined;
}

/** The text of a choice's gold option, or the gold answer itself. */
export function goldTextOf({ gold, options }: Gold): string {
  const letter = LETTER.exec(gold)?.[1];
  return (letter === undefined ? undefined : options[letter.charCodeAt(0) - 65]) ?? gold;
}

/** From this length on an answer that is not in a box is a sentence, which says more than an answer. */
const SENTENCE = 40;

/** Whether the answer stands where one is asked for, so that nothing else in the response can be meant. */
export const isExplicit = ({ source }: OurGrade): boolean => source === 'boxed' || source === 'tag';

/** A gold answer of this many words is a sentence: whether another one says the same, only a judge can tell. */
const SENTENCE_WORDS = 8;

/** Whether a gold answer is a sentence or more. */
export const needsJudge = (gold: string): boolean =>
  gold.length > SENTENCE && gold.trim().split(/\s+/, SENTENCE_WORDS).length >= SENTENCE_WORDS;

/**
 * Whether a wrong answer is surely wrong: it names another option, says the other of yes and no, or is in its place
 * and comparable with a gold answer that leaves nothing to judge. Otherwise only a judge can decide.
 */
export function isDecided(grade: OurGrade, { gold, options }: Gold): boolean {
  const { extracted } = grade;
  if (extracted === undefined) return false;
  if (options.length > 0 || LETTER.test(gold)) return choiceOf(extracted, options) !== undefined;
  if (POLAR.test(gold)) return /^\W*(?:yes|no)\b/i.test(extracted);
  const explicit = isExplicit(grade);
  if (!explicit && extracted.length > SENTENCE) return false;
  return /[\d\\=^]/.test(gold) || (explicit && !/\s/.test(gold.trim()));
}
