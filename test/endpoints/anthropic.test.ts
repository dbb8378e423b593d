import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failure, json } from './fault-server';
import { folder, open, refused, request, serve } from './ask';
import { PNG } from './pictures';

const reply = (content: readonly object[], stop = 'end_turn'): object => ({
  type: 'message',
  content,
  stop_reason: stop,
  usage: { input_tokens: 5, cache_read_input_tokens: 7, output_tokens: 3 },
});
const ANTHROPIC = { api: 'anthropic', key: 'THE_KEY' } as const;

describe('Anthropic’s messages', () => {
  it('are asked with system text, image blocks and the key in its own header', async () => {
    const file = join(folder(), 'a.png');
    writeFileSync(file, PNG);
    const server = await serve((response) => json(response, reply([{ type: 'text', text: 'a square' }])));
    const client = open(
      server.url.replace(/\/v1$/, ''),
      { keys: (name) => `key of ${name}`.replaceAll(' ', '-') },
      ANTHROPIC,
    );
    const { answers, tokens } = await client.ask({
      messages: [
        { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] },
        {
          role: 'user',
          parts: [
            { type: 'image', file },
            { type: 'text', text: 'What is it?' },
          ],
        },
      ],
      maxTokens: 9,
      temperature: 1.4,
    });
    expect(answers).toEqual([{ text: 'a square', truncated: false }]);
    expect(tokens).toEqual({ input: 12, output: 3 });
    const [{ path, headers, body }] = server.received as [(typeof server.received)[0]];
    expect(path).toBe('/v1/messages');
    expect(headers['x-api-key']).toBe('key-of-THE_KEY');
    expect(headers.authorization).toBeUndefined();
    expect(body).toMatchObject({
      model: 'm',
      max_tokens: 9,
      temperature: 1,
      system: 'Be brief.',
      messages: [
        {
          role: 'user',
          content: [
            {
              type: 'image',
              source: { type: 'base64', media_type: 'image/png', data: PNG.toString('base64') },
            },
            { type: 'text', text: 'What is it?' },
          ],
        },
      ],
    });
  });

  it('hold an answer to a schema by a tool', async () => {
    const server = await serve((response) =>
      json(
        response,
        reply([
          { type: 'text', text: 'Well.' },
          { type: 'tool_use', name: 'verdict', input: { a: 1 } },
        ]),
      ),
    );
    const client = open(server.url, { keys: () => 'k-1234' }, ANTHROPIC);
    const schema = { name: 'verdict', schema: { type: 'object' } };
    const { answers } = await client.ask(request('?', { schema }));
    expect(answers[0]!.text).toBe('{"a":1}');
    expect(server.received[0]!.body).toMatchObject({
      tools: [{ name: 'verdict', input_schema: { type: 'object' } }],
      tool_choice: { type: 'tool', name: 'verdict' },
    });
  });

  it('give several answers one by one, and say when they were cut off', async () => {
    const server = await serve((response, _, i) =>
      json(response, reply([{ type: 'text', text: String(i) }], 'max_tokens')),
    );
    const client = open(server.url, { keys: () => 'k-1234', concurrency: 1 }, ANTHROPIC);
    const { answers, tokens } = await client.ask(request('?', { n: 3 }));
    expect(answers.map(({ text, truncated }) => [text, truncated])).toEqual([
      ['0', true],
      ['1', true],
      ['2', true],
    ]);
    expect(tokens).toEqual({ input: 36, output: 9 });
  });

  it('tell an overload (529, passing) from a refusal', async () => {
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    const server = await serve((response, _, i) =>
      i === 0
        ? json(response, error, 529, { 'retry-after': '0' })
        : json(response, failure('model: claude-x was not_found', { type: 'not_found_error' }), 404),
    );
    const said = await refused(open(server.url, { keys: () => 'k-1234' }, ANTHROPIC).ask(request('?')));
    expect(said.fault).toBe('model');
    expect(server.received.filter(({ path }) => path === '/v1/messages')).toHaveLength(2);
  });
});
