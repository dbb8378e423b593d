/**
 * Compiling the largest curriculum of the paper to EasyR1's commands: every stage of every variant, over placeholder rows
 * of the published numbers. The time to read the rows, and so to plan, is told apart. Run: npx tsx bench/easyr1.bench.ts
 */
import { performance } from 'node:perf_hooks';
import { openDataEngine } from '../src/data';
import { easyr1Engine } from '../src/engines';
import { checkFile } from '../src/plan';
import { requestOf } from '../test/engines/easyr1/compile';
import { paperWorkspace } from '../test/paper/workspace';

const TURNS = 5;

async function main(): Promise<void> {
  const paper = paperWorkspace();
  const data = await openDataEngine({ folders: [paper.root] });
  try {
    const file = paper.file('qwen3-vl-8b');
    const begun = performance.now();
    const { plans } = await checkFile(file, { data, variant: 'all' });
    const planned = performance.now() - begun;
    const requests = plans.flatMap(({ plan }) => plan.stages.map(({ id }) => requestOf(plan, id)));
    const turns: number[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const start = performance.now();
      for (const request of requests) await easyr1Engine.command(request);
      turns.push((performance.now() - start) / requests.length);
    }
    turns.sort((a, b) => a - b);
    console.log(`check and plan: ${plans.length} variants, ${(planned / 1000).toFixed(1)} s`);
    console.log(
      `compile: ${requests.length} stages, median ${(turns[Math.floor(TURNS / 2)] ?? 0).toFixed(0)} ms a stage, quickest ${(turns[0] ?? 0).toFixed(0)} ms`,
    );
  } finally {
    await data.close();
    paper.remove();
  }
}

void main();
