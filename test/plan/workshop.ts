import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openDataEngine, type DataEngine } from '../../src/data';
import { checkCurriculum } from '../../src/language';
import { checkFile, isPlan, makePlan, type CheckedFile, type NoPlan, type Plan } from '../../src/plan';
import type { Problem } from '../../src/protocol';
import { discard } from '../fixtures/discard';

/** A folder with real files, and DuckDB on it. */
export interface Workshop {
  readonly folder: string;
  readonly data: DataEngine;
  write(name: string, text: string): string;
  /** JSON lines. */
  rows(name: string, rows: readonly object[]): string;
  /** Writes the curriculum and plans it. */
  plan(
    yaml: string,
    options?: { readonly variant?: string; readonly checkData?: boolean },
  ): Promise<Plan | NoPlan>;
  /** Like `plan`, for a curriculum that must have a plan. */
  planned(yaml: string, options?: { readonly variant?: string }): Promise<Plan>;
  check(yaml: string, variant?: string): Promise<CheckedFile>;
  close(): Promise<void>;
}

export async function openWorkshop(): Promise<Workshop> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-plan-')));
  const data = await openDataEngine({ folders: [folder] });
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  const plan: Workshop['plan'] = (yaml, { variant, checkData = true } = {}) => {
    const file = write('test.curriculum.yaml', yaml);
    const checked = checkCurriculum(file, variant === undefined ? {} : { variant });
    return makePlan({ checked, data, checkData });
  };
  return {
    folder,
    data,
    write,
    rows: (name, rows) => write(name, rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
    plan,
    planned: async (yaml, options = {}) => {
      const result = await plan(yaml, { checkData: false, ...options });
      if (!isPlan(result)) throw new Error(`No plan: ${result.problems.map((p) => p.message).join('; ')}`);
      return result;
    },
    check: (yaml, variant = 'all') => checkFile(write('test.curriculum.yaml', yaml), { data, variant }),
    close: async () => {
      await data.close();
      discard(folder);
    },
  };
}

/** Rows of arithmetic, distinct, with a pass rate each. */
export const sums = (count: number, rate: (index: number) => number = (index) => (index % 5) / 4): object[] =>
  Array.from({ length: count }, (_, index) => ({
    problem: `${index} + 1 = ?`,
    answer: String(index + 1),
    pass_rate: rate(index),
  }));

/** Code, line (from 1) and the text under the range of each problem. */
export const seen = (
  problems: readonly Problem[],
  texts: readonly { path: string; text: string }[],
): string[] =>
  problems.map(({ code, severity, place }) => {
    const text = texts.find(({ path }) => path === place.file)?.text;
    const range = place.range;
    const under =
      range === undefined || text === undefined ? '' : text.slice(range.start.offset, range.end.offset);
    return `${code} ${severity} ${range === undefined ? '-' : range.start.line + 1}: ${under}`;
  });

export const codes = (result: { readonly problems: readonly Problem[] }): string[] =>
  result.problems.map(({ code }) => code);
