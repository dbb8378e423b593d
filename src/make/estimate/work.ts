import { BASE_MODEL, type MadeDataset } from '../../language';
import type { MakeStep } from '../../protocol';

/** Requests of one kind to one model. */
export interface Work {
  /** Name under `models`, or `base`. */
  readonly model: string;
  readonly step: Extract<MakeStep, 'write' | 'check' | 'answer' | 'rate'>;
  readonly requests: number;
  /** Of these, how many show an image. */
  readonly withImage: number;
  /** The most tokens that an answer may have. */
  readonly most?: number;
}

/** What is known before anything is asked. */
export interface Sizes {
  /** Captions or rows of the source. */
  readonly sources: number;
  /** Questions that are asked of the models. */
  readonly questions: number;
  /** Whether they may have an image to be asked from, and a caption. */
  readonly images: boolean;
  readonly captions: boolean;
  /** Share of the questions that is kept, 0 to 1: measured at an earlier make, or a guess. */
  readonly keptShare: number;
}

/** Rollouts of the adaptive rule, as a share of the most: rows that nobody or everybody solves need few. */
export const ADAPTIVE_SHARE = 0.5;

/** Share of questions that a `keep` keeps when nothing is known yet: of the published set, about a third. */
export const KEPT_GUESS = 0.3;

/**
 * Every request that making a dataset takes, when nothing is cached and no question falls: an upper bound for the
 * questions and answers; how many rows are rated depends on how many are kept.
 */
export function workOf(
  { make, difficulty }: MadeDataset,
  { sources, questions: asked, images, captions, keptShare }: Sizes,
): readonly Work[] {
  const { source, questions, answer_with: answering, answers } = make;
  const written = source.kind === 'captions' && questions?.by !== undefined ? questions : undefined;
  // Blind always; a caption stands for an image, and so nobody is asked from it where there is none.
  const arms = images ? (captions ? 3 : 2) : 1;
  const work: Work[] = [];
  if (written?.by !== undefined)
    work.push({
      model: written.by,
      step: 'write',
      requests: sources,
      withImage: 0,
      most: written.max_tokens,
    });
  if (source.kind === 'captions' && questions?.verify !== undefined)
    work.push({ model: questions.verify, step: 'check', requests: asked, withImage: 0 });
  for (const model of answering)
    work.push({
      model,
      step: 'answer',
      requests: asked * arms,
      withImage: images ? asked : 0,
      most: answers.max_tokens,
    });
  if (difficulty !== undefined) {
    const rows = Math.ceil(asked * (make.keep === undefined ? 1 : keptShare));
    const rollouts = difficulty.rollouts * (difficulty.adaptive ? ADAPTIVE_SHARE : 1);
    const requests = Math.ceil(rows * rollouts);
    work.push({
      model: difficulty.by,
      step: 'rate',
      requests,
      withImage: images ? requests : 0,
      ...(difficulty.max_tokens === undefined ? {} : { most: difficulty.max_tokens }),
    });
  }
  return work;
}

/** Whether somebody is paid for it: the curriculum's own model runs on this machine. */
export const isServed = ({ model }: Pick<Work, 'model'>): boolean => model !== BASE_MODEL;
