import { describe, expect, it } from 'vitest';
import { completion, failure, json, type Received } from './fault-server';
import { open, request, serve, texts } from './ask';

const SCHEMA = { name: 'verdict', schema: { type: 'object', properties: { a: { type: 'string' } } } };
const formats = (received: readonly Received[]): readonly unknown[] =>
  received.map(({ body }) => (body.response_format as { type?: string } | undefined)?.type);

describe('what a server cannot do is found out, and remembered', () => {
  it('asks one by one where `n` is ignored, with a seed for each', async () => {
    const server = await serve((response, { body }) => json(response, completion(`s${String(body.seed)}`)));
    const notes: string[] = [];
    const client = open(server.url, { onNote: (words) => notes.push(words) });
    expect(await texts(client, request('?', { n: 4, seed: 7 }))).toEqual(['s7', 's8', 's9', 's10']);
    expect(await texts(client, request('!', { n: 2, seed: 1 }))).toEqual(['s1', 's2']);
    expect(server.received.map(({ body }) => body.n)).toEqual([4, ...Array<undefined>(5).fill(undefined)]);
    expect(notes).toEqual(['It gives one answer a request: several are asked for one by one.']);
    expect(client.usage().requests).toBe(6);
  });

  it('takes all answers of a server that knows `n`, and no more', async () => {
    const server = await serve((response) => json(response, completion('a', 'b', 'c', 'd', 'e')));
    expect(await texts(open(server.url), request('?', { n: 4 }))).toEqual(['a', 'b', 'c', 'd']);
    expect(server.received).toHaveLength(1);
  });

  it.each([
    ['seed', { seed: 1 }, 'Unexpected fields in the request: {"seed"}'],
    ['n', { n: 2 }, "'n' must be 1"],
    ['n', { n: 2 }, '{"loc":["body","n"]} Extra inputs are not permitted'],
    ['top_p', { topP: 0.9 }, '`temperature` and `top_p` cannot both be specified: top_p is unsupported'],
    [
      'temperature',
      {},
      "Unsupported value: 'temperature' does not support 0.5. Only the default (1) value is supported.",
    ],
    [
      'max_tokens',
      {},
      "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead.",
    ],
  ])('leaves `%s` out', async (key, extra, words) => {
    const server = await serve((response, { body }) =>
      key in body ? json(response, failure(words), 400) : json(response, completion('ok')),
    );
    const client = open(server.url);
    const of = request('?', { temperature: 0.5, ...extra });
    expect(new Set(await texts(client, of))).toEqual(new Set(['ok']));
    const before = server.received.length;
    await client.ask({ ...of, maxTokens: 17 });
    // Not tried again.
    expect(server.received.slice(before).every(({ body }) => !(key in body))).toBe(true);
    if (key === 'max_tokens') expect(server.received.at(-1)!.body.max_completion_tokens).toBe(17);
  });

  it('goes from json_schema over json_object to words, once', async () => {
    const server = await serve((response, { body }) => {
      const { type } = (body.response_format ?? {}) as { type?: string };
      if (type === undefined) json(response, completion('{"a":"x"}'));
      else json(response, failure(`response_format ${type} is not supported`), 400);
    });
    const client = open(server.url, { concurrency: 8 });
    const asked = Array.from({ length: 8 }, (_, i) => client.ask(request(String(i), { schema: SCHEMA })));
    expect((await Promise.all(asked)).map(({ answers }) => answers[0]!.text)).toEqual(
      Array(8).fill('{"a":"x"}'),
    );
    await client.ask(request('later', { schema: SCHEMA }));
    expect(formats(server.received).at(-1)).toBeUndefined();
    expect(JSON.stringify(server.received.at(-1)!.body.messages)).toContain('JSON Schema');
    expect(formats(server.received).filter((type) => type === 'json_schema').length).toBeLessThanOrEqual(8);
  });

  it('finds out that a schema is ignored without a word', async () => {
    const server = await serve((response, { body }) =>
      json(
        response,
        completion(JSON.stringify(body.messages).includes('JSON Schema') ? '{"a":1}' : 'Sure! It is x.'),
      ),
    );
    const client = open(server.url);
    expect(await texts(client, request('?', { schema: SCHEMA }))).toEqual(['{"a":1}']);
    expect(formats(server.received)).toEqual(['json_schema', undefined]);
  });
});

describe('replies of many makes', () => {
  it.each([
    [
      'text in parts',
      {
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
      'ab',
    ],
    ['no content, thoughts apart', { content: null, reasoning_content: 'I think' }, ''],
    ['thoughts apart', { content: 'yes', reasoning_content: 'I think' }, 'yes'],
    ['a refusal', { content: null, refusal: 'I will not.' }, 'I will not.'],
    ['nothing', { content: null }, ''],
  ])('%s', async (_, message, text) => {
    const server = await serve((response) =>
      json(response, { choices: [{ message, finish_reason: 'length' }], usage: null }),
    );
    const { answers, tokens } = await open(server.url).ask(request('?'));
    expect(answers).toEqual([{ text, truncated: true }]);
    expect(tokens).toEqual({ input: 0, output: 0 });
  });

  it.each(['', '/', '/v1', '/v1/', '/v1/chat/completions'])('an address that ends in "%s"', async (end) => {
    const server = await serve((response) => json(response, completion('ok')));
    await open(server.url.replace(/\/v1$/, end)).ask(request('?'));
    expect(server.received[0]!.path).toBe('/v1/chat/completions');
  });

  it('a gateway with a path of its own', async () => {
    const server = await serve((response) => json(response, completion('ok')));
    await open(server.url.replace(/\/v1$/, '/team/v1beta/openai/')).ask(request('?'));
    expect(server.received[0]!.path).toBe('/team/v1beta/openai/chat/completions');
  });
});
