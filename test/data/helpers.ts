import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll } from 'vitest';
import type { DataEngine, DataSource, Sample } from '../../src/data';
import { openDataEngine } from '../../src/data';
import type { Dataset } from '../../src/language';
import type { Problem } from '../../src/protocol';
import { discard } from '../fixtures/discard';

/** A folder of its own for a test file, removed at the end. */
export function workFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-data-')));
  afterAll(() => discard(folder));
  return folder;
}

/** An engine on folders, closed at the end. */
export async function engineOn(folders: readonly string[], cache?: string): Promise<DataEngine> {
  const engine = await openDataEngine({ folders, ...(cache === undefined ? {} : { cache }) });
  afterAll(() => engine.close());
  return engine;
}

export function write(path: string, content: string | Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

export const jsonl = (rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

export const dataset = (path: string, more: Partial<Dataset> = {}): Dataset => ({
  id: 'shapes',
  capability: 'perception',
  train: { kind: 'file', text: path, path },
  columns: {},
  ...more,
});

export async function sourceOf(
  engine: DataEngine,
  path: string,
  more: Partial<Dataset> = {},
): Promise<DataSource> {
  const { source, problems } = await engine.resolve(dataset(path, more), 'train');
  if (source === undefined) throw new Error(problems.map((problem) => problem.message).join('; '));
  return source;
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export const samplesOf = (engine: DataEngine, source: DataSource, where?: string): Promise<Sample[]> =>
  collect(engine.samples({ source, ...(where === undefined ? {} : { where }) }));

/** Code and line (from 1, 0 when there is none) of each problem. */
export const placed = (problems: readonly Problem[]): readonly string[] =>
  problems.map(
    (problem) =>
      `${problem.code}:${problem.place.range === undefined ? 0 : problem.place.range.start.line + 1}`,
  );

export const picture = (format: 'png' | 'jpeg' | 'webp' | 'gif', width = 37, height = 23): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#2277bb' } })
    .toFormat(format)
    .toBuffer();
