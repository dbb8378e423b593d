import { afterEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../src/protocol';
import { PLANTED, type Planted } from './planted';
import { openWorkspace, under, type Base, type Workspace } from './workspace';

let open: Workspace | undefined;
afterEach(() => {
  open?.remove();
  open = undefined;
});

const fits = (text: string, expected: string | RegExp): boolean =>
  typeof expected === 'string' ? text === expected || text.endsWith(`/${expected}`) : expected.test(text);

const told = (problems: readonly Problem[]): string =>
  problems
    .map((one) => `${one.code} ${one.severity} at ${under(one)}: ${one.message} | ${one.hint ?? ''}`)
    .join('\n');

describe('a clean workspace has no problem', () => {
  it.each<Base>(['easyr1', 'trl', 'sft'])('%s', async (base) => {
    open = await openWorkspace(base);
    const problems = await open.check();
    expect(told(problems)).toBe('');
  });
});

describe('a mistake that is planted is found, at its place, with its numbers and a fix', () => {
  it.each(PLANTED.map((one): [string, Planted] => [`${one.id} ${one.code}: ${one.what}`, one]))(
    '%s',
    async (_, { base = 'easyr1', plant, code, severity, at, says, fix }) => {
      open = await openWorkspace(base);
      await plant(open);
      const problems = await open.check();
      const found = problems.filter((one) => one.code === code && says.test(one.message));
      expect(found, told(problems)).not.toEqual([]);
      const [first] = found;
      expect(first?.severity).toBe(severity);
      expect(fits(first === undefined ? '' : under(first), at), told(found)).toBe(true);
      expect(first?.hint ?? first?.message ?? '', told(found)).toMatch(fix);
    },
  );
});
