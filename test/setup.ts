import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import fc from 'fast-check';
import { discard } from './fixtures/discard';

// The same cases on every machine, so that a red test is red again; `STAGECRAFT_SEED=random` looks for new ones.
const seed = process.env.STAGECRAFT_SEED ?? '22112026';
fc.configureGlobal(seed === 'random' ? {} : { seed: Number(seed) });

// Runs of tests queue for devices among themselves, file by file, never with those of whoever runs the tests.
const queue = mkdtempSync(join(tmpdir(), 'stagecraft-queue-'));
process.env.STAGECRAFT_QUEUE = queue;
afterAll(() => discard(queue));
