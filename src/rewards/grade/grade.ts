import { findBoxes } from './boxed';
import { choiceOf } from './choice';
import { equalAnswers, type EqualOptions, type Means } from './equal';
import { gradeKind, type Kind } from './kinds';
import { extractAnswer, type AnswerSource, type ExtractedAnswer } from './extract';

export interface GradeOptions extends Pick<EqualOptions, 'tolerance'> {
  /**
   * What the question asks for. Its rules (docs/grading.md) then find and compare the answer, and neither `strict` nor
   * `tolerance` counts. Absent: the rules of training, whatever the answer is.
   */
  readonly kind?: Kind;
  /** The texts of a multiple-choice question, in order; the gold is then a letter or an option's text. */
  readonly options?: readonly string[];
  /** Only a boxed answer counts, as in training with `boxed-answer`; default false. */
  readonly strict?: boolean;
}

export interface Grade {
  readonly correct: boolean;
  /** What was taken as the answer, as written; absent when the response gives none. */
  readonly extracted?: string;
  readonly source?: AnswerSource;
  /** How the answer equals the gold; absent when it is wrong. */
  readonly how?: Means;
  readonly format: AnswerFormat;
}

export interface AnswerFormat {
  /** Closed boxes; one is right. */
  readonly boxes: number;
  /** Every `<think>` is closed before the answer (true when there is none). */
  readonly thinking: boolean;
  /** One box, and thinking closed before it: the format part of `boxed-answer`. */
  readonly ok: boolean;
}

const MAX_GOLD = 20_000;

/**
 * Grades a response against the gold answer. Never throws, and takes time linear in the response's length: answers
 * above some hundred characters are compared as text.
 */
export function grade(response: string, gold: string, options: GradeOptions = {}): Grade {
  const boxes = findBoxes(response);
  const format = formatOf(response, boxes);
  if (options.kind !== undefined)
    return { ...gradeKind(options.kind, response, gold, options.options), format };
  const answer =
    options.strict === true && boxes.last === undefined ? undefined : extractAnswer(response, boxes);
  if (answer === undefined) return { correct: false, format };
  const how = gold.length > MAX_GOLD ? undefined : meansOf(answer, unboxed(gold), options);
  return {
    correct: how !== undefined,
    extracted: answer.text,
    source: answer.source,
    ...(how === undefined ? {} : { how }),
    format,
  };
}

function formatOf(response: string, boxes: ReturnType<typeof findBoxes>): AnswerFormat {
  const open = response.lastIndexOf('<think>');
  const close = response.lastIndexOf('</think>');
  const thinking = (open < 0 && close < 0) || (open >= 0 && close > open && (boxes.end ?? Infinity) > close);
  return { boxes: boxes.count, thinking, ok: boxes.count === 1 && thinking };
}

/** Some data sets keep the gold answer in its own box. */
const unboxed = (gold: string): string => findBoxes(gold).last ?? gold;

function meansOf(answer: ExtractedAnswer, gold: string, options: GradeOptions): Means | undefined {
  const choices = options.options ?? [];
  if (choices.length > 0) {
    const wanted = choiceOf(gold, choices);
    if (wanted !== undefined) return choiceOf(answer.text, choices) === wanted ? 'choice' : undefined;
  } else if (/^\s*\(?[A-Z]\)?\.?\s*$/.test(gold)) {
    // No options are known, but the gold is a lone capital: an option's letter, or a point's name all the same.
    return choiceOf(answer.text) === choiceOf(gold) ? 'choice' : undefined;
  }
  return equalAnswers(answer.text, gold, options);
}
