import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/cli/commands/evaluate';
import { readAdopted } from '../../src/extension/create/adopted';
import { evaluateArguments } from '../../src/extension/evaluation/arguments';
import { isEvaluable } from '../../src/extension/run-list/look';
import type { RunSummary } from '../../src/protocol';

describe('arguments of an evaluation', () => {
  const options = Object.fromEntries(
    Object.entries(evaluate.options).map(([name, { type }]) => [name, { type }]),
  );

  test('are read by the command line as they were meant, whatever folders are called', () => {
    const text = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(text, text, text, (run, root, checkpoint) => {
        const [verb, ...args] = evaluateArguments({ run, root, checkpoint }, 'start');
        const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
        expect([verb, positionals, values.workspace, values.checkpoint, values.yes]).toEqual([
          'evaluate', [run], root, checkpoint, true,
        ]); // prettier-ignore
      }),
    );
  });

  test('a look starts nothing', () => {
    const args = evaluateArguments({ run: 'r', root: '/w', checkpoint: 'best' }, 'show');
    expect([args.includes('--show'), args.includes('--yes')]).toEqual([true, false]);
  });
});

test('a run can be evaluated when it has ended and no micro model was trained', () => {
  const run = { state: 'done', engine: 'trl', rehearsal: false } as RunSummary;
  expect(isEvaluable(run)).toBe(true);
  expect(isEvaluable({ ...run, state: 'stopped' })).toBe(true);
  for (const state of ['running', 'queued', 'unreadable'] as const)
    expect(isEvaluable({ ...run, state })).toBe(false);
  expect(isEvaluable({ ...run, engine: 'embedded' })).toBe(false);
  expect(isEvaluable({ ...run, rehearsal: true })).toBe(false);
});

describe('what `import --json` says of a script', () => {
  test('a curriculum with its notes, and nothing of anything else', () => {
    expect(readAdopted('{"version":1,"text":"curriculum: 1\\n","notes":["a",{"message":"b"},3]}')).toEqual({
      text: 'curriculum: 1\n',
      notes: ['a', 'b'],
    });
    for (const other of ['', 'x', 'null', '[]', '{"sets":[]}', '{"text":1}'])
      expect(readAdopted(other)).toBeUndefined();
  });
});
