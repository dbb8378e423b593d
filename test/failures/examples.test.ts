import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkOf, under } from './workspace';

const ROOT = join(import.meta.dirname, '../..');

it.each(['shape-math/shape-math', 'published-schema/rehearsal'])(
  'no false alarm in examples/%s',
  async (name) => {
    const problems = await checkOf(join(ROOT, 'examples', `${name}.curriculum.yaml`));
    const told = problems
      .filter(({ severity }) => severity !== 'info')
      .map((one) => `${one.code} at ${under(one)}: ${one.message}`);
    expect(told).toEqual([]);
  },
);
