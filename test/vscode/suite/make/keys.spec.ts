import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { isLive } from '../../../../src/protocol';
import { completion, FaultServer, json } from '../../../endpoints/fault-server';
import { agreeing } from '../support/dialog';
import { press } from '../support/keys';
import { call, listed, runOf } from '../support/run-list';
import { until } from '../support/until';
import { pathOf, write } from '../support/workspace';

const NAME = 'STAGECRAFT_TEST_KEY';
const KEY = 'sk-test-1f2e3d';
const FILE = 'shape-math/keyed.curriculum.yaml';
/** Time in which an input box has surely opened. */
const OPENS_MS = 1500;

const curriculum = (url: string): string => `curriculum: 1
name: keyed
model: micro-vlm
engine: embedded
reward: boxed-answer
models:
  served: { url: "${url}", model: served, key: ${NAME} }
datasets:
  keyed:
    capability: perception
    make:
      captions: data/captions.jsonl
      columns: { caption: description, image: image_file, id: example_id }
      images: data
      questions: { file: data/questions.jsonl }
      limit: 3
      answer_with: [served]
      keep: NOT right_blind
stages:
  - id: see
    data: keyed
`;

/**
 * Calls a command that has to say no in a message, which it waits for: closing all messages answers it. How long it looks
 * before it says so nobody knows.
 */
async function refused(command: () => Thenable<unknown>): Promise<void> {
  const before = (await listed()).length;
  let answered = false;
  const done = Promise.resolve(command()).then(() => (answered = true));
  await sleep(OPENS_MS);
  assert.equal(answered, false, 'no message was shown');
  await until('its message to be closed', async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    return answered;
  });
  await done;
  assert.equal((await listed()).length, before);
}

/** Files below a folder that hold a text. */
const holding = (folder: string, text: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && readFileSync(path).includes(text));

describe('a key for the models of a make', () => {
  let server: FaultServer;
  let dialog: ReturnType<typeof agreeing>;
  const make = (): Thenable<unknown> => call('make', { uri: vscode.Uri.file(pathOf(FILE)).toString() });

  before(async () => {
    // Stands in for a served model: it says the same to everything.
    server = await FaultServer.start((response) => json(response, completion('\\boxed{A}')));
    write(FILE, curriculum(server.url));
    dialog = agreeing();
  });
  after(async () => {
    dialog.restore();
    await server.close();
  });

  it('is asked for before anything is sent', async () => {
    await refused(make);
    assert.equal(dialog.asked(), '');
    assert.deepEqual(server.received, []);
  });

  it('that is typed into the dialog goes to its server, and into no file', async () => {
    let set = false;
    const setting = Promise.resolve(call('setApiKey', { name: NAME })).then(() => (set = true));
    await sleep(OPENS_MS);
    await press(...Array.from(KEY), 'Enter');
    await until('the key to be set', () => set);
    await setting;
    await make();
    assert.match(dialog.asked(), /are sent to the models below/);
    const run = await runOf('keyed', (one) => !isLive(one), 'ended make', 90_000);
    assert.equal(run.state, 'done', run.reason);
    assert.ok(server.received.length > 3, `${server.received.length} requests`);
    const sent = new Set(server.received.map(({ headers }) => headers.authorization));
    assert.deepEqual([...sent], [`Bearer ${KEY}`]);
    assert.deepEqual(holding(pathOf(), KEY), []);
  });

  it('is gone when it is forgotten', async () => {
    await call('forgetApiKey', { name: NAME });
    const before = server.received.length;
    await refused(make);
    assert.equal(server.received.length, before);
  });
}).timeout(120_000);
