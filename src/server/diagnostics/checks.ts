import type { Problem } from '../../protocol';
import { DataCrash, type DataClient } from '../data/client';
import { dataFolders } from '../data/folders';
import type { PlannedStages, RowCounts } from '../data/protocol';
import type { AppliedChange, OpenDocument } from '../documents/document';
import { crashProblem } from './crash';
import { afterChanges, NOTHING_FOUND, soFar, type Found } from './found';

/** The checks of data, plan and engine: in another process, one for a document at a time, the newest text only. */
export interface Checks {
  /** What is known of a document's data now. */
  found(uri: string): readonly Problem[];
  /** Starts a check after `delay` milliseconds; one that is running is of an older text and is cancelled. */
  schedule(document: OpenDocument, delay: number): void;
  /** The text has changed: places move along, and a running check is cancelled. */
  changed(document: OpenDocument, changes: readonly AppliedChange[]): void;
  /** Forgets all that was found, and what is under way. */
  forget(uri: string): void;
}

/** Shows how far a long check is; made when it turns out to be long. */
export interface Progress {
  report(done: number, total: number, what: string): void;
  done(): void;
}

export interface ChecksOptions {
  readonly client: DataClient;
  readonly workspace: () => readonly string[];
  /** Texts of the editor that are not those of the disk. */
  readonly overlays: () => Readonly<Record<string, string>>;
  readonly newest: (uri: string) => OpenDocument | undefined;
  readonly onFound: (document: OpenDocument) => void;
  readonly onStages: (document: OpenDocument, planned: readonly PlannedStages[]) => void;
  readonly onChecked: (path: string, counts: RowCounts) => void;
  readonly progress: (document: OpenDocument) => Progress;
  readonly log: (text: string) => void;
}

interface Check {
  found: Found;
  timer?: NodeJS.Timeout | undefined;
  running?: AbortController | undefined;
}

export function openChecks(options: ChecksOptions): Checks {
  const checks = new Map<string, Check>();
  const of = (uri: string): Check => {
    const known = checks.get(uri) ?? { found: NOTHING_FOUND };
    checks.set(uri, known);
    return known;
  };
  const cancel = (check: Check): void => {
    clearTimeout(check.timer);
    check.timer = undefined;
    check.running?.abort();
    check.running = undefined;
  };
  return {
    found: (uri) => checks.get(uri)?.found.problems ?? [],
    schedule: ({ uri, onDisk }, delay) => {
      if (!onDisk) return;
      const check = of(uri);
      cancel(check);
      check.timer = setTimeout(() => {
        const document = options.newest(uri);
        if (document !== undefined) void run(document, check, options);
      }, delay);
    },
    changed: ({ uri, path }, changes) => {
      const check = checks.get(uri);
      if (check === undefined) return;
      cancel(check);
      check.found = afterChanges(check.found, path, changes);
    },
    forget: (uri) => {
      const check = checks.get(uri);
      if (check !== undefined) cancel(check);
      checks.delete(uri);
    },
  };
}

async function run(document: OpenDocument, check: Check, options: ChecksOptions): Promise<void> {
  const snapshot = document.snapshot();
  // Half-typed text that means nothing has no data; what was found before stays until it means something again.
  if (snapshot.checked.base.curriculum === undefined) return;
  const controller = new AbortController();
  check.running = controller;
  const { signal } = controller;
  const before = check.found;
  const fresh: Problem[] = [];
  const show = (found: Found): void => {
    if (signal.aborted) return;
    check.found = found;
    options.onFound(document);
  };
  const progress = options.progress(document);
  try {
    const problems = await options.client.ask(
      dataFolders(snapshot, options.workspace()),
      { kind: 'check', file: document.path, overlays: options.overlays() },
      {
        signal,
        listener: {
          onProblems: (some) => {
            fresh.push(...some);
            show(soFar(before, fresh));
          },
          onStages: (planned) => {
            if (!signal.aborted) options.onStages(document, planned);
          },
          onChecked: options.onChecked,
          onProgress: (done, total, what) => progress.report(done, total, what),
        },
      },
    );
    show({ problems });
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof DataCrash) show({ problems: [crashProblem(snapshot, error.message)] });
    else options.log(`The data of ${document.path} could not be checked: ${String(error)}`);
  } finally {
    progress.done();
    if (check.running === controller) check.running = undefined;
  }
}
