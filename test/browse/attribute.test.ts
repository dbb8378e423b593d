import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import type { AttributeRequest, JobEnd, ModelChoice } from '../../src/protocol';
import { ensureRunSet } from '../../src/results';
import { makeSet, many } from '../audit/counterfactual/make-set';
import { seeded, SEEDED } from '../audit/counterfactual/seeded-model';
import { runFolder } from '../audit/run-folder';
import { standInJudge } from '../audit/stand-in-judge';
import { failure as refusal, FaultServer, json, type Act } from '../endpoints/fault-server';
import { until } from '../fixtures/runs/processes';
import { auditors } from './support/auditors';
import type { AuditorClient } from './support/client';

const { newRoot, start } = auditors();
const servers: { readonly close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const openai = (url: string, more: Partial<ModelChoice> = {}): ModelChoice => ({
  id: 'm',
  title: 'm',
  api: 'openai',
  url,
  model: 'm',
  ...more,
});

async function serve(act: Act): Promise<FaultServer> {
  const server = await FaultServer.start(act);
  servers.push(server);
  return server;
}

/** A set of cards whose faults are known, in a workspace of its own. */
async function cards(each: number) {
  const root = newRoot();
  const made = await makeSet(join(root, 'made'), many(SEEDED, each));
  const set = join(root, '.stagecraft', 'audits', 'cards');
  mkdirSync(dirname(set), { recursive: true });
  cpSync(made, set, { recursive: true });
  const client = start();
  await client.call('sets', { roots: [root] });
  return { client, set };
}

async function ended(client: AuditorClient, request: AttributeRequest): Promise<JobEnd> {
  const { job } = await client.call('attribute', request);
  return (
    await until('the attribution ends', () => client.of('ended').find((one) => one.job === job), 60_000)
  ).end;
}

describe('attribution', () => {
  it('by a judge is told while it goes on, asks with the key that was given, and shows its verdicts', async () => {
    const root = newRoot();
    const run = join(root, '.stagecraft', 'runs', '20261122-100000-line-00aa');
    const made = runFolder({ misreads: 0.4, miscounts: 0.2, misreadsText: 0.02, items: 40, seed: 3 });
    cpSync(made, run, { recursive: true });
    const predictions = join(run, 'stages', 'see', 'predictions.jsonl');
    // Pictures must lie in the run: those of another folder are not shown to anybody.
    writeFileSync(predictions, readFileSync(predictions, 'utf8').replaceAll(made, run));
    const set = await ensureRunSet(run);
    const judge = await standInJudge();
    servers.push(judge);
    const seen: (string | undefined)[] = [];
    const proxy = await serve(async (response, { headers, body }) => {
      seen.push(headers.authorization);
      const reply = await fetch(`${judge.url}/chat/completions`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      response.writeHead(reply.status, { 'content-type': 'application/json' });
      response.end(await reply.text());
    });
    const client = start();
    await client.call('sets', { roots: [root] });
    await client.call('keys', { keys: { JUDGE_KEY: 'very-secret' } });
    const request: AttributeRequest = {
      set,
      method: 'judge',
      model: openai(proxy.url, { key: 'JUDGE_KEY' }),
    };
    const planned = await client.call('attribute', { ...request, dryRun: true });
    expect(planned).toMatchObject({ job: 0, words: expect.stringContaining('requests are left') as string });
    expect(seen).toEqual([]);
    expect(client.of('ended')).toEqual([]);

    const end = await ended(client, request);
    expect(end).toMatchObject({ state: 'done', set });
    expect(new Set(seen)).toEqual(new Set(['Bearer very-secret']));
    expect(readFileSync(join(set, 'judge.jsonl'), 'utf8')).not.toContain('very-secret');
    const last = client.of('progress').at(-1)?.progress;
    expect(last).toMatchObject({ what: 'judge', set, requests: seen.length });
    const opened = await client.call('open', { set });
    expect(opened.methods.judge).toBe(opened.failures);
    const page = await client.call('page', {
      set,
      filter: { labels: ['PERC'], method: 'judge' },
      order: 'source',
      descending: false,
      from: 0,
      count: 1,
    });
    expect(page.total).toBeGreaterThan(3);
    const { details } = await client.call('item', { set, index: page.rows[0]?.index ?? -1 });
    expect(details[0]).toMatchObject({ method: 'judge', by: 'm' });
    const once = seen.length;
    expect(await ended(client, request)).toMatchObject({ state: 'done' });
    expect(seen).toHaveLength(once);
  });

  it('by the arms is cancelled at once, and goes on where it was', async () => {
    const { client, set } = await cards(4);
    let held = true;
    const server = await serve(async (response, received, n) => {
      // The server stops to answer in the middle: what was answered stays.
      while (held && n >= 20) await new Promise((resolve) => setTimeout(resolve, 20));
      if (!response.destroyed) await seeded(response, received, n);
    });
    const request: AttributeRequest = {
      set,
      method: 'counterfactual',
      model: openai(server.url),
      concurrency: 4,
    };
    const { job } = await client.call('attribute', request);
    await until('20 answers are there', () => server.received.length > 20, 60_000);
    // The server answers no more: what waited for it would wait for ever.
    await client.call('cancel', { job });
    const { end } = await until('it ends', () => client.of('ended').find((one) => one.job === job), 60_000);
    expect(end).toEqual({ state: 'cancelled', set });
    held = false;
    const before = server.received.length;
    expect(await ended(client, request)).toMatchObject({ state: 'done' });
    const asked = server.received.map(({ body }) => JSON.stringify(body.messages));
    // Twice was asked at most what was under way when it was cancelled.
    expect(asked.length - new Set(asked).size).toBeLessThanOrEqual(4);
    expect(server.received.length).toBeGreaterThan(before);
    const opened = await client.call('open', { set });
    expect(opened.methods.counterfactual).toBe(opened.failures);
    const perception = await client.call('page', {
      set,
      filter: { labels: ['PERC'], method: 'counterfactual' },
      order: 'source',
      descending: false,
      from: 0,
      count: 50,
    });
    expect(perception.rows.map(({ row }) => row.split('-')[0])).toEqual(Array(4).fill('perception'));
    const item = await client.call('item', { set, index: perception.rows[0]?.index ?? -1 });
    expect(new Set(item.answers.map(({ arm }) => arm)).size).toBeGreaterThan(2);
  });

  it('of which nothing can be asked fails in the words of the server, and leaves the set as it was', async () => {
    const { client, set } = await cards(1);
    const server = await serve((response) => json(response, refusal('no such key'), 401));
    const end = await ended(client, { set, method: 'counterfactual', model: openai(server.url) });
    expect(end).toMatchObject({ state: 'failed', message: expect.stringMatching(/401|key/u) as string });
    expect(JSON.stringify(end)).not.toContain('    at ');
    expect((await client.call('open', { set })).methods).toEqual({});
  });

  it('asks the models of the editor through it, and hears when the user says no', async () => {
    const { client, set } = await cards(1);
    const editor: ModelChoice = { id: 'copilot', title: 'Copilot', api: 'editor', model: 'copilot' };
    let chats = 0;
    client.onChat = ({ chat, model, request }) => {
      chats += 1;
      expect(model).toBe('copilot');
      expect(request.messages.length).toBeGreaterThan(0);
      client.child.send({ type: 'chat failed', chat, failure: { message: 'The user said no' } });
      client.child.send({ type: 'chat failed', chat: 'no number', failure: {} });
    };
    const end = await ended(client, { set, method: 'counterfactual', model: editor });
    expect(chats).toBeGreaterThan(0);
    expect(JSON.stringify(end)).toContain('The user said no');
  });
});
