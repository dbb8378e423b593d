import type { ResultItem } from './types';
import { counted } from './text/words';

const NAMED = 5;

/** Rows that we judge otherwise than the program itself. */
export class Differing {
  private readonly right: string[] = [];
  private readonly wrong: string[] = [];
  private rights = 0;
  private wrongs = 0;

  add({ row, correct, tool }: ResultItem): void {
    if (correct === null || tool === undefined || tool.correct === null || tool.correct === correct) return;
    if (correct) this.rights += 1;
    else this.wrongs += 1;
    const named = correct ? this.right : this.wrong;
    if (named.length < NAMED) named.push(row);
  }

  /** A sentence with the first of them; nothing when there are none. */
  words(): string | undefined {
    const parts = [
      ...(this.rights === 0
        ? []
        : [
            `${this.rights} ${this.rights === 1 ? 'is' : 'are'} right here and wrong there (${list(this.right, this.rights)})`,
          ]),
      ...(this.wrongs === 0
        ? []
        : [
            `${this.wrongs} ${this.wrongs === 1 ? 'is' : 'are'} wrong here and right there (${list(this.wrong, this.wrongs)})`,
          ]),
    ];
    if (parts.length === 0) return undefined;
    return `${counted(this.rights + this.wrongs, 'row is', 'rows are')} judged otherwise than by the program: ${parts.join(', ')}`;
  }
}

const list = (rows: readonly string[], of: number): string =>
  `${of === 1 ? 'row' : 'rows'} ${rows.join(', ')}${of > rows.length ? ', ...' : ''}`;
