import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CompactSet } from '../../../src/make/compact/set';
import { readDone } from '../../../src/make/answer/done';
import { answerKey, answerLine, givenOf, keptText, LONGEST_REPLY } from '../../../src/make/answer/line';
import { Journal, readJournal } from '../../../src/make/journal';
import type { Answer } from '../../../src/make';
import { workspace } from '../support/context';
import { endsLater } from '../../fixtures/hang';

const hex = fc.stringMatching(/^[0-9a-f]{16}$/);
const answers: fc.Arbitrary<Answer> = fc
  .record({
    q: fc.oneof(
      { weight: 4, arbitrary: hex.map((id) => `q-${id}`) },
      fc.string({ unit: 'binary', maxLength: 12 }),
    ),
    arm: fc.constantFrom('image', 'description', 'neither'),
    outcome: fc.constantFrom('right', 'wrong', 'unparsable', 'missing'),
    given: fc.option(fc.constantFrom(givenOf('one'), givenOf('two')), { nil: undefined }),
    text: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constant('"truncated":false}'),
      fc.constant(
        ',"truncated":true}\n{"q":"q-0000000000000000","arm":"image","outcome":"right","truncated":false}',
      ),
    ),
    truncated: fc.boolean(),
  })
  .map(({ given, ...rest }) => (given === undefined ? rest : { ...rest, given }));

describe('what is answered', () => {
  it('is what the journal holds, whatever texts stand in it and wherever its last line was torn', async () => {
    const path = join(workspace(), 'answers.jsonl');
    await fc.assert(
      fc.asyncProperty(fc.array(answers, { maxLength: 20 }), fc.nat(400), async (some, torn) => {
        writeFileSync(path, '');
        const journal = new Journal<Answer>(path);
        for (const one of some) journal.append(answerLine(one));
        journal.close();
        const read: Answer[] = [];
        for await (const lines of readJournal(path, (value) => value as Answer)) read.push(...lines);
        expect(read).toHaveLength(some.length);
        // A line that was torn by a crash, and closed by the next writer.
        const extra = JSON.stringify(
          answerLine({
            q: 'q-1234567812345678',
            arm: 'image',
            outcome: 'right',
            text: ',"truncated":false}',
          }),
        );
        writeFileSync(path, extra.slice(0, Math.min(torn, extra.length - 1)), { flag: 'a' });
        new Journal(path).close();
        const done = await readDone(path);
        const wanted = new Set(
          read
            .filter(({ outcome }) => outcome !== 'missing')
            .map(({ q, arm, given }) => answerKey(q, arm, given).join()),
        );
        expect(done.keys.size).toBe(wanted.size);
        for (const { q, arm, given, outcome } of read)
          if (outcome !== 'missing') expect(done.keys.has(...answerKey(q, arm, given))).toBe(true);
        expect(done.keys.has(...answerKey('q-1234567812345678', 'image'))).toBe(false);
        expect(Object.values(done.counts).reduce((a, b) => a + b, 0)).toBe(wanted.size);
      }),
      { numRuns: 60 },
    );
  });

  it('is found in a compact set as in any other', () => {
    const part = fc.oneof(fc.nat(3), fc.integer({ min: 0, max: 0xffffffff }));
    fc.assert(
      fc.property(fc.array(fc.tuple(part, part), { maxLength: 3_000 }), (keys) => {
        const [ours, theirs] = [new CompactSet(), new Set<string>()];
        for (const [high, low] of keys) {
          // Zero stands for an empty place; its neighbour takes it in.
          const name = high === 0 && low === 0 ? '0,1' : `${high},${low}`;
          expect(ours.add(high, low)).toBe(!theirs.has(name));
          theirs.add(name);
        }
        expect(ours.size).toBe(theirs.size);
        for (const [high, low] of keys) expect(ours.has(high, low)).toBe(true);
        expect(ours.has(0xdeadbeef, 0xbeefdead)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('is told apart by question, arm and caption', () => {
    const keys = new Set<string>();
    for (let i = 0; i < 500; i += 1)
      for (const arm of ['image', 'description', 'neither'] as const)
        for (const given of ['', givenOf('one'), givenOf('two')])
          keys.add(answerKey(`q-${i.toString(16).padStart(16, '0')}`, arm, given).join());
    expect(keys.size).toBe(4_500);
  });

  it('is a quarter of a million answers in little memory', async () => {
    const path = join(workspace(), 'answers.jsonl');
    const text = 'The red ball lies left of the cube. '.repeat(6);
    const pieces: string[] = [];
    for (let i = 0; i < 250_000; i += 1) {
      const id =
        (Math.imul(i, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0') + i.toString(16).padStart(8, '0');
      pieces.push(
        `${JSON.stringify(answerLine({ q: `q-${id}`, arm: 'image', outcome: 'right', extracted: 'B', text }))}\n`,
      );
      if (pieces.length === 50_000) writeFileSync(path, pieces.splice(0).join(''), { flag: 'a' });
    }
    const done = await endsLater(() => readDone(path));
    expect(done.keys.size).toBe(250_000);
    expect(done.keys.bytes).toBeLessThan(8e6);
  }, 120_000);

  it('keeps both ends of a reply that is too long', () => {
    const { text, cut } = keptText(`${'a'.repeat(LONGEST_REPLY)}${'b'.repeat(LONGEST_REPLY)}`);
    expect(cut).toBe(true);
    expect(text.length).toBeLessThan(LONGEST_REPLY + 100);
    expect([text[0], text.at(-1)]).toEqual(['a', 'b']);
    expect(text).toContain('[1000000 characters are left out here]');
    expect(keptText('short')).toEqual({ text: 'short', cut: false });
  });
});
