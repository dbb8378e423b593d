import { spawn, type SpawnOptions } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { packageRoot } from '../../src/protocol';
import { discard } from '../fixtures/discard';

const CLI = join(packageRoot(), 'dist', 'stagecraft.cjs');
const EXAMPLE = join(packageRoot(), 'examples', 'shape-math');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of the example with few rows and few steps: everything real, only shorter. */
export interface Project {
  readonly folder: string;
  readonly file: string;
  readonly cli: (...args: string[]) => Promise<Outcome>;
  readonly start: (...args: string[]) => ReturnType<typeof spawn>;
  readonly write: (name: string, text: string) => string;
  readonly dispose: () => void;
}

export function smallProject(steps = 3): Project {
  const folder = mkdtempSync(join(tmpdir(), 'stagecraft cli '));
  // Runs that a developer made in the example stay there.
  cpSync(EXAMPLE, folder, { recursive: true, filter: (path) => basename(path) !== '.stagecraft' });
  // Whatever lies in the folders above, this is the workspace.
  mkdirSync(join(folder, '.stagecraft'));
  for (const name of ['perception', 'text', 'visual']) {
    for (const [split, rows] of [
      ['train', 48],
      ['val', 8],
      ['test', 8],
    ] as const)
      shorten(join(folder, 'data', `${name}-${split}.jsonl`), rows);
  }
  const file = join(folder, 'shape-math.curriculum.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace(/^ {2}epochs: 1.*$/m, `  steps: ${steps}`).replace(/^ {2}batch: .*$/m, '  batch: 4'),
  );
  const options: SpawnOptions = { cwd: folder, env: { ...process.env, NO_COLOR: '1' } };
  const start = (...args: string[]) => spawn(process.execPath, [CLI, ...args], options);
  return {
    folder,
    file,
    start,
    cli: (...args) => outcome(start(...args)),
    write: (name, content) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    },
    dispose: () => discard(folder),
  };
}

function shorten(file: string, rows: number): void {
  writeFileSync(file, `${readFileSync(file, 'utf8').split('\n').slice(0, rows).join('\n')}\n`);
}

export function outcome(child: ReturnType<typeof spawn>): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

/** Waits until `probe` is true; fails loudly after `seconds`. */
export async function until(
  what: string,
  probe: () => boolean | Promise<boolean>,
  seconds = 60,
): Promise<void> {
  for (let waited = 0; waited < seconds * 10; waited += 1) {
    if (await probe()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`still not so after ${seconds} s: ${what}`);
}
