import { workOf } from '../fixtures/work';
import { describe, expect, it } from 'vitest';
import { ends } from '../fixtures/hang';
import { check, codes, curriculum, lines, THREE } from './helpers';

/** A curriculum of about `count` lines, without problems. */
const longText = (count: number): string => {
  const stages = Array.from(
    { length: Math.ceil(count / 5) },
    (_, index) => `  - id: stage-${index}
    data: [shapes, sums, scenes]
    where: pass_rate < ${index}
    epochs: 2
    engine_options: { worker.actor.clip_ratio_high: 0.3, trainer.n: ${index} }`,
  );
  return curriculum(stages.join('\n'));
};

describe('large and hostile documents', () => {
  it('checks 10,000 lines with twice the work of 5,000', async () => {
    const run = async (count: number): Promise<number> => {
      const text = longText(count);
      let result = check('');
      const work = await workOf(() => (result = check(text)));
      expect(codes(result)).toEqual([]);
      expect(result.curriculum?.stages).toHaveLength(count / 5);
      return work;
    };
    await run(1000);
    const half = await run(5000);
    expect(await run(10_000)).toBeLessThan(2.2 * half);
  });

  it('finds a problem in each of 10,000 lines without growing quadratic', async () => {
    const keys = (count: number): string =>
      Array.from({ length: count }, (_, i) => `  kex${i % 7}: ${i}`).join('\n');
    const run = async (count: number): Promise<number> => {
      const text = curriculum(THREE, `defaults:\n${keys(count)}`);
      return workOf(() => expect(check(text).problems).toHaveLength(count));
    };
    await run(1000);
    const small = await run(2500);
    expect(await run(10_000)).toBeLessThan(5 * small);
  });

  it('refuses what is nested too deep, in any bracket or indentation', () => {
    const deep = [
      '['.repeat(20_000),
      '{a: '.repeat(20_000),
      '- '.repeat(5000),
      Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    ];
    for (const text of deep) {
      expect(codes(ends(() => check(text)))).toEqual(['SC109']);
    }
  });

  it('refuses to write out an alias bomb', () => {
    const levels = Array.from({ length: 30 }, (_, n) =>
      n === 0
        ? '  - &a0 [x, x, x, x, x, x, x, x, x]'
        : `  - &a${n} [${Array(9)
            .fill(`*a${n - 1}`)
            .join(', ')}]`,
    );
    const result = ends(() =>
      check(curriculum(THREE, `defaults:\n engine_options:\n  bomb:\n${levels.join('\n')}`)),
    );
    expect(codes(result)).toContain('SC109');
  });

  it('refuses a file of many megabytes before reading it', async () => {
    const text = `# ${'x'.repeat(5_000_000)}`;
    const work = await workOf(() =>
      expect(lines(check(text))).toEqual(['1:1 SC109 The file has 5000002 characters; 4000000 are allowed']),
    );
    // Its length and lines are counted, a step a character; reading takes many.
    expect(work).toBeLessThan(1.1 * text.length);
  });
});
