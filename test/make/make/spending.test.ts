import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printMade } from '../../../src/cli/print/made';
import type { Terminal } from '../../../src/cli/terminal';
import type { Dataset } from '../../../src/language';
import { readMadeManifest } from '../../../src/make';
import { makeDataset } from '../../../src/make/make';
import { Spending } from '../../../src/make/spending';
import type { MadeManifest } from '../../../src/protocol';
import { jsonl, makeContext, workspace, write, type TestContext } from '../support/context';
import { startScripted, type Scripted } from '../support/scripted-server';

const COUNT = 12;

/** Twelve rows without pictures, asked one at a time; `onRequest` is called before each is answered. */
async function world(onRequest: (number: number) => void = () => undefined) {
  const root = workspace();
  const server: Scripted = await startScripted({
    reply: ({ number }) => {
      onRequest(number);
      return '\\boxed{7}';
    },
  });
  const rows = Array.from({ length: COUNT }, (_, i) => ({
    id: `r${i}`,
    problem: `Place ${i}?`,
    answer: '7',
  }));
  const path = write(join(root, 'data', 'rows.jsonl'), jsonl(rows));
  const first: Dataset = {
    id: 'first',
    capability: 'reasoning',
    train: { kind: 'file', text: path, path },
    columns: {},
  };
  const context = await makeContext({
    root,
    dataset: 'new',
    models: {
      vlm: { url: server.url, concurrency: 1, price: { input: 1_000_000, output: 1_000_000 } },
      writer: server.url,
    },
    make: { source: { kind: 'datasets', ids: ['first'] }, keep: 'right_blind' },
    curriculum: { datasets: [first] },
  });
  return { context, server };
}

/** The journals, not the lock of a process that is alive. */
function copyWork(from: string, to: string): void {
  const [source, target] = [join(from, '.make'), join(to, '.make')];
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(source))
    if (name.endsWith('.jsonl')) copyFileSync(join(source, name), join(target, name));
}

function told(manifest: MadeManifest): string {
  const lines: string[] = [];
  const terminal = { out: (line: string) => lines.push(line), style: (_: string, text: string) => text };
  printMade(manifest, '/to', terminal as unknown as Terminal);
  return lines.join('\n');
}

describe('what a make has cost', () => {
  it('is on the disk with every answer, so that a maker that is killed loses nothing of it', async () => {
    const copy = workspace();
    const state: { context?: TestContext } = {};
    const { context, server } = await world((number) => {
      // What a kill at this moment would leave.
      if (number === 7 && state.context !== undefined) copyWork(state.context.made.to, copy);
    });
    state.context = context;
    const whole = await makeDataset(context);
    expect(whole.spending).toMatchObject([{ model: 'vlm', requests: COUNT }]);
    expect(whole.recent).toEqual(whole.spending);

    rmSync(context.made.to, { recursive: true });
    copyWork(copy, context.made.to);
    const manifest = await makeDataset(await context.again());
    // Seven were answered before, the others by the second; what was under way was answered twice.
    expect(server.requests).toHaveLength(COUNT + COUNT - 7);
    expect(manifest.spending).toEqual(whole.spending);
    expect(manifest.recent).toEqual(whole.spending);
    expect(manifest.spending[0]?.cost).toBeGreaterThan(0);
  });

  it('is not told as new where nothing was asked, and in part where a part was', async () => {
    const { context, server } = await world();
    const first = await makeDataset(context);
    expect(told(first)).toMatch(/vlm: 12 requests, [\d,]+ tokens/);
    expect(told(first)).not.toMatch(/so far|Nothing/);

    const second = await makeDataset(await context.again());
    expect(server.requests).toHaveLength(COUNT);
    expect(second.spending).toEqual(first.spending);
    expect(second.recent).toEqual([]);
    expect(await readMadeManifest(context.made.to)).toEqual({ kind: 'made', manifest: second });
    expect(told(second)).toMatch(/Nothing was asked this time\.\n {2}vlm: so far 12 requests/);

    const path = join(context.root, 'data', 'rows.jsonl');
    write(path, readFileSync(path, 'utf8') + jsonl([{ id: 'more', problem: 'Place 99?', answer: '7' }]));
    const third = await makeDataset(await context.again());
    expect(third.recent).toMatchObject([{ model: 'vlm', requests: 1 }]);
    expect(third.spending).toMatchObject([{ model: 'vlm', requests: COUNT + 1 }]);
    expect(told(third)).toMatch(/vlm: 1 request, .*; so far 13 requests/);
  });

  it('stays short however long it goes on, and says the same', async () => {
    const { context } = await world();
    const spending = new Spending(context);
    const client = spending.chat('vlm');
    const message = { role: 'user' as const, parts: [{ type: 'text' as const, text: 'Place 1?' }] };
    await client.ask({ messages: [message], maxTokens: 8, temperature: 0 });
    spending.done();
    await client.ask({ messages: [message], maxTokens: 8, temperature: 0 });
    const { spending: sum, recent } = spending.now();
    // As often as it takes to be written anew.
    for (let i = 0; i < 6_000; i += 1) spending.done();
    spending.close();
    const name = readdirSync(join(context.made.to, '.make')).find((one) => one.startsWith('spending-'));
    const text = readFileSync(join(context.made.to, '.make', name ?? ''), 'utf8');
    expect(text.split('\n').length).toBeLessThan(10_000);
    const after = new Spending(context);
    expect(sum).toMatchObject([{ requests: 2 }]);
    expect(recent).toMatchObject([{ requests: 1 }]);
    expect(readAll(after)).toMatchObject({ requests: 2 });
    after.close();
  });
});

/** The account of a process that has opened nothing yet. */
const readAll = (spending: Spending) => spending.now().spending[0];
