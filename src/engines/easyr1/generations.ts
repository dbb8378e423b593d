/** An answer of a validation, as EasyR1 logs it. */
export interface Generation {
  readonly prompt: string;
  readonly output: string;
  readonly gold: string;
  /** NaN as the log has it. */
  readonly score: number;
  /** Line that it begins at, from 1. */
  readonly line: number;
  /** A marker stands within a text, so that where it ends is a guess. */
  readonly doubtful: boolean;
}

const PROMPT = '[prompt] ';
const OUTPUT = '\n[output] ';
const GOLD = '\n[ground_truth] ';
const SCORE = /^\[score\] ([-+0-9.eE]{1,40}|nan|-?inf)$/;
/** Characters of one block; a log that is none must not be collected for ever. */
const LONGEST = 16 * 1024 * 1024;

/**
 * Reads `generations.log`, also as it grows. A block ends at a score that an empty line and the next `[prompt]` follow,
 * or where `end` says that no more will come: markers that a model wrote into its answer do not end it. A block that is
 * torn or too long is left out.
 */
export class GenerationReader {
  /** Blocks that were left out, and lines that belong to none. */
  broken = 0;
  private block: string[] = [];
  private length = 0;
  private begin = 0;
  private number = 0;
  /** The last two lines of the block, kept or not. */
  private last: readonly [string, string] = ['', ''];

  /** Blocks that a whole line ended; a block stays open until the next one begins. */
  push(lines: readonly string[]): readonly Generation[] {
    const done: Generation[] = [];
    for (const line of lines) {
      this.number += 1;
      const [score, empty] = this.last;
      const over = empty === '' && SCORE.test(score);
      if (line.startsWith(PROMPT) && (this.block.length === 0 || over)) {
        done.push(...this.end());
        this.begin = this.number;
      } else if (this.block.length === 0) {
        if (line !== '') this.broken += 1;
        continue;
      }
      this.last = [empty, line];
      this.length += line.length + 1;
      if (this.length <= LONGEST) this.block.push(line);
    }
    return done;
  }

  /** The block that is open, if it is whole: nothing but the next validation follows now. */
  end(): readonly Generation[] {
    const lines = this.block;
    if (lines.length === 0 && this.length === 0) return [];
    const long = this.length > LONGEST;
    this.block = [];
    this.length = 0;
    this.last = ['', ''];
    while (lines.at(-1) === '') lines.pop();
    const generation = long ? undefined : generationOf(lines, this.begin);
    if (generation === undefined) this.broken += 1;
    return generation === undefined ? [] : [generation];
  }
}

function generationOf(lines: readonly string[], line: number): Generation | undefined {
  const score = SCORE.exec(lines.at(-1) ?? '')?.[1];
  if (score === undefined) return undefined;
  const text = lines.slice(0, -1).join('\n').slice(PROMPT.length);
  const output = text.indexOf(OUTPUT);
  const gold = text.lastIndexOf(GOLD);
  if (output < 0 || gold < output) return undefined;
  return {
    prompt: text.slice(0, output),
    output: text.slice(output + OUTPUT.length, gold),
    gold: text.slice(gold + GOLD.length),
    score: scoreOf(score),
    line,
    doubtful: text.includes(OUTPUT, output + 1) || text.indexOf(GOLD) !== gold,
  };
}

function scoreOf(text: string): number {
  if (text === 'nan') return Number.NaN;
  if (text.endsWith('inf')) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}
