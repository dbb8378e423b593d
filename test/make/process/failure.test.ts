import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { failureOf } from '../../../src/make/process/failure';
import { discard } from '../../fixtures/discard';

it('says what to do when a file stands where the folder of a dataset belongs', () => {
  const root = mkdtempSync(join(tmpdir(), 'stagecraft-failure-'));
  try {
    writeFileSync(join(root, 'data'), '');
    let thrown: unknown;
    try {
      mkdirSync(join(root, 'data', 'made'));
    } catch (error) {
      thrown = error;
    }
    expect(failureOf(thrown).hint).toMatch(/^A file stands where a folder is needed: .*`to:`/);
    expect(failureOf(thrown).stack).toBeUndefined();
  } finally {
    discard(root);
  }
});
