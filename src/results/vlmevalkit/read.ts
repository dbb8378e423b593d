import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { decide } from '../grading/decide';
import type { ItemDraft } from '../draft';
import { answerText, idOf, isBlank, listOf, textOf } from '../generic/cells';
import { tell, warn } from '../notes';
import type { ReadContext } from '../read';
import { openTable } from '../table/open';
import type { TableRow } from '../table/types';
import type { ImageLocation } from '../types';
import { EXCEL_CELL } from '../table/xlsx/sheet-table';
import { goldOf, toolAnswerOf, toolVerdict } from './answer';
import { benchmarkOf, ruleOf } from './benchmarks';
import { readFigures } from './figures';
import { groupFiles, type BenchmarkFiles } from './find';
import { readRotations, type Rotations } from './rotations';
import { StepGroups } from './step-groups';
import { counted } from '../text/words';

const COLUMN = 'prediction';

/** Rows of one benchmark that VLMEvalKit wrote, from the file that says most: judged, else the predictions. */
export async function* readVlmEvalKit(
  context: ReadContext,
): AsyncGenerator<readonly ItemDraft[], void, undefined> {
  const { found, options, notes } = context;
  const { source, benchmark } = found;
  const files = await filesOf(context);
  const table = await openTable(source);
  if (!table.columns.includes(COLUMN)) {
    warn(notes, 'SC360', source, `it has no column \`${COLUMN}\`: ${table.columns.slice(0, 20).join(', ')}`);
    return;
  }
  const others = [...files.judged, ...files.raw].filter((path) => path !== source);
  if (files.judged.length > 1) {
    tell(
      notes,
      'SC366',
      source,
      `judged results are in ${files.judged.map((path) => basename(path)).join(', ')}; the first is read`,
    );
  }
  const raw = others.find((path) => files.raw.includes(path)) ?? source;
  const rotations = await readRotations(raw, benchmark, options.signal);
  const groups = benchmark.startsWith('WeMath') ? new StepGroups() : undefined;
  let empty = 0;
  const { signal, onBytes } = options;
  for await (const rows of table.rows({ signal, onBytes })) {
    yield rows.flatMap((row): readonly ItemDraft[] => {
      if (rotations?.isCopy(idOf(row.values.index)) === true) return [];
      const draft = draftOf(row, context, rotations);
      if (isBlank(row.values[COLUMN])) empty += 1;
      groups?.add(row.values, draft.decided?.correct ?? decide(draft).correct);
      return [draft];
    });
  }
  for (const fault of table.faults) warn(notes, 'SC362', source, fault);
  if (empty > 0 && source.endsWith('.xlsx')) {
    warn(
      notes,
      'SC362',
      source,
      `${counted(empty, 'prediction is', 'predictions are')} empty; an answer above ${EXCEL_CELL} characters is left out of an xlsx file`,
      'Evaluate with PRED_FORMAT=tsv to keep long answers.',
    );
  }
  if (rotations !== undefined) {
    tell(
      notes,
      'SC368',
      source,
      `${counted(rotations.groups, 'question was', 'questions were')} asked in several rotations: right means right in all of them`,
    );
  }
  notes.reported.push(...(await readFigures(files.figures, benchmark)));
  for (const words of groups?.words() ?? []) tell(notes, 'SC367', source, words);
}

/** The files that belong to the one that is read. */
async function filesOf({ found }: ReadContext): Promise<BenchmarkFiles> {
  const folder = dirname(found.source);
  const names = await readdir(folder);
  const groups = groupFiles(names.map((name) => join(folder, name)));
  const own = groups.find(({ judged, raw }) => [...judged, ...raw].includes(found.source));
  return (
    own ?? { model: found.model, benchmark: found.benchmark, raw: [found.source], judged: [], figures: [] }
  );
}

/** What stands in `prediction` when the model gave no answer; longer texts that quote it are answers. */
const isFailure = (text: string): boolean => text.length < 300 && text.includes('Failed to obtain answer');

/** Judged files hold `str(prediction)`: an empty cell is the text `nan` there. */
const said = (cell: unknown): string => {
  const text = answerText(cell);
  return text === 'nan' ? '' : text;
};

function draftOf(
  { values, line }: TableRow,
  { found }: ReadContext,
  rotations: Rotations | undefined,
): ItemDraft {
  const known = benchmarkOf(found.benchmark);
  const response = said(values[COLUMN]);
  const thinking = said(values.thinking);
  const failed = isFailure(response) || isFailure(thinking);
  const category = textOf(values.category) || textOf(values.task);
  const tool = toolVerdict(values);
  const toolAnswer = toolAnswerOf(values, found.benchmark);
  const id = isBlank(values.index) ? `line ${line}` : idOf(values.index);
  // A model that thought until its tokens were spent has answered: nothing.
  const spent = response === '' && thinking !== '' && !failed;
  const decided =
    rotations?.verdictOf(id) ?? (spent ? { correct: false, route: 'ours' as const } : undefined);
  const rule = ruleOf(found.benchmark, category);
  const hint = textOf(values.hint);
  const question = answerText(values.question);
  return {
    row: id,
    dataset: found.benchmark,
    capability: known?.capability ?? 'unknown',
    ...(category === '' ? {} : { category }),
    question: hint === '' ? question : `${hint}\n${question}`,
    ...goldOf(values, known),
    response,
    ...(thinking === '' ? {} : { thinking }),
    ...(failed ? { failed } : {}),
    ...(rule === undefined ? {} : { rule }),
    ...(toolAnswer === undefined ? {} : { toolAnswer }),
    ...(tool === undefined ? {} : { tool: { ...tool, by: `${tool.by} in ${basename(found.source)}` } }),
    ...(decided === undefined ? {} : { decided }),
    ...(response.length >= EXCEL_CELL && found.source.endsWith('.xlsx') ? { truncated: true } : {}),
    images: imagesOfRow(values, found.benchmark),
    model: found.model,
    kind: 'vlmevalkit',
    source: found.source,
    line,
  };
}

/** Predictions never hold an image: only how many there are can be known from `image_path`. */
function imagesOfRow(values: Readonly<Record<string, unknown>>, benchmark: string): readonly ImageLocation[] {
  const paths = isBlank(values.image_path) ? [] : (listOf(values.image_path) ?? [values.image_path]);
  const missing = `the images of ${benchmark} are in its TSV (LMUData/${benchmark}.tsv): name it at the import`;
  return Array.from({ length: Math.max(1, paths.length) }, () => ({ missing }));
}
