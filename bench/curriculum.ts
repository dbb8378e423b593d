/**
 * Staged, merged and reversed training of the example at equal steps, several seeds, on one base model:
 * `npx tsx bench/curriculum.ts [--seeds 3] [--steps 21] [--out FILE]`. Prints a line an arrangement and writes the
 * learning curves as JSON; a file that is there already is gone on with. The figures are mean@4 of sampled answers on the test rows, which no arrangement trains on.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { loadModel } from '../src/engines/embedded';
import { readTask, type Task } from './curriculum/rows';
import { ARRANGEMENTS, train, type Curve } from './curriculum/train';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '3' },
      steps: { type: 'string', default: '21' },
      model: { type: 'string', default: 'models/micro-vlm' },
      out: { type: 'string', default: 'curriculum-curves.json' },
    },
  });
  const base = await loadModel(values.model);
  const task = await readTask(base.config);
  const curves: Curve[] = existsSync(values.out)
    ? (JSON.parse(await readFile(values.out, 'utf8')) as Curve[])
    : [];
  for (let seed = 1; seed <= Number(values.seeds); seed++)
    for (const name of Object.keys(ARRANGEMENTS)) {
      if (curves.some((c) => c.arrangement === name && c.seed === seed)) continue;
      const curve = await train(base, task, name, Number(values.steps), seed);
      curves.push(curve);
      console.log(line(curve));
      await writeFile(values.out, `${JSON.stringify(curves)}\n`);
    }
  summarise(curves, task);
}

const show = (accuracy: Readonly<Record<string, number>>): string =>
  Object.entries(accuracy)
    .map(([name, value]) => `${name} ${value.toFixed(3)}`)
    .join(', ');

function line(curve: Curve): string {
  const tests = curve.tests.map((t) => `step ${t.step}: ${show(t.accuracy)}`);
  return `${curve.arrangement} seed ${curve.seed} (${curve.seconds.toFixed(0)} s): ${tests.join(' | ')}`;
}

/** Mean and range over the seeds of the final accuracy. */
function summarise(curves: readonly Curve[], task: Task): void {
  for (const arrangement of Object.keys(ARRANGEMENTS)) {
    const finals: Readonly<Partial<Record<string, number>>>[] = curves
      .filter((c) => c.arrangement === arrangement)
      .map((c) => c.tests.at(-1)?.accuracy ?? {});
    const cells = Object.keys(task.test).map((name) => {
      const all = finals.map((f) => f[name] ?? 0);
      const mean = all.reduce((a, b) => a + b, 0) / all.length;
      return `${name} ${mean.toFixed(3)} [${Math.min(...all).toFixed(3)}, ${Math.max(...all).toFixed(3)}]`;
    });
    console.log(`| ${arrangement} | ${cells.join(' | ')} |`);
  }
}

void main();
