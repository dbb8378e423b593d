import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { openDataEngine, type DataEngine } from '../../src/data';
import { withEngineProblems } from '../../src/engines';
import { checkCurriculum } from '../../src/language';
import { checkFile } from '../../src/plan';
import type { Problem } from '../../src/protocol';
import { discard } from '../fixtures/discard';

/** A folder with a small, clean curriculum and real rows and images, and DuckDB on it. */
export interface Workspace {
  readonly folder: string;
  path(name: string): string;
  /** Writes a file; `edit` is given what stands there now. */
  write(name: string, text: string | Uint8Array | ((before: string) => string)): void;
  /** Changes one piece of the curriculum, which must be there. */
  edit(from: string, to: string): void;
  /** What `stagecraft check` says of it: language, data, plan, rewards, engine and rows. */
  check(): Promise<readonly Problem[]>;
  remove(): void;
}

export type Base = 'easyr1' | 'trl' | 'sft';

const ROWS = 256;
const FILE = 'clean.curriculum.yaml';

/** `a.png` is a picture of 640 x 480: 300 tokens of Qwen3-VL. */
export const rowOf = (index: number): Readonly<Record<string, unknown>> => ({
  problem: `<image>How many more than ${index} is ${2 * index + 3}?`,
  answer: String(index + 3),
  images: ['a.png'],
  pass_rate: (1 + (index % 7)) / 8,
});

export const lines = (rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const curriculum = (base: Base): string => `curriculum: 1
name: clean
model: qwen3-vl-8b
engine: ${base === 'easyr1' ? 'easyr1' : 'trl'}
prompt: think.jinja
reward: boxed-answer
datasets:
  d: { capability: perception, train: d.jsonl, val: v.jsonl, images: pictures }
defaults: { batch: 128, rollouts: 4, gpus: 4${base === 'sft' ? ', method: sft' : ''} }
stages:
  - id: s
    data: d
`;

export const PROMPT =
  '{{ content | trim }} Think first, inside <think> </think>, then put the final answer in \\boxed{}.\n';

/** Makes the clean workspace; its `check` finds nothing. */
export async function openWorkspace(base: Base): Promise<Workspace> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-failures-')));
  const path = (name: string): string => join(folder, name);
  const write: Workspace['write'] = (name, text) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), typeof text === 'function' ? text(readFileSync(path(name), 'utf8')) : text);
  };
  write(FILE, curriculum(base));
  write('think.jinja', PROMPT);
  const sft = base === 'sft' ? { response: '<think>\nI count.\n</think>\n\\boxed{3}' } : {};
  write('d.jsonl', lines(Array.from({ length: ROWS }, (_, index) => ({ ...rowOf(index), ...sft }))));
  write('v.jsonl', lines(Array.from({ length: 8 }, (_, index) => ({ ...rowOf(1000 + index), ...sft }))));
  write('pictures/a.png', await picture(640, 480));
  return {
    folder,
    path,
    write,
    edit: (from, to) =>
      write(FILE, (before) => {
        if (!before.includes(from)) throw new Error(`The curriculum has no ${from}`);
        return before.replace(from, to);
      }),
    check: () => checkOf(path(FILE)),
    remove: () => discard(folder),
  };
}

/** A picture of one colour. */
export const picture = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#2277bb' } })
    .png()
    .toBuffer();

/** All that `stagecraft check` says of a curriculum, in its own way. */
export async function checkOf(file: string, folders: readonly string[] = []): Promise<readonly Problem[]> {
  const declared = checkCurriculum(file).curriculum?.folders ?? [];
  const data: DataEngine = await openDataEngine({ folders: [dirname(file), ...declared, ...folders] });
  try {
    const checked = await checkFile(file, { variant: 'all', data });
    return await withEngineProblems(file, checked, undefined, { data });
  } finally {
    await data.close();
  }
}

/** The text that a problem stands at, or the name of the data file that it is in. */
export function under({ place: { file, range } }: Problem): string {
  if (range === undefined) return file;
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.yaml')) return text.slice(range.start.offset, range.end.offset);
  return `${file.split('/').at(-1) ?? ''}:${range.start.line + 1}`;
}

/** A copy of a folder for a test of its own. */
export function copyOf(folder: string): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-copy-')));
  cpSync(folder, copy, { recursive: true });
  return copy;
}
