import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import type { AuditFilter, AuditQuery } from '../../../src/protocol';
import { AuditorClient, buildAuditor, CallFailed } from './client';
import { putSet, type SomeItem } from './set';
import { discard } from '../../fixtures/discard';

export interface Opened {
  readonly client: AuditorClient;
  readonly root: string;
  readonly set: string;
  readonly ask: (filter?: AuditFilter) => AuditQuery;
}

/** Auditors and workspaces for the tests of a file; all of them are gone after each, and nothing was complained of. */
export function auditors(): {
  readonly newRoot: () => string;
  readonly start: () => AuditorClient;
  /** An auditor of one workspace that holds one set. */
  readonly open: (items: readonly SomeItem[]) => Promise<Opened>;
} {
  let built: Awaited<ReturnType<typeof buildAuditor>>;
  beforeAll(async () => {
    built = await buildAuditor();
  });
  afterAll(() => built.remove());
  const clients: AuditorClient[] = [];
  const roots: string[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) {
      expect(client.stderr).toBe('');
      await client.stop();
    }
    for (const root of roots.splice(0)) discard(root);
  });
  const newRoot = (): string => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft audits ')));
    roots.push(root);
    return root;
  };
  const start = (): AuditorClient => {
    const client = AuditorClient.start(built.program);
    clients.push(client);
    return client;
  };
  const open = async (items: readonly SomeItem[]): Promise<Opened> => {
    const root = newRoot();
    const set = await putSet(root, 'one', items);
    const client = start();
    await client.call('sets', { roots: [root] });
    const ask = (filter: AuditFilter = {}): AuditQuery => ({
      set,
      filter,
      order: 'source',
      descending: false,
    });
    return { client, root, set, ask };
  };
  return { newRoot, start, open };
}

/** What the auditor said of a call that failed. */
export const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => (error instanceof CallFailed ? error.failure : error),
  );
