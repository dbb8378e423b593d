import { workOf } from '../../fixtures/work';
import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../../src/language';
import { complete } from '../../../src/service/complete';
import { cursorAt } from '../../../src/service/cursor';
import type { Snapshot } from '../../../src/service';
import { NOTHING_KNOWN } from '../known';
import { snapshotOf } from '../snapshot';
import { ends } from '../../fixtures/hang';

/** A curriculum of six lines a stage. */
const long = (count: number): string => `curriculum: 1
engine: easyr1
datasets:
  shapes: { capability: perception, train: shapes.jsonl }
stages:
${Array.from(
  { length: count },
  (_, index) => `  - id: stage-of-${index}
    data: [shapes]
    where: pass_rate < 1 AND len(images) = 1
    learning_rate: 1e-6
    epochs: ${1 + (index % 9)}
    engine_options: { worker.actor.clip_ratio_high: 0.3, trainer.seed: ${index} }
`,
).join('')}`;
const LONG = long(332);

const open = (text: string): Snapshot => snapshotOf(text, undefined, () => undefined);
const snapshot = open(LONG);

/** What finding the cursor's place and completing there cost, beside an analysis of the text. */
async function costs(text: string, place: (text: string) => number) {
  const asked = open(text);
  const offset = place(text);
  // What is made once is none of it.
  await complete(asked, offset, NOTHING_KNOWN);
  return {
    analysis: await workOf(() => open(text)),
    cursor: await workOf(() => cursorAt(text, asked.source.lines, offset)),
    whole: await workOf(() => complete(asked, offset, NOTHING_KNOWN)),
  };
}

describe('in a document of 2,000 lines', () => {
  const places: readonly (readonly [string, (text: string) => number])[] = [
    ['a key at the end', (text) => text.length],
    ['a key of the root', () => 0],
    ['a value in the middle', (text) => text.indexOf('pass_rate', text.length / 2) + 4],
    ['an option of the engine', (text) => text.lastIndexOf('trainer.seed')],
  ];

  it.each(places)('%s costs a part of an analysis, and twice as much in twice the text', async (_, place) => {
    const one = await costs(LONG, place);
    expect(one.cursor).toBeGreaterThan(0);
    expect(one.cursor).toBeLessThan(one.analysis / 2);
    expect(one.whole).toBeLessThan(one.analysis / 4);
    const twice = await costs(long(664), place);
    expect(twice.cursor).toBeLessThan(2.5 * one.cursor);
    expect(twice.whole).toBeLessThan(2.5 * one.whole);
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

describe('where nothing is ever closed', () => {
  it('the cursor’s place costs no more than twice as much in twice the text', async () => {
    const look = (text: string): Promise<number> => {
      const lines = new LineIndex(text);
      return workOf(() => ends(() => cursorAt(text, lines, text.length)));
    };
    for (const piece of ['[', '"\n', '- ', '{ a: ', '\n']) {
      const one = await look(piece.repeat(25_000));
      expect(await look(piece.repeat(50_000)), piece).toBeLessThan(2.5 * one);
    }
  });
});
