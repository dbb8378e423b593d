import { describe, expect, it } from 'vitest';
import { environmentKeys, limitsOf, modelsOf, openChat } from '../../src/endpoints';
import type { ChatReply, ChatRequest } from '../../src/protocol';
import { check, curriculum, THREE } from '../language/helpers';
import { choice, open, refused, request, texts } from './ask';

const MODELS = `models:
  judge: { url: https://api.example.com/v1, model: big, key: BIG_KEY, images: true, concurrency: 4, requests_per_minute: 50, tokens_per_minute: 9000, price: { input: 0.5, output: 2 }, timeout: 60 }
  local: { url: http://127.0.0.1:8000, model: local }
  claude: { url: https://api.anthropic.com, model: claude, api: anthropic, key: ANTHROPIC_API_KEY }
`;

describe('endpoints of a curriculum', () => {
  const { curriculum: read } = check(curriculum(THREE, MODELS));

  it('are models that can be asked', () => {
    expect(modelsOf(read!)).toEqual([
      {
        id: 'judge',
        title: 'judge (big)',
        api: 'openai',
        url: 'https://api.example.com/v1',
        model: 'big',
        key: 'BIG_KEY',
        images: true,
      },
      { id: 'local', title: 'local', api: 'openai', url: 'http://127.0.0.1:8000', model: 'local' },
      {
        id: 'claude',
        title: 'claude',
        api: 'anthropic',
        url: 'https://api.anthropic.com',
        model: 'claude',
        key: 'ANTHROPIC_API_KEY',
      },
    ]);
  });

  it('have limits', () => {
    expect(limitsOf(read!, 'judge')).toEqual({
      concurrency: 4,
      requestsPerMinute: 50,
      tokensPerMinute: 9_000,
      price: { input: 0.5, output: 2 },
      timeout: 60,
    });
    expect(limitsOf(read!, 'local')).toEqual({});
    expect(limitsOf(read!, 'toString')).toEqual({});
    expect(environmentKeys({ A: 'b' })('A')).toBe('b');
  });
});

describe('the editor’s own models', () => {
  const model = choice('', { api: 'editor' });

  it('are asked one by one, with schemas in words, and kept', async () => {
    const asked: ChatRequest[] = [];
    const editor = (_: string, of: ChatRequest): Promise<ChatReply> => {
      asked.push(of);
      return Promise.resolve({
        answers: [{ text: `{"a":${asked.length}}`, truncated: false }],
        tokens: { input: 0, output: 0 },
        cached: false,
      });
    };
    const client = openChat(model, { keys: () => undefined, editor });
    const schema = { name: 'v', schema: { type: 'object' } };
    expect((await texts(client, request('?', { n: 2, schema }))).toSorted()).toEqual(['{"a":1}', '{"a":2}']);
    expect(asked.every((of) => of.schema === undefined && JSON.stringify(of).includes('JSON Schema'))).toBe(
      true,
    );
  });

  it('say why they do not answer', async () => {
    const editor = (): Promise<ChatReply> => Promise.reject(new Error('quota \u001b[31m exceeded'));
    const error = await refused(openChat(model, { keys: () => undefined, editor }).ask(request('?')));
    expect(error.message).toBe('judge did not answer: quota [31m exceeded');
  });

  it('cannot be asked outside of it', () => {
    expect(() => openChat(model, { keys: () => undefined })).toThrow('only the editor can ask it');
    expect(() => openChat(choice('', { api: 'embedded' }), { keys: () => undefined })).toThrow('no endpoint');
    expect(() => open('localhost:8000')).toThrow('not one of a server');
    expect(() => open('file:///etc/passwd')).toThrow('not one of a server');
  });

  it('warn of a key that travels unencrypted', () => {
    const notes: string[] = [];
    const onNote = (words: string): number => notes.push(words);
    open('http://127.0.0.1:8000', { onNote }, { key: 'K' });
    open('http://10.1.2.3:8000', { onNote }, { key: 'K' });
    open('https://api.example.com', { onNote }, { key: 'K' });
    expect(notes).toEqual([]);
    open('http://api.example.com', { onNote }, { key: 'K' });
    expect(notes.join()).toContain('unencrypted');
  });
});
