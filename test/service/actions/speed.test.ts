import { workOf } from '../../fixtures/work';
import { describe, expect, it } from 'vitest';
import type { Range } from 'vscode-languageserver-types';
import { codeActions, type Snapshot } from '../../../src/service';
import { NOTHING_KNOWN } from '../known';
import { snapshotOf } from '../snapshot';
import { diagnosticsOf } from './support';

/** About 2,000 lines. */
const STAGES = 330;
const stage = (index: number): string => `  - id: stage-of-${index}
    data: [shapes]
    where: pass_rate < 1 AND len(images) = 1
    learning_rate: 1e-6
    epochs: ${1 + (index % 9)}
    engine_options: { worker.actor.clip_ratio_high: 0.3, data.seed: ${index} }
`;

/** So many stages with a slip in one of every so many, spread over the whole. */
function long(slip: (text: string, index: number) => string, count = STAGES, every = 16): string {
  const stages = Array.from({ length: count }, (_, index) =>
    index % every === every / 2 ? slip(stage(index), index) : stage(index),
  );
  return `curriculum: 1
model: qwen3-vl-8b
engine: easyr1
datasets:
  shapes: { capability: perception, train: shapes.jsonl }
stages:
${stages.join('')}`;
}

const KINDS: Readonly<Record<string, (text: string, index: number) => string>> = {
  meaning: (text) => text.replace('[shapes]', '[shape]').replace('epochs', 'epohcs'),
  commas: (text) => text.replace('[shapes]', '[shapes shapes,, shapes]'),
  quotes: (text) => text.replace('pass_rate', '@pass_rate'),
};

const open = (text: string): Snapshot => snapshotOf(text, undefined, () => undefined);

interface Asked {
  readonly offered: number;
  readonly fixes: number;
  readonly analysis: number;
}

/** What the dearest fixes at a cursor in the middle cost, beside an analysis of the document. */
async function ask(text: string): Promise<Asked> {
  let snapshot = open(text);
  const analysis = await workOf(() => (snapshot = open(text)));
  const all = diagnosticsOf(snapshot);
  const { line } = all[Math.floor(all.length / 2)]!.range.start;
  let offered = 0;
  let fixes = 0;
  // All problems of one stage.
  for (const { range } of all.filter(({ range: { start } }) => Math.abs(start.line - line) < 7)) {
    const fresh = open(text);
    const work = await workOf(async () => {
      // A client may send all that it knows; only those that the cursor touches are asked about.
      const at: Range = { start: range.start, end: range.start };
      offered += (await codeActions(fresh, at, all, NOTHING_KNOWN)).length;
    });
    fixes = Math.max(fixes, work);
  }
  return { offered, fixes, analysis };
}

describe('in a document of 2,000 lines with twenty problems', () => {
  it.each(Object.entries(KINDS))(
    '%s: the fixes at the cursor cost less than its analysis',
    async (_, slip) => {
      expect(diagnosticsOf(open(long(slip))).length).toBeGreaterThanOrEqual(20);
      // What is made once (tables, compiled conditions) is none of it.
      await ask(long(slip, 40));
      const one = await ask(long(slip));
      expect(one.offered).toBeGreaterThan(0);
      expect(one.fixes).toBeGreaterThan(0);
      expect(one.fixes).toBeLessThan(one.analysis);
      const twice = await ask(long(slip, 2 * STAGES));
      expect(twice.fixes).toBeLessThan(2.5 * one.fixes);
      const problems = await ask(long(slip, STAGES, 8));
      expect(problems.fixes).toBeLessThan(1.3 * one.fixes);
    },
  );

  it.each(Object.entries(KINDS))(
    '%s: asking again costs a fraction while the text stands still, and next to nothing far from any problem',
    async (_, slip) => {
      const text = long(slip);
      const snapshot = open(text);
      const analysis = await workOf(() => open(text));
      const all = diagnosticsOf(snapshot);
      const { range } = all[10]!;
      const first = await codeActions(snapshot, range, all, NOTHING_KNOWN);
      const again = await workOf(() => codeActions(snapshot, range, all, NOTHING_KNOWN));
      expect(again).toBeLessThan(analysis / 4);
      expect(await codeActions(snapshot, range, all, NOTHING_KNOWN)).toEqual(first);
      const away: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
      expect(await workOf(() => codeActions(snapshot, away, all, NOTHING_KNOWN))).toBeLessThan(1000);
    },
  );
});
