/**
 * Reading and importing results: `npx tsx bench/results.bench.ts [python]`. Writes its own files; the peers are
 * openpyxl (read-only) and pandas, when a Python with both is named.
 */
import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importResults } from '../src/results';
import { openTable } from '../src/results/table/open';

const SENTENCE =
  'I look at the chart from left to right and compare the bars with the axis, one after another. ';

async function writeRows(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  for (let i = 0; i < rows; i += 1) {
    const response = `${SENTENCE.repeat(15)}So number ${i} is what I read.\nThe answer is \\boxed{${i + 1}}.`;
    const line = JSON.stringify({ id: i, question: `What is number ${i}?`, answer: String(i), response });
    if (!out.write(`${line}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

async function timed(name: string, work: () => Promise<string>): Promise<void> {
  const from = performance.now();
  const cpu = process.cpuUsage();
  const words = await work();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - from) / 1000;
  const rss = Math.round(process.memoryUsage().rss / 2 ** 20);
  console.log(
    `${name}: ${seconds.toFixed(2)} s (${((user + system) / 1e6).toFixed(2)} s of CPU), RSS ${rss} MiB${words}`,
  );
}

const WRITE_SHEET = `
import sys, pandas as pd
n, path = int(sys.argv[1]), sys.argv[2]
text = ${JSON.stringify(SENTENCE)} * 15
frame = pd.DataFrame({'index': range(n), 'question': [f'What is number {i}?' for i in range(n)], 'answer': 'A',
  **{letter: 'one' for letter in 'ABCD'}, 'category': 'c', 'l2-category': 'd', 'split': 'val', 'hit': 1,
  'prediction': [f'{text} The answer is A. ({i})' for i in range(n)]})
frame.to_excel(path, index=False, engine='xlsxwriter')
`;
const READ_OPENPYXL = `
import sys, time, openpyxl
t = time.time(); book = openpyxl.load_workbook(sys.argv[1], read_only=True)
n = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)); print(f'openpyxl read-only: {time.time()-t:.2f} s, {n} rows')
`;
const READ_PANDAS = `
import sys, time, pandas as pd
t = time.time(); n = len(pd.read_excel(sys.argv[1])); print(f'pandas read_excel: {time.time()-t:.2f} s, {n} rows')
`;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'results-bench-'));
  const python = process.argv[2];
  try {
    for (const rows of process.env.ROWS === undefined ? [100_000] : [Number(process.env.ROWS)]) {
      const file = join(folder, `${rows}.jsonl`);
      await writeRows(file, rows);
      mkdirSync(join(folder, `ws${rows}`));
      await timed(`import of ${rows} failures of 1.5 KB (JSONL)`, async () => {
        await importResults({ root: join(folder, `ws${rows}`), path: file });
        return '';
      });
    }
    if (python !== undefined) {
      const sheet = join(folder, 'sheet.xlsx');
      execFileSync(python, ['-c', WRITE_SHEET, '100000', sheet], { stdio: 'inherit' });
      await timed('xlsx of 100,000 rows x 12 columns', async () => {
        const table = await openTable(sheet);
        let rows = 0;
        for await (const batch of table.rows()) rows += batch.length;
        return `, ${rows} rows`;
      });
      for (const code of [READ_OPENPYXL, READ_PANDAS])
        execFileSync(python, ['-c', code, sheet], { stdio: 'inherit' });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
