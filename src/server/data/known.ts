import type { Dataset } from '../../language';
import type { Known, Snapshot, StageFacts } from '../../service';
import type { DataClient } from './client';
import { textReader } from '../../data';
import { listFolder } from './disk';
import { dataFolders } from './folders';
import { openKept } from './kept';
import type { RowCounts } from './protocol';

/** What is known beyond the text, for every open document. */
export interface Knowledge {
  /** What a snapshot's features may ask. */
  of(snapshot: Snapshot): Known;
  setStages(uri: string, variant: string | undefined, stages: readonly StageFacts[]): void;
  /** Stages of variants that a later plan no longer has. */
  forgetStages(uri: string): void;
  /** A file was changed: what was counted in it may no longer hold. */
  fileChanged(file: string): void;
  /** What a check of a file's rows found. */
  setChecked(file: string, counts: RowCounts): void;
}

interface Options {
  readonly client: DataClient;
  /** The workspace's folders, as they are now. */
  readonly workspace: () => readonly string[];
  /** False: data files are never looked at. */
  readonly enabled: () => boolean;
}

export function openKnowledge({ client, workspace, enabled }: Options): Knowledge {
  const kept = openKept();
  const stages = new Map<string, Map<string | undefined, readonly StageFacts[]>>();
  const missing = new Map<string, number>();
  const broken = new Map<string, number>();
  return {
    of: (snapshot) => {
      const folders = dataFolders(snapshot, workspace());
      const ask = async <T>(
        dataset: Dataset,
        split: 'train' | 'val' | 'test',
        question: readonly unknown[],
        make: () => Promise<T>,
        signal: AbortSignal | undefined,
      ): Promise<T | undefined> => {
        const ref = dataset[split];
        if (!snapshot.onDisk || !enabled() || ref?.kind !== 'file' || signal?.aborted === true)
          return undefined;
        const { columns, images } = dataset;
        const answer = kept
          .get(ref.path, JSON.stringify([question, columns, images, folders]), make)
          .catch(() => undefined);
        return unlessAborted(answer, signal);
      };
      return {
        columns: (dataset, split, signal) =>
          ask(
            dataset,
            split,
            ['columns'],
            () => client.ask(folders, { kind: 'columns', dataset, split }),
            signal,
          ),
        facts: async (dataset, split, signal) => {
          const make = () => client.ask(folders, { kind: 'facts', dataset, split });
          const facts = await ask(dataset, split, ['facts'], make, signal);
          const missingImages = facts && missing.get(facts.file);
          return facts === undefined || missingImages === undefined ? facts : { ...facts, missingImages };
        },
        count: (dataset, where, signal) =>
          ask(
            dataset,
            'train',
            ['count', where],
            () => client.ask(folders, { kind: 'count', dataset, where }),
            signal,
          ),
        stages: (uri, variant) => stages.get(uri)?.get(variant),
        folder: (path) => (snapshot.onDisk ? listFolder(path) : Promise.resolve(undefined)),
        brokenRows: (file) => broken.get(file),
        text: async (path) => {
          const file = snapshot.onDisk ? await textReader(folders)(path) : undefined;
          return file?.kind === 'text' ? file.text : undefined;
        },
      };
    },
    setStages: (uri, variant, own) => {
      const known = stages.get(uri) ?? new Map<string | undefined, readonly StageFacts[]>();
      known.set(variant, own);
      stages.set(uri, known);
    },
    forgetStages: (uri) => void stages.delete(uri),
    fileChanged: (file) => {
      missing.delete(file);
      broken.delete(file);
    },
    setChecked: (file, { missingImages, brokenRows }) => {
      missing.set(file, missingImages);
      broken.set(file, brokenRows);
    },
  };
}

/** An answer that comes too late is none; the question itself goes on, as its answer is kept. */
function unlessAborted<T>(
  answer: Promise<T | undefined>,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  if (signal === undefined) return answer;
  return new Promise((resolve) => {
    const abort = (): void => resolve(undefined);
    signal.addEventListener('abort', abort, { once: true });
    void answer.then((value) => {
      signal.removeEventListener('abort', abort);
      resolve(value);
    });
  });
}
