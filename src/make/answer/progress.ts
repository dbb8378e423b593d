import type { MakeArm } from '../../protocol';
import type { MakeContext, Question } from '../types';
import type { Judged } from './outcome';
import type { Answer } from '../types';

const TELL_MS = 250;

type Counts = Record<Answer['outcome'], number>;

/** What all models together have answered, told a few times a second; and every answer as a sample. */
export class Progress {
  private toldAt = 0;
  private done = 0;
  private total = 0;
  private readonly counts: Counts = { right: 0, wrong: 0, unparsable: 0, missing: 0 };

  constructor(private readonly context: Pick<MakeContext, 'tell'>) {}

  /** Answers that are there from before, of so many that are wanted. */
  begin(total: number, known: number, counts: Readonly<Partial<Counts>>): void {
    this.total += total;
    this.done += known;
    for (const outcome of ['right', 'wrong', 'unparsable'] as const)
      this.counts[outcome] += counts[outcome] ?? 0;
  }

  answered(question: Question, arm: MakeArm, { outcome }: Judged, text: string): void {
    this.count(outcome);
    if (arm !== 'image' && question.images.length > 0) return;
    this.context.tell({ type: 'sample', question, response: text, right: outcome === 'right' });
  }

  missing(): void {
    this.count('missing');
  }

  /** The last word, or the first. */
  tell(): void {
    this.toldAt = Date.now();
    const { done, total, counts } = this;
    this.context.tell({ type: 'phase', step: 'answer', done, total });
    this.context.tell({ type: 'figures', values: { ...counts } });
  }

  private count(outcome: Answer['outcome']): void {
    this.done += 1;
    this.counts[outcome] += 1;
    if (Date.now() - this.toldAt >= TELL_MS) this.tell();
  }
}
