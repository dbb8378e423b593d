import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { onceAtATime } from '../../../src/extension/run/once';

test('five clicks are one start; another stage is another', async () => {
  const once = onceAtATime(50);
  const done: string[] = [];
  const click = (key: string) =>
    once(key, async () => {
      await sleep(10);
      done.push(key);
    });
  await Promise.all([click('a'), click('a'), click('b'), click('a'), click('a'), click('a')]);
  await click('a');
  expect(done).toEqual(['a', 'b']);
  await sleep(80);
  await click('a');
  expect(done).toEqual(['a', 'b', 'a']);
});

test('a start that was refused can be tried again at once', async () => {
  const once = onceAtATime(10_000);
  let tried = 0;
  const fail = () =>
    once('a', () => {
      tried += 1;
      return Promise.reject(new Error('no'));
    });
  await expect(fail()).rejects.toThrow('no');
  await expect(fail()).rejects.toThrow('no');
  expect(tried).toBe(2);
});
