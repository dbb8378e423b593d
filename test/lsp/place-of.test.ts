import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { EDITOR_REQUESTS, type KeyPlaceAnswer } from '../../src/protocol';
import { uriOf } from '../../src/service';
import { killAll, makeFolder, SMALL, startClient, sums, type Client, type Folder } from './client';

let folder: Folder;
let client: Client;
beforeEach(async () => {
  folder = makeFolder();
  folder.rows('sums.jsonl', sums(4));
  client = await startClient({ folder: folder.path });
});
afterEach(async () => {
  await client.stop();
  folder.remove();
});
afterAll(killAll);

const placeOf = (params: object): Promise<KeyPlaceAnswer | null> =>
  client.request(EDITOR_REQUESTS.placeOf, params);

test('the place of a key, also in a file that is extended', async () => {
  const base = folder.write('base.curriculum.yaml', SMALL);
  const text = 'curriculum: 1\nextends: base.curriculum.yaml\nname: own\ndefaults:\n  learning_rate: 1e-5\n';
  const uri = client.open(folder.write('own.curriculum.yaml', text), text);
  expect(await placeOf({ uri, stage: 'think', key: 'learning_rate' })).toEqual({
    uri,
    range: { start: { line: 4, character: 2 }, end: { line: 4, character: 15 } },
    written: true,
  });
  expect(await placeOf({ uri, stage: 'think', key: 'batch' })).toMatchObject({
    uri: uriOf(base),
    range: { start: { line: 10, character: 4 } },
  });
  expect(await placeOf({ uri, stage: 'think', key: 'kl' })).toMatchObject({
    uri: uriOf(base),
    written: false,
  });
});

test('nothing for a document that is not open, an error for what makes no sense', async () => {
  const uri = uriOf(folder.write('closed.curriculum.yaml', SMALL));
  expect(await placeOf({ uri, key: 'batch' })).toBeNull();
  client.open(uri, SMALL);
  await expect(placeOf({ uri, key: 7 })).rejects.toThrow(/no sense/);
  await expect(placeOf({ uri, key: 'batch', stage: {} })).rejects.toThrow(/no sense/);
  await expect(placeOf({})).rejects.toThrow(/no document/);
});
