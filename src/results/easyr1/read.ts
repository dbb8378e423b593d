import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import type { FoundResults } from '../../protocol';
import type { ItemDraft } from '../draft';
import type { FoundFile } from '../look/walk';
import { tell, warn } from '../notes';
import type { ReadContext } from '../read';
import type { Generation } from '../../engines';
import { readGenerations, type LogFaults } from './blocks';
import { validationsOf } from './validations';
import { counted } from '../text/words';

const LOG = 'generations.log';

/** Logs of EasyR1's validations among the files. */
export function findEasyR1(files: readonly FoundFile[]): {
  readonly found: readonly FoundResults[];
  readonly claimed: ReadonlySet<string>;
} {
  const logs = files.map(({ real }) => real).filter((path) => basename(path) === LOG);
  const found = logs.map((source): FoundResults => ({
    kind: 'easyr1',
    source,
    model: basename(dirname(source)),
    benchmark: 'validation',
    images: 'missing',
    reported: [],
    problems: [],
  }));
  return { found, claimed: new Set(logs) };
}

/** The answers of the last validation; the log is read twice, so that only one validation is in memory. */
export async function* readEasyR1({
  found,
  options,
  notes,
}: ReadContext): AsyncGenerator<readonly ItemDraft[], void, undefined> {
  const { source } = found;
  const faults: LogFaults = { broken: 0, doubtful: 0 };
  const prompts: string[] = [];
  for await (const batch of readGenerations(source, faults, { signal: options.signal })) {
    for (const { prompt, gold } of batch) prompts.push(digest(`${prompt}\0${gold}`));
  }
  const validations = validationsOf(prompts);
  const length = Math.max(0, ...validations.map(({ from, to }) => to - from));
  // A log that ends within a validation still has a whole one before it.
  const chosen = validations.findLast(({ from, to }) => to - from === length);
  const from = chosen?.from ?? 0;
  const to = chosen?.to ?? 0;
  let at = 0;
  for await (const batch of readGenerations(source, { broken: 0, doubtful: 0 }, options)) {
    const drafts = batch.flatMap((generation, i): readonly ItemDraft[] =>
      at + i >= from && at + i < to ? [draftOf(generation, at + i - from + 1, found)] : [],
    );
    at += batch.length;
    if (drafts.length > 0) yield drafts;
  }
  if (validations.length > 1) {
    tell(
      notes,
      'SC366',
      source,
      `the log has ${validations.length} validations of ${counted(length, 'answer')}, by their repeating prompts; ${to < prompts.length ? 'the last whole one' : 'the last'} is read`,
    );
  }
  if (faults.broken > 0)
    warn(
      notes,
      'SC362',
      source,
      `${counted(faults.broken, 'block or line is torn and was', 'blocks or lines are torn and were')} left out`,
    );
  if (faults.doubtful > 0) {
    warn(
      notes,
      'SC362',
      source,
      `${counted(faults.doubtful, 'answer holds', 'answers hold')} a marker such as [output] within the text: where such an answer ends is a guess`,
    );
  }
}

const digest = (text: string): string => createHash('sha1').update(text).digest('base64');

/** Special tokens are stripped from what is logged, their role words stay. */
const withoutRoles = (prompt: string): string =>
  prompt.replace(/^(?:system\n[\s\S]{0,8000}?\n)?user\n/, '').replace(/\n+assistant\s*$/, '');

function draftOf(
  { prompt, output, gold, score, line }: Generation,
  at: number,
  found: FoundResults,
): ItemDraft {
  return {
    row: String(at),
    dataset: found.benchmark,
    capability: 'unknown',
    question: withoutRoles(prompt),
    options: [],
    gold: gold.trim(),
    response: output,
    tool: { correct: Number.isFinite(score) ? score >= 0.5 : null, by: 'score' },
    images: [{ missing: 'generations.log keeps no images' }],
    model: found.model,
    kind: 'easyr1',
    source: found.source,
    line,
  };
}
