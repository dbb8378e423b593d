import type {
  ColumnMapping,
  FoundResults,
  ImageSources,
  Problem,
  ReportedFigure,
  ResultKind,
} from '../protocol';
import { finishItem, type ItemDraft } from './draft';
import { readEasyR1 } from './easyr1/read';
import { ResultsError } from './error';
import { readGeneric } from './generic/read';
import type { Route } from './grading/decide';
import { imageSourcesOf, withImages } from './images/sources';
import { readLmmsEval } from './lmms-eval/read';
import { Differing } from './differing';
import { newNotes, tell, warn, type Notes } from './notes';
import { readOwn } from './predictions/drafts';
import { TableError } from './table/types';
import type { ResultItem } from './types';
import { UniqueIds } from './unique-ids';
import { readVlmEvalKit } from './vlmevalkit/read';
import { counted } from './text/words';

export interface ReadResultsOptions {
  readonly mapping?: ColumnMapping | undefined;
  readonly images?: ImageSources | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told how many bytes of `found.source` have been read. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** What a reader of one program's files works on. */
export interface ReadContext {
  readonly found: FoundResults;
  readonly options: ReadResultsOptions;
  readonly notes: Notes;
}

type Reader = (context: ReadContext) => AsyncGenerator<readonly (ItemDraft | ResultItem)[], void, undefined>;

const READERS: Readonly<Record<ResultKind, Reader>> = {
  predictions: readOwn,
  vlmevalkit: readVlmEvalKit,
  'lmms-eval': readLmmsEval,
  easyr1: readEasyR1,
  table: readGeneric,
};

/** The items of one benchmark, read once. `problems` and `reported` are whole when the last item has come. */
export interface ResultStream extends AsyncIterable<ResultItem> {
  /** Some items at a time: a promise for each of a million costs more than the items. */
  batches(): AsyncGenerator<readonly ResultItem[], void, undefined>;
  readonly problems: readonly Problem[];
  readonly reported: readonly ReportedFigure[];
  /** How many items were decided in which way. */
  readonly routes: Readonly<Record<Route, number>>;
}

/**
 * Reads the rows of what `lookAtResults` found, graded. Ids are unique within a data set: a repeated one gets `#2`.
 * Iterating rejects with a `ResultsError` when the file cannot be read at all.
 */
export function readResults(found: FoundResults, options: ReadResultsOptions = {}): ResultStream {
  const notes = newNotes();
  const routes: Record<Route, number> = { ours: 0, extraction: 0, tool: 0, none: 0 };
  const batches = (): AsyncGenerator<readonly ResultItem[], void, undefined> =>
    readAll({ found, options, notes }, routes);
  return {
    batches,
    problems: notes.problems,
    reported: notes.reported,
    routes,
    async *[Symbol.asyncIterator]() {
      for await (const batch of batches()) yield* batch;
    },
  };
}

async function* readAll(
  context: ReadContext,
  routes: Record<Route, number>,
): AsyncGenerator<readonly ResultItem[], void, undefined> {
  const { found, options, notes } = context;
  const images = await imageSourcesOf(options.images);
  const ids = new UniqueIds();
  const differing = new Differing();
  try {
    for await (const drafts of READERS[found.kind](context)) {
      options.signal?.throwIfAborted();
      yield drafts.map((draft) => {
        if ('correct' in draft) return ids.unique(withImages(draft, images));
        const { item, route } = finishItem(draft);
        routes[route] += 1;
        differing.add(item);
        return ids.unique(withImages(item, images));
      });
    }
  } catch (error) {
    if (error instanceof TableError) throw new ResultsError(`${found.source}: ${error.reason}.`, error.hint);
    throw error;
  }
  if (ids.repeated > 0) {
    warn(
      notes,
      'SC363',
      found.source,
      `${counted(ids.repeated, 'row has', 'rows have')} an id that stands there before (the first is ${ids.first ?? ''})`,
    );
  }
  tellRoutes(notes, found.source, routes);
  const words = differing.words();
  if (words !== undefined) tell(notes, 'SC367', found.source, words);
}

function tellRoutes(
  notes: Notes,
  file: string,
  { extraction, tool, none }: Readonly<Record<Route, number>>,
): void {
  if (extraction > 0) {
    tell(
      notes,
      'SC367',
      file,
      `${counted(extraction, 'row is', 'rows are')} graded by the answer that the program took from the response`,
    );
  }
  if (tool > 0) {
    tell(
      notes,
      'SC367',
      file,
      `${counted(tool, 'row has', 'rows have')} the program’s own verdict: our grading finds no answer to compare`,
    );
  }
  if (none > 0)
    tell(
      notes,
      'SC365',
      file,
      `${counted(none, 'row is', 'rows are')} not judged: no response was obtained, no judge decided, or no gold is known`,
    );
}
