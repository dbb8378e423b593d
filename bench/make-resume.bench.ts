// Going on with a make that was answered already: `npx tsx bench/make-resume.bench.ts [ANSWERS]`. Prints a Markdown table. No
// server is asked: whatever is asked fails, since there is none.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerQuestions } from '../src/make/answer';
import { answerFileOf } from '../src/make/answer/files';
import { answerLine } from '../src/make/answer/line';
import { benchContext, MODEL, questionOf, writeLines, writeQuestionFile } from './make/context';

const ANSWERS = Number(process.argv[2] ?? 1_000_000);
const TURNS = 3;
/** Nothing listens here. */
const NOWHERE = 'http://127.0.0.1:9/v1';

const count = (n: number): string => n.toLocaleString('en-US');

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stagecraft-bench-'));
  try {
    const context = await benchContext(folder, NOWHERE, 500, true);
    const file = join(folder, 'questions.jsonl');
    await writeQuestionFile(file, ANSWERS);
    const { path } = await answerFileOf(context, MODEL);
    await writeLines(path, ANSWERS, (i) =>
      answerLine({
        q: questionOf(i).id,
        arm: 'neither',
        outcome: i % 3 === 0 ? 'wrong' : 'right',
        text: `I look at it for a while. ${'word '.repeat(40)}\nAnswer: 4`,
        extracted: '4',
        truncated: false,
      }),
    );
    const size = statSync(path).size;
    const seconds: number[] = [];
    const used: number[] = [];
    let most = 0;
    for (let i = 0; i < TURNS; i += 1) {
      const begun = performance.now();
      const before = process.cpuUsage();
      await answerQuestions(context, { path: file });
      seconds.push((performance.now() - begun) / 1_000);
      const { user, system } = process.cpuUsage(before);
      used.push((user + system) / 1e6);
      most = Math.max(most, process.memoryUsage().rss);
    }
    const { requests, failed } = context.client.usage();
    if (requests + failed > 0 || statSync(path).size !== size)
      throw new Error(`something was asked again: ${requests} requests, ${failed} failed`);
    await context.close();
    for (const values of [seconds, used]) values.sort((a, b) => a - b);
    console.log(`| ${count(ANSWERS)} answers on the disk (${Math.round(size / 1e6)} MB) | |\n| --- | ---: |`);
    console.log(
      `| until the step knows that all is there, median of ${TURNS} | ${seconds[1]?.toFixed(1)} s |`,
    );
    console.log(`| CPU of that | ${used[1]?.toFixed(1)} s |`);
    console.log(`| most memory (RSS) | ${Math.round(most / 1e6)} MB |`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
