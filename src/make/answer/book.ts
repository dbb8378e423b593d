import type { MakeArm, ModelResponse } from '../../protocol';
import { Journal } from '../journal';
import { armsFor } from '../prompt';
import type { Answer, AnswerFile, MakeContext, Question } from '../types';
import { readDone, type Done } from './done';
import { answerKey, answerLine, givenOf, keptText } from './line';
import { outcomeOf } from './outcome';
import type { Progress } from './progress';

/** The answers of one model: what is there, what is left to ask, and where new ones are written. */
export class Book {
  private journal: Journal<Answer> | undefined;
  private told = false;
  private unanswered = 0;
  private why = '';

  private constructor(
    readonly file: AnswerFile,
    /** Whether the model is shown images. */
    private readonly sees: boolean,
    readonly done: Done,
    private readonly context: MakeContext,
    private readonly progress: Progress,
  ) {}

  static async open(
    file: AnswerFile,
    sees: boolean,
    context: MakeContext,
    progress: Progress,
  ): Promise<Book> {
    return new Book(file, sees, await readDone(file.path, context.signal), context, progress);
  }

  /** All arms of a question, and those that no answer is there of. */
  armsOf(question: Question): { readonly all: readonly MakeArm[]; readonly open: readonly MakeArm[] } {
    const all = armsFor(question, this.sees);
    return { all, open: all.filter((arm) => !this.done.keys.has(...this.keyOf(question, arm))) };
  }

  /**
   * Takes an arm of a question, so that it is not asked twice, were it twice in the file. False: somebody has.
   * What is missing in the end is open again for the next make, which reads the file anew.
   */
  take(question: Question, arm: MakeArm): boolean {
    return this.done.keys.add(...this.keyOf(question, arm));
  }

  /** Judges a reply and writes it down. Throws what the system says of the file. */
  write(question: Question, arm: MakeArm, reply: Pick<ModelResponse, 'text' | 'truncated'>): void {
    const judged = outcomeOf(question, reply);
    const { text, cut } = keptText(reply.text);
    if (cut && !this.told) {
      this.told = true;
      this.context.tell({
        type: 'note',
        severity: 'warning',
        words: `${this.file.model} gave a reply of ${reply.text.length} characters: of such replies the first and the last half million are kept.`,
        hint: 'Lower `answers: { max_tokens: ... }`, and look whether the model ends its answers.',
      });
    }
    this.append(question, arm, { ...judged, text, truncated: reply.truncated });
    this.progress.answered(question, arm, judged, text);
  }

  /** There is no answer, and why. It is asked again by the next make. */
  writeMissing(question: Question, arm: MakeArm, reason: string): void {
    this.append(question, arm, { outcome: 'missing', reason });
    this.unanswered += 1;
    if (this.why === '') this.why = reason;
    this.progress.missing();
  }

  /** Says how many got no answer, if any. */
  tellMissing(): void {
    if (this.unanswered === 0) return;
    const answers = this.unanswered === 1 ? 'answer is' : 'answers are';
    this.context.tell({
      type: 'note',
      severity: 'warning',
      words: `${this.unanswered} ${answers} missing of ${this.file.model}, for instance: ${this.why}`,
      hint: 'What is missing is neither right nor wrong, and such a row is not kept. Make again to ask for it again.',
    });
  }

  close(): void {
    this.journal?.close();
    this.journal = undefined;
  }

  private append(question: Question, arm: MakeArm, rest: Omit<Answer, 'q' | 'arm'>): void {
    const given = this.givenOf(question, arm);
    this.journal ??= new Journal(this.file.path);
    this.journal.append(answerLine({ q: question.id, arm, ...(given === '' ? {} : { given }), ...rest }));
  }

  private givenOf({ caption = '', shown = '' }: Question, arm: MakeArm): string {
    if (arm === 'image') return shown;
    return arm === 'description' ? givenOf(caption) : '';
  }

  private keyOf(question: Question, arm: MakeArm): readonly [number, number] {
    return answerKey(question.id, arm, this.givenOf(question, arm));
  }
}
