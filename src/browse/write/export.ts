import { writeAtomically, type Sink } from '../../data';
import { AUDIT_METHOD_NAMES, type ExportFormat } from '../../protocol';
import type { IndexedItem } from '../../results';
import type { SetStore } from '../store/set-store';
import { BOM, csvLine } from './csv';
import { exported, itemsInOrder } from './items';
import { writePage, type PageFacts } from './page';

/** Columns of the CSV: name, and its value of an item. */
const COLUMNS: Readonly<Record<string, (item: IndexedItem) => string | number | boolean | null | undefined>> =
  {
    row: ({ row }) => row,
    dataset: ({ dataset }) => dataset,
    capability: ({ capability }) => capability,
    category: ({ category }) => category,
    question: ({ question }) => question,
    options: ({ options }) =>
      options.map((option, at) => `${String.fromCharCode(65 + at)}. ${option}`).join('\n'),
    gold: ({ gold }) => gold,
    extracted: ({ extracted }) => extracted,
    correct: ({ correct }) => correct,
    tool_correct: ({ tool }) => tool?.correct,
    right: ({ right }) => right,
    samples: ({ k }) => k,
    tokens: ({ length }) => length,
    truncated: ({ truncated }) => truncated,
    response: ({ response }) => response,
    images: ({ images }) =>
      images
        .map((image) => ('file' in image ? image.file : 'tsv' in image ? `${image.tsv}#${image.index}` : ''))
        .join('\n'),
    source: ({ source }) => source,
    line: ({ line }) => line,
  };

/** How an export is followed and cancelled. */
export interface ExportWork {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Writes the items of a query to a file, whole or not at all, without ever having them all in memory. Answers with
 * how many there are. What the disk refuses is told as a problem with its reason.
 */
export async function exportItems(
  store: SetStore,
  indices: Int32Array,
  format: ExportFormat,
  output: string,
  /** Of a page: worked out when it is one. */
  facts: () => Promise<PageFacts>,
  work: ExportWork,
): Promise<number> {
  return writeAtomically(output, async (sink) => {
    if (format === 'html') return writePage(sink, store, indices, await facts());
    if (format === 'csv') await writeCsv(sink, store, indices, work);
    else await writeLines(sink, store, indices, work);
    return indices.length;
  });
}

export const put = (sink: Sink, text: string): Promise<void> => sink.write(Buffer.from(text, 'utf8'));

async function writeLines(sink: Sink, store: SetStore, indices: Int32Array, work: ExportWork): Promise<void> {
  for await (const items of itemsInOrder(store, indices, work)) {
    for (const item of items) {
      await put(sink, `${JSON.stringify(exported(item, store.verdicts.of(item.index)))}\n`);
    }
  }
}

async function writeCsv(sink: Sink, store: SetStore, indices: Int32Array, work: ExportWork): Promise<void> {
  await put(sink, BOM + csvLine([...Object.keys(COLUMNS), ...AUDIT_METHOD_NAMES]));
  for await (const items of itemsInOrder(store, indices, work)) {
    for (const item of items) {
      const verdicts = store.verdicts.of(item.index);
      const labels = AUDIT_METHOD_NAMES.map((method) => {
        const said = verdicts.find((verdict) => verdict.method === method);
        return said?.subtype === undefined ? said?.label : `${said.label}/${said.subtype}`;
      });
      await put(sink, csvLine([...Object.values(COLUMNS).map((valueOf) => valueOf(item)), ...labels]));
    }
  }
}
