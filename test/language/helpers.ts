import { resolve } from 'node:path';
import {
  checkCurriculum,
  checkAllVariants,
  type CheckedCurriculum,
  type CheckedVariants,
} from '../../src/language';
import type { Problem } from '../../src/protocol';

export const ROOT = resolve('/curricula');
export const MAIN = resolve(ROOT, 'main.curriculum.yaml');

type Files = Readonly<Record<string, string>>;

const reader = (files: Files) => (path: string) =>
  Object.entries(files).find(([name]) => resolve(ROOT, name) === path)?.[1];

/** Checks a text as `/curricula/main.curriculum.yaml`, with other files beside it. */
export const check = (text: string, variant?: string, files: Files = {}): CheckedCurriculum =>
  checkCurriculum(MAIN, { text, read: reader(files), ...(variant === undefined ? {} : { variant }) });

export const checkAll = (text: string, files: Files = {}): CheckedVariants =>
  checkAllVariants(MAIN, { text, read: reader(files) });

/** `line:column code message` of every problem, counted from 1, as a reader would see them. */
export const lines = ({ problems }: { readonly problems: readonly Problem[] }): readonly string[] =>
  problems.map(({ code, message, place }) => {
    const start = place.range?.start;
    return `${(start?.line ?? 0) + 1}:${(start?.column ?? 0) + 1} ${code} ${message}`;
  });

export const codes = ({ problems }: { readonly problems: readonly Problem[] }): readonly string[] =>
  problems.map(({ code }) => code);

/** The text that a problem, or a place, points to. */
export function pointed(text: string, place: Problem['place']): string {
  return text.slice(place.range?.start.offset, place.range?.end.offset);
}

/** A curriculum without problems, with the given lines for its stages and behind them. */
export const curriculum = (stages: string, rest = ''): string => `curriculum: 1
datasets:
  shapes: { capability: perception, train: shapes.jsonl, val: shapes-val.jsonl }
  sums: { capability: textual-reasoning, train: sums.jsonl }
  scenes: { capability: visual-reasoning, train: scenes.jsonl }
stages:
${stages}
${rest}`;

export const THREE = `  - { id: see, data: shapes }
  - { id: think, data: sums }
  - { id: both, data: scenes }`;

/** A result with the processor time it took in ms, which other processes on the machine hardly change. */
export function timed<T>(run: () => T): { readonly result: T; readonly ms: number } {
  const start = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(start);
  return { result, ms: (user + system) / 1000 };
}
