import { appendFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { execFileSync, fork } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { measuredTokens } from '../../src/endpoints';
import { AnswerCache } from '../../src/endpoints/cache/store';
import { completion, failure, json } from './fault-server';
import { folder, open, refused, request, serve, texts } from './ask';
import { PNG } from './pictures';

const counting = async () =>
  serve((response, { body }, i) =>
    json(response, completion(...Array.from({ length: Number(body.n ?? 1) }, (_, j) => `${i}.${j}`))),
  );
const lines = (dir: string): readonly string[] =>
  readdirSync(dir).flatMap((name) =>
    readFileSync(join(dir, name), 'utf8')
      .split('\n')
      .filter((line) => line !== ''),
  );

describe('the cache', () => {
  it('answers what was asked before, from any client and address', async () => {
    const cache = folder();
    const [server, other] = [await counting(), await counting()];
    const first = await open(server.url, { cache }).ask(request('?', { n: 3, seed: 1 }));
    const client = open(other.url, { cache });
    const second = await client.ask(request('?', { n: 3, seed: 1 }));
    expect(second).toEqual({ ...first, cached: true });
    expect(other.received).toHaveLength(0);
    expect(client.usage()).toMatchObject({ requests: 0, cached: 1, tokens: { input: 0, output: 0 } });
  });

  it.each([
    ['text', request('other')],
    ['temperature', request('?', { temperature: 0.5 })],
    ['seed', request('?', { seed: 2 })],
    ['n', request('?', { n: 2 })],
    ['maxTokens', request('?', { maxTokens: 17 })],
    ['schema', request('?', { schema: { name: 'a', schema: {} } })],
    ['topP', request('?', { topP: 0.5 })],
  ])('tells requests apart by %s', async (_, of) => {
    const cache = folder();
    const server = await serve((response) => json(response, completion('{}', '{}')));
    const client = open(server.url, { cache });
    await client.ask(request('?'));
    await client.ask(of);
    expect(server.received).toHaveLength(2);
    await open(server.url, { cache }, { model: 'm2' }).ask(request('?'));
    expect(server.received).toHaveLength(3);
  });

  it.each([1, 3])('asks once for %i answers that many want at the same time', async (n) => {
    const server = await counting();
    const client = open(server.url, { cache: folder(), concurrency: 8 });
    const replies = await Promise.all(Array.from({ length: 20 }, () => client.ask(request('?', { n }))));
    expect(server.received).toHaveLength(1);
    expect(new Set(replies.map(({ answers }) => JSON.stringify(answers))).size).toBe(1);
    expect(replies.filter(({ cached }) => !cached)).toHaveLength(1);
    expect(client.usage()).toMatchObject({ requests: 1, cached: 19 });
  });

  it('tells all who ask the same at the same time why there is no answer', async () => {
    const server = await serve((response) => json(response, failure('no'), 400));
    const client = open(server.url, { cache: folder() });
    const errors = await Promise.all(Array.from({ length: 5 }, () => refused(client.ask(request('?')))));
    expect(new Set(errors.map(({ status }) => status))).toEqual(new Set([400]));
    expect(server.received).toHaveLength(1);
    expect(client.usage()).toMatchObject({ requests: 0, failed: 5 });
  });

  it('asks for who waits when who has asked the same is stopped', async () => {
    const stop = new AbortController();
    const server = await serve((response, _, i) => {
      if (i === 0) stop.abort(new Error('enough'));
      else json(response, completion('yes'));
    });
    const client = open(server.url, { cache: folder() });
    const settled = await Promise.allSettled([
      client.ask(request('?'), stop.signal),
      texts(client, request('?')),
      texts(client, request('?')),
    ]);
    expect(settled).toEqual([
      { status: 'rejected', reason: new Error('enough') },
      { status: 'fulfilled', value: ['yes'] },
      { status: 'fulfilled', value: ['yes'] },
    ]);
    expect(server.received).toHaveLength(2);
  });

  it('counts answers that were kept one by one as often as they are given', async () => {
    const cache = folder();
    const server = await serve((response) => json(response, completion('only one')));
    await open(server.url, { cache }).ask(request('?', { n: 3 }));
    const client = open(server.url, { cache });
    await client.ask(request('?', { n: 3 }));
    expect(client.usage()).toMatchObject({ requests: 0, cached: 3 });
  });

  it('knows an image by its content', async () => {
    const [cache, dir] = [folder(), folder()];
    const server = await counting();
    const client = open(server.url, { cache });
    const of = (file: string) => ({
      ...request(''),
      messages: [{ role: 'user' as const, parts: [{ type: 'image' as const, file: join(dir, file) }] }],
    });
    writeFileSync(join(dir, 'a.png'), PNG);
    writeFileSync(join(dir, 'b.png'), PNG);
    const [a] = await texts(client, of('a.png'));
    expect(await texts(client, of('b.png'))).toEqual([a]);
    writeFileSync(join(dir, 'a.png'), Buffer.concat([PNG, Buffer.from('more')]));
    expect(await texts(client, of('a.png'))).not.toEqual([a]);
  });

  it('never keeps a failure, nor part of an answer that came one by one', async () => {
    const cache = folder();
    const server = await serve((response, _, i) =>
      i === 2 ? json(response, failure('no'), 400) : json(response, completion(String(i))),
    );
    const first = open(server.url, { cache, concurrency: 1 });
    await refused(first.ask(request('?', { n: 4 })));
    // Four were asked for, one came; two more of three were answered: three are kept.
    expect(lines(cache)).toHaveLength(3);
    const client = open(server.url, { cache });
    expect(await texts(client, request('?', { n: 4 }))).toEqual(['0', '1', '4', '3']);
    expect(server.received).toHaveLength(5);
  });

  it('reads over torn lines and rubbish', async () => {
    const dir = folder();
    const key = (i: number): string => `aa${String(i).padStart(62, '0')}`;
    const entry = (i: number) => ({
      key: key(i),
      model: 'm',
      images: 0,
      at: '',
      reply: { answers: [{ text: `t${i}`, truncated: false }], tokens: { input: 1, output: 1 } },
    });
    const cache = new AnswerCache(dir);
    await cache.put(entry(1));
    await cache.put(entry(2));
    const file = join(dir, 'aa.jsonl');
    truncateSync(file, readFileSync(file).length - 9);
    await new AnswerCache(dir).put(entry(3));
    appendFileSync(
      file,
      `not json\n\0\0\0\n${'x'.repeat(3_000_000)}\n${'x'.repeat(9_000_000)}\n{"key":"${key(4)}","model":"m","answers":[{"text":7}]}\n`,
    );
    await new AnswerCache(dir).put(entry(5));
    const fresh = new AnswerCache(dir);
    expect(
      await Promise.all([1, 2, 3, 4, 5].map(async (i) => (await fresh.get(key(i)))?.answers[0]?.text)),
    ).toEqual(['t1', undefined, 't3', undefined, 't5']);
    // What another process adds is seen by one that has looked before.
    expect(await cache.get(key(5))).toMatchObject({ answers: [{ text: 't5' }] });
    expect(await cache.get(key(6))).toBeUndefined();
  });

  it('tells keys apart whose ends are alike, and knows its own lines and those of others', async () => {
    const dir = folder();
    const [cache, other] = [new AnswerCache(dir), new AnswerCache(dir)];
    const key = (i: number): string => `aa${String(i).padStart(62 - 8, '0')}01234567`;
    const put = (of: AnswerCache, i: number, text: string) =>
      of.put({
        key: key(i),
        model: 'm',
        images: 0,
        at: '',
        reply: { answers: [{ text, truncated: false }], tokens: { input: 1, output: 1 } },
      });
    const said = async (of: AnswerCache, i: number) => (await of.get(key(i)))?.answers[0]?.text;
    expect(await said(cache, 0)).toBeUndefined();
    // Turn about: each has its own lines and finds those of the other between them.
    for (let i = 0; i < 8; i += 2) {
      await put(cache, i, `ours ${i}`);
      await put(other, i + 1, `theirs ${'x'.repeat(20_000)} ${i + 1}`);
      expect(await said(cache, i)).toBe(`ours ${i}`);
      expect(await said(cache, i + 1)).toMatch(/^theirs .* \d$/);
    }
    await put(cache, 3, 'anew');
    for (const of of [cache, other, new AnswerCache(dir)])
      expect([await said(of, 0), await said(of, 3), await said(of, 8)]).toEqual([
        'ours 0',
        'anew',
        undefined,
      ]);
  });

  it('does not look again at what it has written itself', async () => {
    const dir = folder();
    const cache = new AnswerCache(dir);
    const key = (i: number): string => `aa${String(i).padStart(62, '0')}`;
    const reply = { answers: [{ text: 'said', truncated: false }], tokens: { input: 1, output: 1 } };
    await cache.get(key(0));
    await cache.put({ key: key(0), model: 'm', images: 0, at: '', reply });
    const file = join(dir, 'aa.jsonl');
    const text = readFileSync(file, 'utf8');
    // Of the same size: who reads it again finds the key no more, who knows its place finds another line there.
    writeFileSync(file, text.replace(key(0), key(1)));
    expect(await cache.get(key(1))).toBeUndefined();
    writeFileSync(file, text);
    expect(await cache.get(key(0))).toMatchObject(reply);
  });

  it.runIf(process.platform !== 'win32')('is not held up by a pipe in the place of a file', async () => {
    const dir = folder();
    const key = 'ab'.repeat(32);
    execFileSync('mkfifo', [join(dir, 'ab.jsonl')]);
    const cache = new AnswerCache(dir);
    expect(await cache.get(key)).toBeUndefined();
    const reply = { answers: [], tokens: { input: 0, output: 0 } };
    await expect(cache.put({ key, model: 'm', images: 0, at: '', reply })).rejects.toThrow(/ENXIO/);
  });

  it('is written by several processes at once', async () => {
    const dir = folder();
    const store = new URL('../../src/endpoints/cache/store.ts', import.meta.url).href;
    const script = join(folder(), 'write.mts');
    writeFileSync(
      script,
      `import { AnswerCache } from ${JSON.stringify(store)};
       const [dir, id] = process.argv.slice(2);
       const cache = new AnswerCache(dir);
       for (let i = 0; i < 300; i++) {
         const answers = [{ text: 'x'.repeat(5000), truncated: false }];
         const key = 'ab' + id + String(i).padStart(61, '0');
         await cache.put({ key, model: 'm', images: 0, at: '', reply: { answers, tokens: { input: 1, output: 1 } } });
       }`,
    );
    const tsx = import.meta.resolve('tsx');
    const done = ['1', '2', '3'].map(
      (id) =>
        new Promise((resolve) =>
          fork(script, [dir, id], { execArgv: ['--import', tsx] }).on('exit', resolve),
        ),
    );
    const cache = new AnswerCache(dir);
    for (let i = 0; i < 50; i += 1) {
      await cache.put({
        key: `ab0${String(i).padStart(61, '0')}`,
        model: 'm',
        images: 0,
        at: '',
        reply: { answers: [{ text: 'y', truncated: false }], tokens: { input: 1, output: 1 } },
      });
    }
    expect(await Promise.all(done)).toEqual([0, 0, 0]);
    for (const id of ['0', '1', '2', '3']) {
      for (let i = 0; i < (id === '0' ? 50 : 300); i += 7) {
        expect(await cache.get(`ab${id}${String(i).padStart(61, '0')}`)).toBeDefined();
      }
    }
  });

  it('keeps on when it is removed or emptied while it is open', async () => {
    const dir = join(folder(), 'cache');
    const server = await counting();
    const notes: string[] = [];
    const client = open(server.url, { cache: dir, onNote: (words) => notes.push(words) });
    expect(await texts(client, request('?'))).toEqual(['0.0']);
    rmSync(dir, { recursive: true });
    expect(await texts(client, request('?'))).toEqual(['1.0']);
    expect(await texts(client, request('?'))).toEqual(['1.0']);
    for (const name of readdirSync(dir)) truncateSync(join(dir, name));
    expect(await texts(client, request('?'))).toEqual(['2.0']);
    expect(await texts(open(server.url, { cache: dir }), request('?'))).toEqual(['2.0']);
    expect(notes).toEqual([]);
  });

  it('gives an answer that cannot be kept, and says so', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    const notes: string[] = [];
    const server = await counting();
    const client = open(server.url, { cache: join(file, 'cache'), onNote: (words) => notes.push(words) });
    expect(await texts(client, request('?'))).toEqual(['0.0']);
    expect(notes.join()).toContain('cannot be kept');
  });

  it('measures what answers have cost', async () => {
    const cache = folder();
    const server = await counting();
    const client = open(server.url, { cache });
    await client.ask(request('a'));
    await client.ask(request('b', { n: 3 }));
    expect(await measuredTokens(cache, 'm')).toEqual({ answers: 4, input: { text: 10 }, output: 3 });
    expect(await measuredTokens(cache, 'other')).toBeUndefined();
  });
});
