import { basename, dirname, extname } from 'node:path';
import type { ColumnMapping } from '../../protocol';
import type { ItemDraft } from '../draft';
import { tell, warn, type Notes } from '../notes';
import type { TableRow } from '../table/types';
import type { ImageLocation } from '../types';
import { openTable } from '../table/open';
import type { ReadContext } from '../read';
import { answerText, idOf, imageLocations, isBlank, listOf, optionsOf, textOf, verdictOf } from './cells';
import { guessMapping, missingRoles } from './mapping';
import { ResultsError } from '../error';
import { columnWords } from '../text/words';

/** Rows of any table by its column mapping. Rejects with a `ResultsError` when that does not say enough. */
export async function* readGeneric({
  found,
  options,
  notes,
}: ReadContext): AsyncGenerator<readonly ItemDraft[], void, undefined> {
  const table = await openTable(found.source);
  const guessed = guessMapping(table.columns);
  const mapping = { ...guessed, ...found.mapping, ...options.mapping };
  const unknown = Object.entries(options.mapping ?? {}).find(
    ([, name]) => !table.columns.includes(String(name)),
  );
  const missing = missingRoles(mapping);
  if (missing.length > 0 || unknown !== undefined) {
    throw new ResultsError(
      unknown === undefined
        ? `${found.source}: no column is known to be the ${missing.join(' nor the ')}.`
        : `${found.source} has no column \`${unknown[1]}\`.`,
      `Say which it is, such as \`--map response=NAME --map answer=NAME\`; it has ${columnWords(table.columns)}.`,
    );
  }
  tellChoice(notes, found.source, table.columns, mapping);
  const columns: readonly string[] = Object.values(mapping);
  const { signal, onBytes } = options;
  for await (const rows of table.rows({ signal, onBytes, columns })) {
    yield rows.map((row) => draftOf(row, mapping, found));
  }
  for (const fault of table.faults) warn(notes, 'SC362', found.source, fault);
}

/** Where names leave a choice, the choice is told. */
function tellChoice(
  notes: Notes,
  file: string,
  columns: readonly string[],
  { response, answer, correct }: ColumnMapping,
): void {
  const others = guessMapping(
    columns.filter((name) => name !== response && name !== answer && name !== correct),
  );
  if (response !== undefined && others.response !== undefined) {
    tell(
      notes,
      'SC361',
      file,
      `\`${response}\` is read as the response; \`${others.response}\` could be it as well`,
    );
  }
}

function draftOf({ values, line }: TableRow, mapping: ColumnMapping, found: ReadContext['found']): ItemDraft {
  const cell = (role: keyof ColumnMapping): unknown => {
    const name = mapping[role];
    return name === undefined ? undefined : values[name];
  };
  const text = (role: keyof ColumnMapping): string => textOf(cell(role));
  const responses = listOf(cell('response'))?.flat(2).map(answerText);
  const verdicts = listOf(cell('correct'))?.map(verdictOf);
  const verdict = verdicts === undefined ? verdictOf(cell('correct')) : (verdicts[0] ?? null);
  const by = mapping.correct;
  const id = cell('id');
  const category = text('category');
  const caption = text('caption');
  const several =
    responses !== undefined && responses.length > 1 && verdicts?.length === responses.length
      ? { samples: { k: verdicts.length, right: verdicts.filter((one) => one === true).length } }
      : {};
  return {
    row: isBlank(id) ? String(line) : idOf(id),
    dataset: text('benchmark') || found.benchmark,
    capability: text('capability') || 'unknown',
    ...(category === '' ? {} : { category }),
    question: text('question'),
    options: optionsOf(cell('options')),
    gold: answerText(cell('answer')),
    response: responses === undefined ? answerText(cell('response')) : (responses[0] ?? ''),
    ...(by === undefined ? {} : { tool: { correct: verdict, by } }),
    ...several,
    images: imageLocations(cell('images'), embeddedIn(found.source, mapping.images, line)),
    ...(caption === '' ? {} : { caption }),
    model: text('model') || found.model,
    kind: 'table',
    source: found.source,
    line,
  };
}

/** Bytes in a Parquet file are found again by row and column; elsewhere they are texts as long as the file. */
function embeddedIn(source: string, column: string | undefined, line: number) {
  if (column === undefined || extname(source).toLowerCase() !== '.parquet') return undefined;
  return (part: number): ImageLocation => ({
    tsv: source,
    index: String(line - 1),
    column,
    ...(part === 0 ? {} : { part }),
  });
}

/** Names of a table's model and benchmark when no column says them. */
export const tableNames = (path: string): { readonly model: string; readonly benchmark: string } => ({
  model: basename(dirname(path)) || 'model',
  benchmark: basename(path, extname(path)),
});
