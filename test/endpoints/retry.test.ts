import { describe, expect, it } from 'vitest';
import { completion, failure, json } from './fault-server';
import { open, refused, request, serve, texts } from './ask';
import { endsLater } from '../fixtures/hang';

const QUICK = { 'retry-after': '0' };

describe('failures that pass', () => {
  it.each([408, 429, 500, 502, 503, 529])('asks again after %i', async (status) => {
    const server = await serve((response, _, i) =>
      i < 2 ? json(response, failure('busy'), status, QUICK) : json(response, completion('yes')),
    );
    const client = open(server.url);
    expect(await texts(client, request('?'))).toEqual(['yes']);
    expect(client.usage()).toMatchObject({ requests: 1, retried: 2, failed: 0 });
  });

  it.each([
    ['seconds', () => '1', 900],
    ['a date', () => new Date(Date.now() + 2_000).toUTCString(), 900],
  ])('waits as long as Retry-After says in %s, with all that come after', async (_, after, least) => {
    const server = await serve((response, _, i) =>
      i === 0
        ? json(response, failure('slow down'), 429, { 'retry-after': after() })
        : json(response, completion('ok')),
    );
    const client = open(server.url, { concurrency: 1 });
    await Promise.all([client.ask(request('a')), client.ask(request('b'))]);
    const [first, second] = server.received;
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(least);
    expect(server.received).toHaveLength(3);
  });

  it('fails at once when the server asks for more patience than anybody has', async () => {
    const server = await serve((response) =>
      json(response, failure('later'), 429, { 'retry-after': '7200' }),
    );
    const error = await refused(open(server.url).ask(request('?')));
    expect(error).toMatchObject({ fault: 'rate limit', status: 429 });
    expect(server.received).toHaveLength(1);
  });

  it('does not wait for an account that is used up', async () => {
    const server = await serve((response) =>
      json(response, failure('You exceeded your current quota', { code: 'insufficient_quota' }), 429),
    );
    const error = await refused(open(server.url).ask(request('?')));
    expect(error.message).toContain('used up');
    expect(server.received).toHaveLength(1);
  });

  it.each([
    ['x-ratelimit-remaining-requests', 'x-ratelimit-reset-requests', '600ms'],
    ['anthropic-ratelimit-tokens-remaining', 'anthropic-ratelimit-tokens-reset', 'DATE'],
  ])('rests when %s is 0', async (remaining, reset, value) => {
    const server = await serve((response) =>
      json(response, completion('ok'), 200, {
        [remaining]: '0',
        [reset]: value === 'DATE' ? new Date(Date.now() + 600).toISOString() : value,
      }),
    );
    const client = open(server.url);
    await client.ask(request('a'));
    await client.ask(request('b'));
    expect(server.received[1]!.at - server.received[0]!.at).toBeGreaterThanOrEqual(500);
  });

  it.each([
    ['truncated JSON', '{"choices":[{"mess'],
    ['no choices', '{}'],
    ['empty choices', '{"choices":[]}'],
    ['a choice without a message', '{"choices":[{"index":0}]}'],
    ['an error in a 200', '{"error":{"message":"overloaded","code":503}}'],
    ['a wrong type', '[1,2,3]'],
    ['null', 'null'],
  ])('asks again after %s', async (_, body) => {
    const server = await serve((response, _, i) => {
      if (i > 0) json(response, completion('yes'));
      else response.writeHead(200, QUICK).end(body);
    });
    expect(await texts(open(server.url), request('?'))).toEqual(['yes']);
    expect(server.received).toHaveLength(2);
  });

  it('says of a reply without a word that it is empty', async () => {
    const server = await serve((response) => void response.writeHead(200, QUICK).end());
    const error = await refused(open(server.url).ask(request('?')));
    expect(error).toMatchObject({
      fault: 'reply',
      message: 'The reply of judge is no chat reply, it is empty.',
    });
    expect(server.received).toHaveLength(3);
  });

  it('asks again after a body that breaks off and a connection that is reset', async () => {
    const server = await serve((response, _, i) => {
      if (i === 0) {
        response.writeHead(200, { 'content-length': '500' });
        response.write('{"choices":');
        setTimeout(() => response.destroy(), 20);
      } else if (i === 1) response.destroy();
      else json(response, completion('yes'));
    });
    expect(await texts(open(server.url), request('?'))).toEqual(['yes']);
  });

  it('gives a slow server up after its timeout, three times', async () => {
    const server = await serve(() => undefined);
    const error = await refused(open(server.url, { timeout: 0.1 }).ask(request('?')));
    expect(error).toMatchObject({ fault: 'server' });
    expect(error.message).toContain('within 0.1 s');
    expect(server.received).toHaveLength(3);
  });
});

