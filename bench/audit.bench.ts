/**
 * Grading and auditing: throughput, worst cases, memory. Run with `npx tsx bench/audit.bench.ts`.
 * Prints a Markdown table; every time is the best of three, on the machine as it is.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditRun, renderReport } from '../src/audit';
import { grade } from '../src/rewards';
import { simulate, toLines } from '../test/audit/synthetic';

const MEGABYTE = 1_000_000;
const repeat = (piece: string): string => piece.repeat(Math.ceil(MEGABYTE / piece.length));

function best(work: () => void): number {
  let time = Infinity;
  for (let i = 0; i < 3; i += 1) {
    const start = performance.now();
    work();
    time = Math.min(time, performance.now() - start);
  }
  return time;
}

const row = (...cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);

function throughput(): void {
  const thought = 'I see 3 circles and 2 squares, so we add them up. '.repeat(8);
  const cases: readonly (readonly [name: string, response: string, gold: string, options?: string[]])[] = [
    ['short trace, integer', 'I see 3 circles. \\boxed{3}', '3'],
    ['400-character trace, wrong integer', `${thought}\\boxed{4}`, '5'],
    ['fraction against decimal', `${thought}\\boxed{\\frac{3}{4}}`, '0.75'],
    ['formula against formula', `${thought}\\boxed{(x-1)(x+1)}`, 'x^2-1'],
    ['multiple choice with label', `${thought}\\boxed{B: red}`, 'B', ['blue', 'red', 'green', 'yellow']],
    ['no box, answer in a phrase', `${thought}The answer is 5.`, '5'],
  ];
  row('grading', 'answers/s');
  row('---', '---:');
  const n = 20_000;
  for (const [name, response, gold, options] of cases) {
    const milliseconds = best(() => {
      for (let i = 0; i < n; i += 1) grade(response, gold, options === undefined ? {} : { options });
    });
    row(name, Math.round((n / milliseconds) * 1000).toLocaleString('en-US'));
  }
}

function hostile(): void {
  row('1 MB of', 'ms');
  row('---', '---:');
  const traps: readonly (readonly [string, string])[] = [
    ['`\\boxed{`', repeat('\\boxed{')],
    ['`\\boxed{1}`', repeat('\\boxed{1}')],
    ['`{` in a box', `\\boxed{${repeat('{')}`],
    ['spaces', `answer${repeat(' ')}`],
    ['`answer is `', repeat('answer is ')],
    ['digits in a box', `\\boxed{${repeat('1')}}`],
  ];
  for (const [name, text] of traps) row(name, best(() => void grade(text, '1')).toFixed(1));
}

/** Writes the simulated predictions of many items in parts, so that the bench itself stays small. */
async function write(file: string, items: number): Promise<void> {
  const handle = await open(file, 'w');
  const part = 1_000;
  for (let done = 0; done < items; done += part) {
    const predictions = simulate({
      misreads: 0.3,
      miscounts: 0.1,
      misreadsText: 0.03,
      items: part,
      seed: done,
    });
    await handle.write(
      toLines(
        predictions.map((p) => ({ ...p, row: `${done}-${p.row}`, images: [`${done}${p.images[0] ?? ''}`] })),
      ),
    );
  }
  await handle.close();
}

async function whole(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stagecraft-bench-'));
  const file = join(folder, 'predictions.jsonl');
  // Three arms an item: 99,000 predictions of 8 samples.
  await write(file, 33_000);
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
  let start = performance.now();
  const audit = await auditRun({ predictions: file, output: join(folder, 'audit') });
  const auditSeconds = (performance.now() - start) / 1000;
  start = performance.now();
  const page = await renderReport({ title: 'bench', audit });
  const reportSeconds = (performance.now() - start) / 1000;
  peak = Math.max(peak, process.memoryUsage().rss);
  clearInterval(watch);
  row('audit of', 'figure');
  row('---', '---:');
  row('predictions', audit.summary.predictions.read.toLocaleString('en-US'));
  row('file', `${(statSync(file).size / 1e6).toFixed(0)} MB`);
  row('audit', `${auditSeconds.toFixed(1)} s`);
  row('report (first 2,000 failures)', `${reportSeconds.toFixed(1)} s, ${(page.length / 1e6).toFixed(1)} MB`);
  row('memory at most', `${(peak / 1e6).toFixed(0)} MB (${(before / 1e6).toFixed(0)} MB before)`);
  rmSync(folder, { recursive: true });
}

throughput();
console.log();
hostile();
console.log();
void whole();
