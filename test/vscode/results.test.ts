import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { whyFailed, type Results } from './host/results';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stagecraft-results-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function judge(results: Results, files: readonly string[] = ['a.spec']): string | undefined {
  const path = join(folder, 'results.json');
  writeFileSync(path, JSON.stringify(results));
  return whyFailed(path, files);
}

test('passed is: every test ran, none failed, and every file had one', () => {
  expect(judge({ total: 3, passes: 3, failures: 0, files: { 'a.spec': 3 } })).toBeUndefined();
});

test('a window that ended without results has failed', () => {
  expect(whyFailed(join(folder, 'results.json'), ['a.spec'])).toMatch(/extension host died/);
});

test('failed, skipped, missing and no tests are failures', () => {
  expect(judge({ total: 3, passes: 2, failures: 1, files: { 'a.spec': 2 } })).toBe('1 of 3 tests failed');
  expect(judge({ total: 3, passes: 2, failures: 0, files: { 'a.spec': 2 } })).toBe('2 of 3 tests ran');
  expect(judge({ total: 0, passes: 0, failures: 0, files: {} })).toBe('0 of 0 tests ran');
  expect(judge({ total: 1, passes: 1, failures: 0, files: { 'a.spec': 1 } }, ['a.spec', 'b.spec'])).toBe(
    'no test ran in b.spec',
  );
});
