import { cpuUsage } from 'node:process';
import { describe, expect, it } from 'vitest';
import type { Range } from 'vscode-languageserver-types';
import { codeActions, type Snapshot } from '../../../src/service';
import { NOTHING_KNOWN } from '../known';
import { snapshotOf } from '../snapshot';
import { diagnosticsOf } from './support';

const STAGES = 330;
const stage = (index: number): string => `  - id: stage-of-${index}
    data: [shapes]
    where: pass_rate < 1 AND len(images) = 1
    learning_rate: 1e-6
    epochs: ${1 + (index % 9)}
    engine_options: { worker.actor.clip_ratio_high: 0.3, data.seed: ${index} }
`;

/** About 2,000 lines with twenty problems, spread over the whole. */
function long(slip: (text: string, index: number) => string): string {
  const stages = Array.from({ length: STAGES }, (_, index) =>
    index % 16 === 8 ? slip(stage(index), index) : stage(index),
  );
  return `curriculum: 1
model: qwen3-vl-8b
engine: easyr1
datasets:
  shapes: { capability: perception, train: shapes.jsonl }
stages:
${stages.join('')}`;
}

/** Milliseconds of CPU, the least of several turns: what other processes of the machine take is none of it. */
async function cpuOf(times: number, run: (turn: number) => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let turn = 0; turn < times; turn++) {
    const before = cpuUsage();
    await run(turn);
    const { user, system } = cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

const KINDS: Readonly<Record<string, (text: string, index: number) => string>> = {
  meaning: (text) => text.replace('[shapes]', '[shape]').replace('epochs', 'epohcs'),
  commas: (text) => text.replace('[shapes]', '[shapes shapes,, shapes]'),
  quotes: (text) => text.replace('pass_rate', '@pass_rate'),
};

/** A new version of a document each turn, as after a keystroke: nothing that was kept may answer for it. */
const version = (text: string, turn: number): Snapshot =>
  snapshotOf(`${text}# ${'x'.repeat(turn)}\n`, undefined, () => undefined);

describe('in a document of 2,000 lines with twenty problems', () => {
  it.each(Object.entries(KINDS))(
    '%s: the fixes at the cursor take less than 30 ms of CPU',
    async (name, slip) => {
      const text = long(slip);
      const turns = Array.from({ length: 6 }, (_, turn) => version(text, turn));
      const problems = diagnosticsOf(turns[0]!);
      expect(problems.length).toBeGreaterThanOrEqual(20);
      let offered = 0;
      const taken = await cpuOf(turns.length, async (turn) => {
        const snapshot = turns[turn]!;
        const all = diagnosticsOf(snapshot);
        const { range } = all[Math.floor(all.length / 2)]!;
        // A client may send all that it knows; only those that the cursor touches are asked about.
        const actions = await codeActions(
          snapshot,
          { start: range.start, end: range.start },
          all,
          NOTHING_KNOWN,
        );
        offered += actions.length;
      });
      if (process.env.STAGECRAFT_TIMES !== undefined) console.log(`${name}: ${taken.toFixed(1)} ms`);
      expect(offered).toBeGreaterThan(0);
      expect(taken).toBeLessThan(30);
    },
  );

  it('is asked again at no cost while the text stands still, and far from any problem', async () => {
    const snapshot = version(long(KINDS.commas!), 0);
    const all = diagnosticsOf(snapshot);
    const { range } = all[10]!;
    const first = await codeActions(snapshot, range, all, NOTHING_KNOWN);
    expect(await cpuOf(5, () => codeActions(snapshot, range, all, NOTHING_KNOWN))).toBeLessThan(5);
    expect(await codeActions(snapshot, range, all, NOTHING_KNOWN)).toEqual(first);
    const away: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    expect(await cpuOf(5, () => codeActions(snapshot, away, all, NOTHING_KNOWN))).toBeLessThan(2);
  });
});
