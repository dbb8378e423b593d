import { describe, expect, it } from 'vitest';
import { check, codes, curriculum, lines, THREE, timed } from './helpers';

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
  it('checks 10,000 lines in much less than a second', () => {
    const text = longText(10_000);
    timed(() => check(longText(1000)));
    const { result, ms } = timed(() => check(text));
    expect(codes(result)).toEqual([]);
    expect(result.curriculum?.stages).toHaveLength(2000);
    // The bench measures about 0.5 s, three quarters of it the YAML parser's; a noisy machine gets room.
    expect(ms).toBeLessThan(3000);
  });

  it('finds a problem in each of 10,000 lines without growing quadratic', () => {
    const keys = (count: number): string =>
      Array.from({ length: count }, (_, i) => `  kex${i % 7}: ${i}`).join('\n');
    const run = (count: number) => timed(() => check(curriculum(THREE, `defaults:\n${keys(count)}`)));
    run(1000);
    const small = run(2500);
    const large = run(10_000);
    expect(large.result.problems.length).toBe(10_000);
    expect(large.ms).toBeLessThan(Math.max(small.ms, 50) * 12);
  });

  it('refuses what is nested too deep, in any bracket or indentation', () => {
    const deep = [
      '['.repeat(20_000),
      '{a: '.repeat(20_000),
      '- '.repeat(5000),
      Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    ];
    for (const text of deep) {
      const { result, ms } = timed(() => check(text));
      expect(codes(result)).toEqual(['SC109']);
      expect(ms).toBeLessThan(5000);
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
    const { result, ms } = timed(() =>
      check(curriculum(THREE, `defaults:\n engine_options:\n  bomb:\n${levels.join('\n')}`)),
    );
    expect(codes(result)).toContain('SC109');
    expect(ms).toBeLessThan(3000);
  });

  it('refuses a file of many megabytes before reading it', () => {
    const { result, ms } = timed(() => check(`# ${'x'.repeat(5_000_000)}`));
    expect(lines(result)).toEqual(['1:1 SC109 The file has 5000002 characters; 4000000 are allowed']);
    expect(ms).toBeLessThan(1000);
  });
});
