import { describe, expect, it } from 'vitest';
import { completion, failure, json } from './fault-server';
import { open, refused, request, serve, texts } from './ask';

const KEY = 'sk-very-secret-0123456789';

describe('refusals that asking again would not change', () => {
  it.each([
    [401, 'Incorrect API key provided', 'key', /does not accept the key/],
    [403, 'Forbidden', 'key', /does not allow this/],
    [404, 'The model `m` does not exist.', 'model', /does not know the model `m`/],
    [404, 'Not Found', 'setup', /no chat API/],
    [400, "This model's maximum context length is 4096 tokens", 'length', /too long/],
    [400, 'This model does not support image inputs', 'images', /does not take the image/],
    [422, 'messages: field required', 'refused', /refuses the request/],
    [400, 'Server is pinned to a; requested b', 'model', /does not know/],
  ])('%i %s', async (status, words, fault, message) => {
    const server = await serve((response, { path }) =>
      path.endsWith('/models') ? json(response, {}, 500) : json(response, failure(words), status),
    );
    const error = await refused(open(server.url).ask(request('?')));
    expect(error).toMatchObject({ fault, status });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(words);
    expect(error.hint).not.toBe('');
    expect(server.received.filter(({ path }) => path.endsWith('completions'))).toHaveLength(1);
  });

  it('names the models that the server has', async () => {
    const server = await serve((response, { path }) =>
      path === '/v1/models'
        ? json(response, { data: [{ id: 'qwen' }, { id: 'llava\u001b[31m' }, { id: 7 }] })
        : json(response, failure('The model `m` does not exist.'), 404),
    );
    const error = await refused(open(server.url).ask(request('?')));
    expect(error.hint).toBe('It has `qwen`, `llava [31m`.');
  });

  it('shows no key, no control characters and no more than a few lines of what a server says', async () => {
    const hostile = `bad key ${KEY} and sk-ab***********yz \u001b[2J\u202e<script>alert(1)</script>\n${'x'.repeat(1_000_000)}`;
    const server = await serve((response) => json(response, failure(hostile), 401));
    const client = open(server.url, { keys: () => KEY }, { key: 'THE_KEY' });
    const error = await refused(client.ask(request('?')));
    expect(error.message).not.toContain(KEY);
    expect(error.message).not.toContain('sk-ab');
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(error.message.length).toBeLessThan(400);
    expect(error.hint).toContain('THE_KEY');
    expect(server.received[0]!.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it('tells a web page from an API', async () => {
    const server = await serve((response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!DOCTYPE html><title>Sign in</title><p>hello');
    });
    const error = await refused(open(server.url).ask(request('?')));
    expect(error).toMatchObject({ fault: 'reply' });
    expect(error.message).toContain('a web page: Sign in');
    expect(server.received).toHaveLength(1);
  });

  it.each([
    ['that is not set', undefined, /is not set/],
    ['with a line end in it', 'abc\ndef', /characters that no key has/],
  ])('does not send a key %s', async (_, key, message) => {
    const server = await serve((response) => json(response, completion('ok')));
    const client = open(server.url, { keys: () => key }, { key: 'THE_KEY' });
    const error = await refused(client.ask(request('?')));
    expect(error.fault).toBe('key');
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('abc');
    expect(server.received).toHaveLength(0);
  });

  it('follows a redirect on its host, and takes the key to no other', async () => {
    const other = await serve((response) => json(response, completion('stolen')));
    const server = await serve((response, { path }) => {
      if (path === '/v1/chat/completions') response.writeHead(307, { location: '/api/chat' }).end();
      else if (path === '/api/chat')
        response.writeHead(308, { location: `${other.url}/chat/completions` }).end();
    });
    const client = open(server.url, { keys: () => KEY }, { key: 'THE_KEY' });
    const error = await refused(client.ask(request('?')));
    expect(error).toMatchObject({ fault: 'setup' });
    expect(error.message).toContain('another host');
    expect(other.received).toHaveLength(0);
    expect(server.received.map(({ path }) => path)).toEqual(['/v1/chat/completions', '/api/chat']);
  });

  it('reads no more than 32 MB', async () => {
    const server = await serve((response) => {
      response.writeHead(200);
      const piece = Buffer.alloc(1 << 20, 0x20);
      const more = (): void => {
        while (!response.destroyed && response.write(piece));
        response.once('drain', more);
      };
      more();
    });
    const error = await refused(open(server.url).ask(request('?')));
    expect(error).toMatchObject({ fault: 'reply' });
    expect(error.message).toContain('more than 33 MB');
  });

  it('reads a reply of 1 MB', async () => {
    const text = '\u2028"\\'.repeat(250_000);
    const server = await serve((response) => json(response, completion(text)));
    expect(await texts(open(server.url), request('?'))).toEqual([text]);
  });
});
