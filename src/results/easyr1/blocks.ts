import { lineBatches } from '../text/lines';

/** One logged answer. */
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
const SCORE = /^\[score\] ([-+0-9.eE]+|nan|-?inf)$/;
/** Lines of one block; a log that is none must not be collected for ever. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

export interface LogFaults {
  broken: number;
  doubtful: number;
}

/**
 * The answers of EasyR1's `generations.log`. A block ends at a score that an empty line and the next `[prompt]` (or
 * the file's end) follow: markers that a model wrote into its answer do not end it. A torn last block is left out.
 */
export async function* readGenerations(
  file: string,
  faults: LogFaults,
  options: {
    readonly signal?: AbortSignal | undefined;
    readonly onBytes?: ((bytes: number) => void) | undefined;
  },
): AsyncGenerator<readonly Generation[], void, undefined> {
  const { signal, onBytes } = options;
  let block: string[] = [];
  let begin = 0;
  let characters = 0;
  const end = (): Generation | undefined => {
    while (block.at(-1) === '') block.pop();
    const generation = block.length === 0 ? undefined : generationOf(block, begin);
    if (block.length > 0 && generation === undefined) faults.broken += 1;
    if (generation?.doubtful === true) faults.doubtful += 1;
    block = [];
    characters = 0;
    return generation;
  };
  for await (const lines of lineBatches(file, { signal, ...(onBytes === undefined ? {} : { onBytes }) })) {
    const batch: Generation[] = [];
    for (const { text, number } of lines) {
      const line = text ?? '';
      const ended = block.length > 2 && block.at(-1) === '' && SCORE.test(block.at(-2) ?? '');
      if (line.startsWith(PROMPT) && (block.length === 0 || ended)) {
        const generation = end();
        if (generation !== undefined) batch.push(generation);
        begin = number;
      } else if (block.length === 0) {
        if (line !== '') faults.broken += 1;
        continue;
      }
      characters += line.length;
      if (characters <= MOST_CHARACTERS) block.push(line);
    }
    if (batch.length > 0) yield batch;
  }
  const last = end();
  if (last !== undefined) yield [last];
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
    score: score === 'nan' ? NaN : Number(score),
    line,
    doubtful: text.includes(OUTPUT, output + 1) || text.indexOf(GOLD) !== gold,
  };
}
