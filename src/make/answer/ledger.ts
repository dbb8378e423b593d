import type { EndpointError } from '../../endpoints';
import type { MakeArm, ModelResponse } from '../../protocol';
import type { Question } from '../types';
import type { Book } from './book';

/** Requests of one arm that may fail one after another, of questions of their own, before the model is given up. */
const MOST_IN_A_ROW = 30;
/** Broken connections without an answer in between. */
const MOST_BROKEN = 8;

/** A question under an arm. */
export interface Task {
  readonly question: Question;
  readonly arm: MakeArm;
}

/** Writes down how requests ended, and tells when a model is to be given up. */
export class Ledger {
  private readonly inARow: Record<MakeArm, number> = { image: 0, description: 0, neither: 0 };
  /** Broken connections: those of one question when others are answered, else the server's end. */
  private broken: (Task & { readonly error: EndpointError })[] = [];
  private lives = false;

  constructor(private readonly book: Book) {}

  answered({ question, arm }: Task, reply: Pick<ModelResponse, 'text' | 'truncated'> | undefined): void {
    if (reply === undefined) this.book.writeMissing(question, arm, 'The reply holds no answer.');
    else this.book.write(question, arm, reply);
    this.inARow[arm] = 0;
    this.lives = true;
    this.settle();
  }

  /** Whether the model is to be given up for it; otherwise it is written down. */
  failed(task: Task, error: EndpointError): boolean {
    const { question, arm } = task;
    if (error.fault === 'dead') {
      this.broken.push({ ...task, error });
      return this.broken.length >= MOST_BROKEN;
    }
    if (error.concernsAll) return true;
    this.book.writeMissing(question, arm, error.message);
    // A picture is the question's own affair, however many there are.
    if (error.fault !== 'picture') this.inARow[arm] += 1;
    return this.inARow[arm] >= MOST_IN_A_ROW;
  }

  /**
   * All has been asked: what broke and was not followed by an answer is written down as well, unless nothing was
   * answered at all. Then it is the server's end, and its error is given back.
   */
  close(): EndpointError | undefined {
    if (!this.lives) return this.broken[0]?.error;
    this.settle();
    return undefined;
  }

  /** The server lives: what broke was the questions' own. */
  private settle(): void {
    for (const { question, arm, error } of this.broken) this.book.writeMissing(question, arm, error.message);
    this.broken = [];
  }
}