describe('stopping', () => {
  it('ends requests in flight, waiting and queued with the reason of the signal', async () => {
    const server = await serve((response, _, i) =>
      i === 0 ? json(response, failure('x'), 503, { 'retry-after': '60' }) : undefined,
    );
    const client = open(server.url, { concurrency: 2 });
    const stop = new AbortController();
    const asked = ['a', 'b', 'c'].map((text) => client.ask(request(text), stop.signal));
    setTimeout(() => stop.abort(new Error('enough')), 200);
    const settled = await Promise.allSettled(asked);
    expect(settled.map((one) => one.status === 'rejected' && String(one.reason))).toEqual(
      Array(3).fill('Error: enough'),
    );
    expect(server.received.length).toBeLessThanOrEqual(2);
  });

  it('tells at once, for all, that nobody is there', async () => {
    const server = await serve(() => undefined);
    const { url } = server;
    await server.close();
    const client = open(url, { concurrency: 4 });
    const errors = await endsLater(() =>
      Promise.all(Array.from({ length: 200 }, (_, i) => refused(client.ask(request(String(i)))))),
    );
    expect(new Set(errors.map(({ fault }) => fault))).toEqual(new Set(['dead']));
    expect(errors[0]!.message).toContain('nothing listens there');
    expect(errors[0]!.concernsAll).toBe(true);
    expect((await refused(client.ask(request('later')))).fault).toBe('dead');
  });
});

describe('limits', () => {
  it('keeps to its concurrency, whatever is asked', async () => {
    const server = await serve((response) => void setTimeout(() => json(response, completion('ok')), 10));
    const client = open(server.url, { concurrency: 5 });
    await Promise.all(Array.from({ length: 60 }, (_, i) => client.ask(request(String(i)))));
    expect(server.mostInFlight).toBe(5);
    expect(client.usage()).toMatchObject({ requests: 60, tokens: { input: 600, output: 180 } });
  });

  it('begins so many requests a minute', async () => {
    const server = await serve((response) => json(response, completion('ok')));
    const client = open(server.url, { requestsPerMinute: 600, concurrency: 64 });
    const begun = Date.now();
    await Promise.all(Array.from({ length: 70 }, (_, i) => client.ask(request(String(i)))));
    // 60 at once, and ten at ten a second.
    expect(Date.now() - begun).toBeGreaterThan(900);
    expect(server.received.filter(({ at }) => at - begun < 400).length).toBeLessThanOrEqual(65);
  });

  it('spends so many tokens a minute, and learns what a request costs', async () => {
    const server = await serve((response) =>
      json(response, { ...completion('ok'), usage: { prompt_tokens: 900, completion_tokens: 100 } }),
    );
    const client = open(server.url, { tokensPerMinute: 60_000, concurrency: 1 });
    const begun = Date.now();
    for (let i = 0; i < 8; i += 1) await client.ask(request(String(i)));
    // 6,000 at once, then 1,000 a second: seven replies spend 7,000.
    expect(Date.now() - begun).toBeGreaterThan(900);
  });
});
