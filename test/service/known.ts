import { readdir } from 'node:fs/promises';
import { openDataEngine, type DataEngine, type DataSource } from '../../src/data';
import { checkCurriculum, type Dataset } from '../../src/language';
import { isPlan, makePlan, planSummary } from '../../src/plan';
import type { FolderEntry, Known, Split, StageFacts } from '../../src/service';

/** What a language service knows of a folder: asked of DuckDB and the disk at once, nothing is kept. */
export interface OpenKnown extends Known {
  readonly data: DataEngine;
  /** Plans a curriculum of the disk, so that `stages` answers for it from then on. */
  plan(file: string, uri: string, variant?: string): Promise<void>;
  close(): Promise<void>;
}

/** Real knowledge of the data files under a folder; the caller closes it. */
export async function openKnown(folder: string): Promise<OpenKnown> {
  const data = await openDataEngine({ folders: [folder] });
  const planned = new Map<string, readonly StageFacts[]>();
  const keyOf = (uri: string, variant: string | undefined): string => JSON.stringify([uri, variant]);
  return {
    data,
    columns: (dataset, split) =>
      answer(dataset, split, async (source) => (await data.facts(source)).columns.map(withoutCounts)),
    facts: (dataset, split) =>
      answer(dataset, split, async (source) => {
        let sample: string | undefined;
        for await (const row of data.samples({ source }, { limit: 1 })) {
          sample = JSON.stringify({ question: row.question, answer: row.answer });
        }
        return {
          ...(await data.facts(source)),
          file: source.path,
          roles: source.columns,
          ...(sample === undefined ? {} : { sample }),
        };
      }),
    count: (dataset, where) => answer(dataset, 'train', (source) => data.count({ source, where })),
    stages: (uri, variant) => planned.get(keyOf(uri, variant)),
    folder: listFolder,
    text: async (path) => {
      const file = await data.text(path);
      return file.kind === 'text' ? file.text : undefined;
    },
    async plan(file, uri, variant) {
      const checked = checkCurriculum(file, variant === undefined ? {} : { variant });
      const plan = await makePlan({ checked, data, checkData: false });
      if (!isPlan(plan)) throw new Error(plan.problems.map(({ message }) => message).join('; '));
      const summaries = planSummary(plan).stages;
      planned.set(
        keyOf(uri, variant),
        plan.stages.flatMap((stage, index) => {
          const summary = summaries[index];
          const sum = (count: (source: (typeof stage.sources)[number]) => number): number =>
            stage.sources.reduce((total, source) => total + count(source), 0);
          return summary === undefined
            ? []
            : [
                {
                  id: stage.id,
                  allRows: sum(({ rowsBefore }) => rowsBefore),
                  rows: sum(({ rowsAfter }) => rowsAfter),
                  steps: stage.steps.total,
                  summary,
                },
              ];
        }),
      );
    },
    close: () => data.close(),
  };

  async function answer<T>(
    dataset: Dataset,
    split: Split,
    ask: (source: DataSource) => Promise<T>,
  ): Promise<T | undefined> {
    try {
      const { source } = await data.resolve(dataset, split);
      return source === undefined ? undefined : await ask(source);
    } catch {
      return undefined;
    }
  }
}

const withoutCounts = ({ name, type }: { readonly name: string; readonly type: string }) => ({ name, type });

async function listFolder(path: string): Promise<readonly FolderEntry[] | undefined> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter(({ name }) => !name.startsWith('.'))
      .map((entry): FolderEntry => ({ name: entry.name, kind: entry.isDirectory() ? 'folder' : 'file' }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .slice(0, 2000);
  } catch {
    return undefined;
  }
}

/** Knows nothing, as in a workspace that lies on no disk. */
export const NOTHING_KNOWN: Known = {
  columns: () => Promise.resolve(undefined),
  facts: () => Promise.resolve(undefined),
  count: () => Promise.resolve(undefined),
  stages: () => undefined,
  folder: () => Promise.resolve(undefined),
  text: () => Promise.resolve(undefined),
};
