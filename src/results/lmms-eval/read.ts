import { basename } from 'node:path';
import type { ItemDraft } from '../draft';
import { alternativesOf, answerText, idOf, imageLocations, isBlank } from '../generic/cells';
import { warn } from '../notes';
import type { ReadContext } from '../read';
import { openJsonLines } from '../table/json-lines';
import type { TableRow } from '../table/types';
import { lineBatches } from '../text/lines';
import { benchmarkOf, ruleOf } from '../vlmevalkit/benchmarks';
import { readLmmsFigures } from './figures';
import { filteredAnswer, optionsInPrompt, responseOf, sampleVerdict, tokensOf } from './sample';
import { counted } from '../text/words';

/** Rows of a samples file. lmms-eval appends: of a document that stands there twice the last counts. */
export async function* readLmmsEval({
  found,
  options,
  notes,
}: ReadContext): AsyncGenerator<readonly ItemDraft[], void, undefined> {
  const { source } = found;
  const { last, repeated } = await lastLines(source, options.signal);
  const table = await openJsonLines(source);
  const { signal, onBytes } = options;
  for await (const rows of table.rows({ signal, onBytes })) {
    yield rows.flatMap((row): readonly ItemDraft[] => {
      const id = idOf(row.values.doc_id);
      return (last.get(id) ?? row.line) === row.line ? [draftOf(row, found)] : [];
    });
  }
  for (const fault of table.faults) warn(notes, 'SC362', source, fault);
  if (repeated > 0) {
    warn(
      notes,
      'SC363',
      source,
      `${counted(repeated, 'line has', 'lines have')} a doc_id that comes again: lmms-eval appends to its files and writes a line for each filter of a task; the last counts`,
    );
  }
  notes.reported.push(...(await readLmmsFigures(source, found.benchmark)));
}

/** The last line of each document, found without parsing whole lines where the id stands first. */
async function lastLines(
  file: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly last: ReadonlyMap<string, number>; readonly repeated: number }> {
  const last = new Map<string, number>();
  let repeated = 0;
  for await (const lines of lineBatches(file, { signal })) {
    for (const { text, number } of lines) {
      const id = text === undefined ? undefined : documentId(text);
      if (id === undefined) continue;
      if (last.has(id)) repeated += 1;
      last.set(id, number);
    }
  }
  return { last, repeated };
}

function documentId(line: string): string | undefined {
  const head = /^\s*\{\s*"doc_id"\s*:\s*(?:"([^"\\]{0,200})"|(-?[\d.]+))\s*,/.exec(line);
  // A torn line is none of the last ones.
  if (head !== null) return line.trimEnd().endsWith('}') ? idOf(head[1] ?? head[2]) : undefined;
  try {
    const value = JSON.parse(line) as { readonly doc_id?: unknown } | null;
    return isBlank(value?.doc_id) ? undefined : idOf(value?.doc_id);
  } catch {
    return undefined;
  }
}

function draftOf({ values, line }: TableRow, found: ReadContext['found']): ItemDraft {
  const verdict = sampleVerdict(values);
  const input: unknown = Array.isArray(values.input) ? (values.input as readonly unknown[])[0] : values.input;
  const question = answerText(input);
  const target = answerText(values.target);
  const [gold = target, ...alternatives] = alternativesOf(target) ?? [];
  const alike = benchmarkLike(found.benchmark);
  const rule = alike === undefined ? undefined : ruleOf(alike);
  const tokens = tokensOf(values.token_counts);
  const toolAnswer = verdict?.answer ?? filteredAnswer(values);
  const media = imageLocations(values.input_media).filter((image) => 'file' in image);
  return {
    row: isBlank(values.doc_id) ? `line ${line}` : idOf(values.doc_id),
    dataset: found.benchmark,
    capability: (alike === undefined ? undefined : benchmarkOf(alike)?.capability) ?? 'unknown',
    question,
    options: /^\s*\(?[A-Z]\)?\.?\s*$/.test(gold) ? optionsInPrompt(question) : [],
    gold,
    ...(alternatives.length === 0 ? {} : { alternatives }),
    ...(rule === undefined ? {} : { rule }),
    response: responseOf(values),
    ...(toolAnswer === undefined ? {} : { toolAnswer }),
    ...(verdict === undefined
      ? {}
      : { tool: { correct: verdict.correct, by: `${verdict.by} in ${basename(found.source)}` } }),
    ...(tokens === undefined ? {} : { tokens }),
    images:
      media.length > 0
        ? media
        : [{ missing: 'lmms-eval keeps no images: they are in the task’s data set, by doc_id' }],
    model: found.model,
    kind: 'lmms-eval',
    source: found.source,
    line,
  };
}

const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/mathvista/i, 'MathVista_MINI'],
  [/mathverse/i, 'MathVerse_MINI'],
  [/mathvision/i, 'MathVision'],
  [/wemath/i, 'WeMath'],
  [/pope/i, 'POPE'],
  [/hallusion/i, 'HallusionBench'],
  [/mmstar/i, 'MMStar'],
  [/realworldqa/i, 'RealWorldQA'],
  [/mmmu/i, 'MMMU_DEV_VAL'],
  [/ai2d|scienceqa|mmbench/i, 'AI2D_TEST'],
  [/chartqa/i, 'ChartQA_TEST'],
  [/ocrbench/i, 'OCRBench'],
  [/docvqa|textvqa|infovqa|^mme|seed/i, 'DocVQA_VAL'],
];

/** VLMEvalKit's name of the benchmark that a task asks. */
const benchmarkLike = (task: string): string | undefined =>
  KNOWN.find(([pattern]) => pattern.test(task))?.[1];
