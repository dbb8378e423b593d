import { describe, expect, it } from 'vitest';
import { complete } from '../../../src/service/complete';
import { cursorAt } from '../../../src/service/cursor';
import type { Snapshot } from '../../../src/service';
import { NOTHING_KNOWN } from '../known';
import { snapshotOf } from '../snapshot';

/** A curriculum of about 2,000 lines. */
const LONG = `curriculum: 1
engine: easyr1
datasets:
  shapes: { capability: perception, train: shapes.jsonl }
stages:
${Array.from(
  { length: 332 },
  (_, index) => `  - id: stage-of-${index}
    data: [shapes]
    where: pass_rate < 1 AND len(images) = 1
    learning_rate: 1e-6
    epochs: ${1 + (index % 9)}
    engine_options: { worker.actor.clip_ratio_high: 0.3, trainer.seed: ${index} }
`,
).join('')}`;

const snapshot = snapshotOf(LONG, undefined, () => undefined);

/** The fastest of many: what other processes of the machine take is none of it. */
async function bestOf(times: number, run: () => unknown): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await run();
    taken.push(performance.now() - start);
  }
  return Math.min(...taken);
}

describe('in a document of 2,000 lines', () => {
  const places: readonly (readonly [string, number])[] = [
    ['a key at the end', LONG.length],
    ['a key of the root', 0],
    ['a value in the middle', LONG.indexOf('pass_rate', LONG.length / 2) + 4],
    ['an option of the engine', LONG.lastIndexOf('trainer.seed')],
  ];

  it.each(places)('%s', async (name, offset) => {
    const { text, lines } = snapshot.source;
    const found = await bestOf(50, () => cursorAt(text, lines, offset));
    const whole = await bestOf(50, () => complete(snapshot, offset, NOTHING_KNOWN));
    if (process.env.STAGECRAFT_TIMES !== undefined) {
      console.log(`${name}: cursor ${found.toFixed(2)} ms, completion ${whole.toFixed(2)} ms`);
    }
    expect(found).toBeLessThan(2);
    expect(whole).toBeLessThan(6);
  });

  it('takes the snapshot’s own analysis and makes no other', async () => {
    // The analysis says something else than the text: what is offered shows which of the two was read.
    const other = snapshotOf(LONG.replace('  shapes: {', '  forms: {'), undefined, () => undefined);
    const mixed: Snapshot = { ...snapshot, checked: other.checked, tree: other.tree };
    const offset = LONG.indexOf('[shapes]') + 1;
    const { items } = await complete(mixed, offset, NOTHING_KNOWN);
    expect(items.map(({ label }) => label)).toEqual(['forms']);
  });
});
