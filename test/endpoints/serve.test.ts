import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { askArms } from '../../src/audit/counterfactual';
import { openChat, type ChatClient, type ChatOptions } from '../../src/endpoints';
import type { ChatRequest } from '../../src/protocol';
import { makeSet, many } from '../audit/counterfactual/make-set';
import { pythonFor } from '../python/environment';
import { serveTiny, type Served } from '../python/serve';
import { refused, request } from './ask';
import { discard } from '../fixtures/discard';

const python = pythonFor('endpoints against the server of transformers');

// transformers' own server with a vision-language model of random weights: what it says is noise, how it says it is real.
describe.runIf(python !== undefined)('the server of transformers', () => {
  const root = mkdtempSync(join(tmpdir(), 'stagecraft-serve-'));
  let served: Served | undefined;
  let model = '';
  let url = '';

  beforeAll(async () => {
    served = await serveTiny(python!, root);
    ({ model, url } = served);
  }, 180_000);

  afterAll(async () => {
    await served?.stop();
    discard(root);
  });

  const client = (options: Partial<ChatOptions> = {}, name: string = model): ChatClient =>
    openChat(
      { id: 'tiny', title: 'tiny', api: 'openai', url, model: name },
      { keys: () => undefined, ...options },
    );
  const picture = async (name: string, background: string): Promise<string> => {
    const file = join(root, `${name}.png`);
    await sharp({ create: { width: 64, height: 64, channels: 3, background } })
      .png()
      .toFile(file);
    return file;
  };
  const about = (file: string, extra: Partial<ChatRequest> = {}): ChatRequest => ({
    messages: [
      {
        role: 'user',
        parts: [
          { type: 'image', file },
          { type: 'text', text: 'What is it?' },
        ],
      },
    ],
    maxTokens: 12,
    temperature: 0,
    ...extra,
  });

  it('sees the image: another one is answered otherwise, the same alike', async () => {
    const [red, green] = [await picture('red', '#f00000'), await picture('green', '#00c020')];
    const [first, again, other] = [
      await client().ask(about(red)),
      await client().ask(about(red)),
      await client().ask(about(green)),
    ];
    expect(first.answers).toHaveLength(1);
    expect(first.answers[0]!.text).not.toBe('');
    expect(again.answers).toEqual(first.answers);
    expect(other.answers).not.toEqual(first.answers);
    const without = await client().ask(request('What is it?', { maxTokens: 12, temperature: 0 }));
    expect(first.tokens.input).toBeGreaterThan(without.tokens.input);
    expect(first.tokens.output).toBeGreaterThan(0);
  });

  it('gives several answers, one by one, for it knows no `n`', async () => {
    const notes: string[] = [];
    const reply = await client({ onNote: (words) => notes.push(words) }).ask(
      request('Say something.', { n: 4, seed: 3, maxTokens: 16 }),
    );
    expect(reply.answers).toHaveLength(4);
    expect(new Set(reply.answers.map(({ text }) => text)).size).toBeGreaterThan(1);
    expect(notes.join()).toContain('one by one');
  });

  it('draws the same with the same seed', async () => {
    const ask = async (seed: number): Promise<string> =>
      (await client().ask(request('Say something.', { seed, maxTokens: 16 }))).answers[0]!.text;
    expect(await ask(5)).toBe(await ask(5));
    expect(await ask(5)).not.toBe(await ask(6));
  });

  it('says when it was cut off', async () => {
    const { answers } = await client().ask(request('Go on.', { maxTokens: 2 }));
    expect(answers[0]!.truncated).toBe(true);
  });

  it('does not hold to a schema, which is found out', async () => {
    const schema = { name: 'verdict', schema: { type: 'object' } };
    const notes: string[] = [];
    const reply = await client({ onNote: (words) => notes.push(words) }).ask(
      request('?', { schema, maxTokens: 400, seed: 1 }),
    );
    expect(reply.answers).toHaveLength(1);
    // Noise is no JSON, unless it was cut off.
    if (!reply.answers[0]!.truncated) expect(notes.join()).toContain('JSON Schema');
  });

  it('has another model than the one that is asked for', async () => {
    const error = await refused(client({}, '/no/such/model').ask(request('?')));
    expect(error).toMatchObject({ fault: 'model', status: 400 });
    expect(error.message).toContain(model);
  });

  it('answers the arms of an audit, which are then not asked again', async () => {
    const set = await makeSet(join(root, 'audit'), many(['perception', 'right'], 2));
    const options = { cache: join(root, 'cache'), concurrency: 2 };
    const ask = () => askArms({ set, maxTokens: 8 }, { client: client(options) });
    const first = await ask();
    expect(first).toMatchObject({ asked: 2 * 5 + 2 * 2, failed: 0 });
    // One by one: four answers an arm, and the descriptions.
    expect(first.requests).toBe(14 * 4 + 2);
    expect(first.tokens.output).toBeGreaterThan(14 * 4);
    const lines = readFileSync(join(set, 'counterfactual.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { by: string }).by)).toEqual(Array(4).fill(model));
    expect(await ask()).toMatchObject({ asked: 0, known: 14, requests: 0 });
    // Without its answers the cache knows them all.
    rmSync(join(set, 'answers.jsonl'));
    expect(await ask()).toMatchObject({ asked: 14, requests: 0 });
  }, 120_000);
});
