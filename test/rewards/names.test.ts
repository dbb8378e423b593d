import { expect, it } from 'vitest';
import { BUILTIN_REWARDS as LANGUAGE_REWARDS } from '../../src/language';
import { BUILTIN_REWARDS } from '../../src/rewards';

it('the language names exactly the rewards that exist', () => {
  expect(Object.keys(LANGUAGE_REWARDS).sort()).toEqual(Object.keys(BUILTIN_REWARDS).sort());
});
