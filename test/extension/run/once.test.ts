import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onceAtATime } from '../../../src/extension/run/once';

// Timers that the tests turn: no machine is too slow for them.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('five clicks are one start; another stage is another', async () => {
  const once = onceAtATime(50);
  const done: string[] = [];
  const click = (key: string) =>
    once(key, async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      done.push(key);
    });
  const clicks = [click('a'), click('a'), click('b'), click('a'), click('a'), click('a')];
  await vi.advanceTimersByTimeAsync(10);
  await Promise.all(clicks);
  await vi.advanceTimersByTimeAsync(49);
  await click('a');
  expect(done).toEqual(['a', 'b']);
  await vi.advanceTimersByTimeAsync(1);
  const later = click('a');
  await vi.advanceTimersByTimeAsync(10);
  await later;
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
