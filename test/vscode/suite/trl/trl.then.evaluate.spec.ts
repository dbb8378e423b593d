import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { audits } from '../support/audits';
import { call, runOf } from '../support/run-list';
import { stagecraft } from '../support/stagecraft';
import { until } from '../support/until';
import { pathOf } from '../support/workspace';

/** Presses the first button of messages: a test has no hand. */
function pressing(): { readonly said: readonly string[]; readonly restore: () => void } {
  const said: string[] = [];
  const own = vscode.window.showInformationMessage;
  const set = (value: unknown): void => {
    Object.defineProperty(vscode.window, 'showInformationMessage', {
      value,
      configurable: true,
      writable: true,
    });
  };
  set((message: string, first?: unknown) => {
    said.push(message);
    return Promise.resolve(first);
  });
  return { said, restore: () => set(own) };
}

/** After `trl.spec.ts`, whose run it evaluates: with the stand-in for VLMEvalKit, and a server that runs already. */
describe('Evaluate Checkpoint', () => {
  let server: Server;
  before(async () => {
    server = createServer((question, reply) => {
      question.resume().on('end', () => {
        reply.setHeader('content-type', 'application/json');
        const content = 'It is \\boxed{A}';
        reply.end(JSON.stringify({ data: [], choices: [{ message: { role: 'assistant', content } }] }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => server.close());

  it('shows the commands, runs them after a yes, and lists the results among the audits', async () => {
    const run = await runOf('tiny', ({ state }) => state === 'done');
    const standIn = join(stagecraft().extensionPath, 'test', 'fixtures', 'evaluate', 'stand-in-vlmevalkit');
    const file = pathOf('shape-math', 'tiny.curriculum.yaml');
    const { port } = server.address() as AddressInfo;
    writeFileSync(
      file,
      `${readFileSync(file, 'utf8')}
models: { mine: { url: "http://127.0.0.1:${port}/v1", model: tiny } }
evaluate: { on: [MMStar], endpoint: mine, home: "${standIn}" }
`,
    );
    const hand = pressing();
    try {
      await call('evaluateCheckpoint', { run: run.dir, checkpoint: 'best' });
      const shown = vscode.window.activeTextEditor?.document.getText() ?? '';
      assert.match(shown, /step 12 of `learn`, the best: MMStar/);
      assert.match(shown, /--judge exact_matching/);
      assert.equal(hand.said.length, 1);
    } finally {
      hand.restore();
    }
    const set = await until(
      'its results',
      async () => (await audits()).find(({ dir }) => dir.includes('tiny-step-12')),
      { ms: 60_000, seen: audits },
    );
    assert.equal(set.rows, 4);
  });
}).timeout(120_000);
