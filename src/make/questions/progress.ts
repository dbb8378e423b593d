import type { MakeContext, SourceLine } from '../types';

/** Milliseconds between two words about progress. */
const PAUSE = 250;
/** Every so manieth question is shown. */
const SHOWN = 25;

/** Tells how far the writing is, a few times a second at most. */
export class Progress {
  private told = 0;

  constructor(
    private readonly context: Pick<MakeContext, 'tell'>,
    private readonly total: number,
    private done: number,
    private questions: number,
  ) {}

  add({ questions, written }: SourceLine): void {
    this.done += 1;
    for (const question of questions) {
      if (this.questions % SHOWN === 0 && written !== undefined)
        this.context.tell({ type: 'sample', question, response: written.reply, right: true });
      this.questions += 1;
    }
    if (Date.now() - this.told >= PAUSE) this.tell();
  }

  tell(): void {
    this.told = Date.now();
    this.context.tell({
      type: 'phase',
      step: 'write',
      done: this.done,
      total: Math.max(this.done, this.total),
    });
    this.context.tell({ type: 'figures', values: { questions: this.questions } });
  }
}
