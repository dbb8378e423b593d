import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askArms, type ArmsRequest } from '../../../src/audit/counterfactual';
import { readVerdicts } from '../../../src/audit';
import type { ChatOptions } from '../../../src/endpoints';
import type { ModelChoice } from '../../../src/protocol';
import { folder, open, refused, serve } from '../../endpoints/ask';
import type { FaultServer } from '../../endpoints/fault-server';
import { failure, json } from '../../endpoints/fault-server';
import { makeSet, many } from './make-set';
import { seeded, SEEDED } from './seeded-model';

type Line = Readonly<Record<string, unknown>> & { readonly row: string; readonly arm: string };
const linesOf = (dir: string, name: string): readonly Line[] =>
  readFileSync(join(dir, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
const verdicts = (dir: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(linesOf(dir, 'counterfactual.jsonl').map(({ row, verdict }) => [row, verdict]));

const run = (
  server: FaultServer,
  request: ArmsRequest,
  options: Partial<ChatOptions> = {},
  extra: Partial<ModelChoice> = {},
) => askArms(request, { client: open(server.url, { concurrency: 16, ...options }, extra) });

const EXPECTED: Readonly<Record<string, string>> = {
  perception: 'perception-confirmed',
  integration: 'integration',
  reasoning: 'reasoning',
  blind: 'not-visual',
  right: 'right',
};

describe('asking the arms', () => {
  it('finds the seeded faults, and tries the gate on right items', async () => {
    const server = await serve(seeded);
    const set = await makeSet(folder(), many(SEEDED, 12));
    const progress: number[] = [];
    const outcome = await askArms(
      { set, controls: 10 },
      { client: open(server.url, { concurrency: 16 }), onProgress: ({ done }) => progress.push(done) },
    );
    const found = verdicts(set);
    expect(Object.keys(found)).toHaveLength(48 + 10);
    for (const [row, verdict] of Object.entries(found)) {
      expect([row, verdict]).toEqual([row, EXPECTED[row.split('-')[0]!]]);
    }
    // 36 failures that need the image and 10 right ones; the reasoning ones fail from descriptions as well.
    expect(outcome.gate).toMatchObject({ state: 'closed', accuracy: { k: 34, n: 46 } });
    expect(outcome).toMatchObject({ failures: 48, controls: 10, asked: 48 * 5 + 20, known: 0, failed: 0 });
    expect(progress.at(-1)).toBe(48 * 5 + 20);
    expect(outcome.words).toContain('then put the final answer in \\boxed{}');
    const read = await readVerdicts(set);
    expect(read.counterfactual.get('cards\0perception-1000')).toMatchObject({ label: 'PERC', by: 'm' });
    // Every arm is asked with k answers at the temperature of training, and with what it is about alone.
    for (const { body } of server.received) {
      const text = JSON.stringify(body.messages);
      if (text.includes('Do not answer')) continue;
      expect(body).toMatchObject({ n: 4, temperature: 1 });
      if (text.includes('image_url')) expect(text).not.toContain('not shown');
    }
  });

  it('asks nothing twice, and only what is missing when more answers are wanted', async () => {
    const server = await serve(seeded);
    const set = await makeSet(folder(), many(SEEDED, 2));
    await run(server, { set });
    const first = server.received.length;
    const before = verdicts(set);
    const again = await run(server, { set });
    expect(server.received).toHaveLength(first);
    expect(again).toMatchObject({ asked: 0, known: 8 * 5 + 4, requests: 0 });
    expect(verdicts(set)).toEqual(before);
    await run(server, { set, k: 6 });
    const more = server.received.slice(first);
    expect(more).toHaveLength(8 * 5 + 4);
    expect(more.every(({ body }) => body.n === 2 && body.seed !== server.received[0]!.body.seed)).toBe(true);
    expect(verdicts(set)).toEqual(before);
    // Another model, or another prompt, has answers of its own.
    await run(server, { set, prompt: 'Only the number.' });
    expect(server.received.length).toBe(first + more.length + first);
  });

  it('goes on behind a torn line', async () => {
    const server = await serve(seeded);
    const set = await makeSet(folder(), many(['perception'], 2));
    await run(server, { set, arms: ['image'] });
    const file = join(set, 'answers.jsonl');
    appendFileSync(file, '{"row":"perception-1000","dataset":"cards","arm":"desc');
    await run(server, { set });
    expect(verdicts(set)).toEqual({
      'perception-1000': 'perception-confirmed',
      'perception-1010': 'perception-confirmed',
    });
    expect(
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.includes('"arm":"image"')),
    ).toHaveLength(2);
  });

  it('says what cannot be told without descriptions', async () => {
    const server = await serve(seeded);
    const items = many(['perception', 'integration', 'blind'], 2).map((item) => ({ ...item, caption: null }));
    const set = await makeSet(folder(), items);
    const outcome = await run(server, { set });
    expect(outcome.words).toContain('perception and reasoning cannot be told apart');
    expect(new Set(Object.values(verdicts(set)))).toEqual(
      new Set(['unattributed', 'integration', 'not-visual']),
    );
    expect(new Set(linesOf(set, 'answers.jsonl').map(({ arm }) => arm))).toEqual(
      new Set(['image', 'own-description', 'neither']),
    );
  });

  it('does not ask with a description that states the answer', async () => {
    const server = await serve(seeded);
    const set = await makeSet(folder(), [
      { fault: 'perception', number: 7, caption: 'A card. The answer is 8.' },
    ]);
    await run(server, { set });
    expect(linesOf(set, 'counterfactual.jsonl')[0]).toMatchObject({
      verdict: 'unattributed',
      excluded: 'leak',
    });
    expect(linesOf(set, 'answers.jsonl').map(({ arm }) => arm)).not.toContain('description');
  });

  it('leaves out what has no image, and says how many', async () => {
    const server = await serve(seeded);
    const set = await makeSet(folder(), [
      { fault: 'perception', number: 1 },
      { fault: 'perception', number: 2, image: 'missing' },
      { fault: 'reasoning', number: 3, image: 'none' },
    ]);
    const outcome = await run(server, { set });
    expect(outcome.unseen).toBe(1);
    expect(outcome.words).toContain('1 item not asked: an image is missing');
    expect(verdicts(set)).toEqual({ 'perception-1': 'perception-confirmed', 'reasoning-3': 'not-visual' });
  });

  it('sends no image to a model that takes none', async () => {
    const server = await serve(seeded);
    const set = await makeSet(folder(), many(['perception', 'right'], 2));
    const outcome = await run(server, { set }, {}, { images: false });
    expect(JSON.stringify(server.received.map(({ body }) => body))).not.toContain('image_url');
    expect(outcome.words).toContain('takes no images');
  });

  it('draws so many failures, of every data set, and the same again', async () => {
    const server = await serve(seeded);
    const items = many(['perception'], 30).map((item, i) => ({
      ...item,
      dataset: i < 27 ? 'large' : 'small',
    }));
    const set = await makeSet(folder(), items);
    await run(server, { set, limit: 10 });
    const asked = new Set(linesOf(set, 'answers.jsonl').map(({ row }) => row));
    expect(asked.size).toBe(10);
    expect(linesOf(set, 'answers.jsonl').some(({ dataset }) => dataset === 'small')).toBe(true);
    const requests = server.received.length;
    await run(server, { set, limit: 10 });
    expect(server.received).toHaveLength(requests);
  });
});

describe('looking first', () => {
  it('counts the requests that there then are', async () => {
    const server = await serve(seeded);
    const cache = folder();
    const set = await makeSet(folder(), many(SEEDED, 3));
    const price = { input: 1, output: 10 };
    const look = await run(server, { set, dryRun: true, price });
    expect(server.received).toHaveLength(0);
    expect(look.files).toEqual([]);
    expect(look.words).toContain('12 failures and 3 right items');
    const done = await run(server, { set, limit: 6 }, { cache, price });
    const rest = await run(server, { set, dryRun: true, price }, { cache });
    expect(rest.words).toContain('by the mean of');
    const whole = await run(server, { set }, { cache, price });
    expect(done.requests + whole.requests).toBe(look.requests);
    expect(rest.requests).toBe(whole.requests);
    // Measured answers are what they turn out to be.
    expect(rest.tokens.input).toBe(whole.tokens.input);
    expect(rest.cost).toBeCloseTo((rest.tokens.input + 10 * rest.tokens.output) / 1e6, 9);
  });
});

describe('when it goes wrong', () => {
  it('keeps the other arms when one is refused, and asks that one the next time', async () => {
    let refusals = 3;
    const server = await serve((response, received, i) => {
      const described = JSON.stringify(received.body.messages).includes('Description of the image');
      if (!described || refusals === 0) return seeded(response, received, i);
      refusals -= 1;
      json(response, failure('maximum context length exceeded'), 400);
    });
    const set = await makeSet(folder(), many(['perception'], 3));
    const first = await run(server, { set }, { concurrency: 1 });
    expect(first).toMatchObject({ asked: 12, failed: 3 });
    expect(first.words).toContain('left for the next time');
    expect(await run(server, { set }, { concurrency: 1 })).toMatchObject({ asked: 3, known: 12 });
    expect(new Set(Object.values(verdicts(set)))).toEqual(new Set(['perception-confirmed']));
  });

  it('ends at once when the key is refused', async () => {
    const server = await serve((response) => json(response, failure('no'), 401));
    const set = await makeSet(folder(), many(['perception'], 40));
    const error = await refused(run(server, { set }));
    expect(error.fault).toBe('key');
    expect(server.received.length).toBeLessThan(60);
  });

  it('ends when the server dies, and goes on from there', async () => {
    const server = await serve(async (response, received, i) => {
      if (i < 40) return seeded(response, received, i);
      response.destroy();
      return undefined;
    });
    const set = await makeSet(folder(), many(['perception'], 20));
    const stop = new AbortController();
    const job = askArms({ set }, { client: open(server.url, { concurrency: 4 }), signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 1_500);
    await expect(job).rejects.toThrow('enough');
    const kept = linesOf(set, 'answers.jsonl').length;
    expect(kept).toBeGreaterThan(20);
    const other = await serve(seeded);
    const outcome = await run(other, { set });
    expect(outcome).toMatchObject({ known: kept, asked: 100 - kept });
  });
});
