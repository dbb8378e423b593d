import type { ChatReply } from '../../protocol';
import type { Question, Rate } from '../types';
import type { Graded, Grader } from './grader';

/** One rollout as it came; absent in a row's list: it is missing. */
export interface Rollout {
  readonly text: string;
  /** As the server counted, else characters / 4. */
  readonly tokens: number;
  readonly truncated: boolean;
}

/** A row's rollouts by their numbers, with what is graded of them. */
export class Rollouts {
  private readonly texts: string[];
  private readonly correct: (boolean | null)[];
  private truncated: number;
  /** Why rollouts are missing or ungraded, as far as this make knows. */
  private reason: string | undefined;

  constructor(
    readonly row: Pick<Question, 'id' | 'shown'>,
    before?: Rate,
  ) {
    this.texts = [...(before?.predictions ?? [])];
    this.correct = [...(before?.correctness ?? [])];
    this.truncated = before?.truncated ?? 0;
  }

  get drawn(): number {
    return this.texts.length;
  }

  get right(): number {
    return this.correct.filter((one) => one === true).length;
  }

  get graded(): number {
    return this.correct.filter((one) => one !== null).length;
  }

  /** Numbers below `count` of rollouts that are not there. */
  lacking(count: number): readonly number[] {
    return Array.from({ length: count }, (_, i) => i).filter(
      (i) => i >= this.texts.length || (this.texts[i] === '' && this.correct[i] === null),
    );
  }

  /** Rollouts that came and could not be graded, by their numbers. */
  ungraded(): readonly { readonly number: number; readonly text: string }[] {
    return this.texts.flatMap((text, number) =>
      text !== '' && this.correct[number] === null ? [{ number, text }] : [],
    );
  }

  /** Makes room up to `count`: what is not put is missing. */
  reserve(count: number): void {
    while (this.texts.length < count) {
      this.texts.push('');
      this.correct.push(null);
    }
  }

  put(number: number, rollout: Rollout, graded: Graded): void {
    this.reserve(number + 1);
    this.texts[number] = rollout.text;
    this.correct[number] = graded.correct;
    if (rollout.truncated) this.truncated += 1;
    if (graded.reason !== undefined) this.because(graded.reason);
  }

  /** Grades one again that could not be graded. */
  regrade(number: number, graded: Graded): void {
    this.correct[number] = graded.correct;
    if (graded.reason !== undefined) this.because(graded.reason);
  }

  because(reason: string): void {
    this.reason ??= reason.slice(0, 500);
  }

  rate(): Rate {
    const missing = this.correct.filter((one) => one === null).length;
    return {
      q: this.row.id,
      ...(this.row.shown === undefined ? {} : { shown: this.row.shown }),
      correctness: this.correct,
      ...(this.truncated === 0 ? {} : { truncated: this.truncated }),
      ...(missing === 0
        ? {}
        : {
            reason: `${missing} of ${this.correct.length} rollouts do not count: ${this.reason ?? 'they never came'}`,
          }),
      predictions: this.texts,
    };
  }
}

/** Grades what came, against the row's answer, and puts it in its places. */
export async function putGraded(
  rollouts: Rollouts,
  came: readonly { readonly number: number; readonly rollout: Rollout }[],
  gold: string,
  grader: Grader,
): Promise<void> {
  const graded = await grader.grade(
    came.map(({ rollout }) => rollout),
    gold,
  );
  came.forEach(({ number, rollout }, i) => {
    rollouts.put(number, rollout, graded[i] ?? { correct: null });
  });
}

/** Grades again what an earlier make could not grade. */
export async function regrade(rollouts: Rollouts, gold: string, grader: Grader): Promise<void> {
  const open = rollouts.ungraded();
  const graded = await grader.grade(
    open.map(({ text }) => ({ text, tokens: tokensIn(text) })),
    gold,
  );
  open.forEach(({ number }, i) => {
    rollouts.regrade(number, graded[i] ?? { correct: null });
  });
}

const tokensIn = (text: string): number => Math.ceil(text.length / 4);

/** The answers of a reply; a server counts the tokens of all of them together, each gets its part by its length. */
export function rolloutsIn({ answers, tokens }: ChatReply): readonly Rollout[] {
  const length = answers.reduce((sum, { text }) => sum + text.length, 0);
  return answers.map(({ text, truncated }) => ({
    text,
    truncated,
    tokens:
      tokens.output === 0 || length === 0
        ? tokensIn(text)
        : Math.round((tokens.output * text.length) / length),
  }));
}
