import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerFiles, answerQuestions } from '../../../src/make/answer';
import type { Answer, MakeNews } from '../../../src/make';
import { makeContext, workspace, write } from '../support/context';
import { pngOf } from '../support/pictures';
import { LONG_TEXT, startScripted, type ScriptedReply } from '../support/scripted-server';
import { armOf, keyOf, linesOf, placeOf, questionFile, questionOf } from './support';

const notes = (news: readonly MakeNews[]): readonly string[] =>
  news.flatMap((one) => (one.type === 'note' ? [one.words] : []));
const figures = (news: readonly MakeNews[]) =>
  news.flatMap((one) => (one.type === 'figures' ? [one.values] : [])).at(-1);
const phases = (news: readonly MakeNews[]) =>
  news.flatMap((one) => (one.type === 'phase' ? [[one.done, one.total]] : [])).at(-1);

/** Wrong from the image, right from the caption, no answer blind. */
const PERCEPTION = { image: 'Answer: A', description: 'Answer: B', neither: 'I cannot tell.' } as const;

describe('answers of endpoints', () => {
  it('come of every model under every arm that applies, once, each graded', async () => {
    const root = workspace();
    const server = await startScripted({
      reply: (request) =>
        request.model === 'weak' ? PERCEPTION[armOf(request)] : 'Let me see.\nAnswer: **B**',
    });
    const questions = [
      ...Array.from({ length: 6 }, (_, i) => questionOf(root, i)),
      // The same question once more, as merged data sets have it.
      questionOf(root, 3),
      questionOf(root, 7, { caption: '' }),
      questionOf(root, 8, { images: [] }),
    ];
    const context = await makeContext({
      root,
      models: { weak: server.url, strong: server.url },
      make: { answer_with: ['weak', 'strong'] },
    });
    const files = await answerQuestions(context, questionFile(root, questions));
    expect(files).toEqual(await answerFiles(context));
    expect(files.map(({ model }) => model)).toEqual(['weak', 'strong']);
    const [weak, strong] = files.map(({ path }) => linesOf(path));
    const wanted = [
      ...[0, 1, 2, 3, 4, 5].flatMap((i) =>
        (['image', 'description', 'neither'] as const).map((arm) =>
          keyOf({ q: questionOf(root, i).id, arm }),
        ),
      ),
      // No caption, no caption arm; no image, nothing but the question: `keep` sees NULL for what is not there.
      ...(['image', 'neither'] as const).map((arm) => keyOf({ q: questionOf(root, 7).id, arm })),
      keyOf({ q: questionOf(root, 8).id, arm: 'neither' }),
    ];
    expect(weak!.map(keyOf).sort()).toEqual([...wanted].sort());
    expect(strong!.map(keyOf).sort()).toEqual([...wanted].sort());
    expect(server.requests).toHaveLength(2 * wanted.length);
    for (const { arm, outcome, extracted } of weak!)
      expect([outcome, extracted]).toEqual(
        { image: ['wrong', 'A'], description: ['right', 'B'], neither: ['unparsable', undefined] }[arm],
      );
    expect(
      strong!.every(({ outcome, text }) => outcome === 'right' && text === 'Let me see.\nAnswer: **B**'),
    ).toBe(true);
    expect(figures(context.news)).toEqual({ right: 6 + 21, wrong: 7, unparsable: 8, missing: 0 });
    // The doubled question counts as answered from the start or not at all, never twice.
    expect(context.news.some((one) => one.type === 'sample')).toBe(true);
  });

  it('are not asked again, whatever is asked beside them, and with another recipe are others', async () => {
    const root = workspace();
    const server = await startScripted({ reply: () => 'Answer: B' });
    const file = questionFile(
      root,
      [0, 1, 2, 3].map((i) => questionOf(root, i)),
    );
    const context = await makeContext({ root, models: { vlm: server.url } });
    const [first] = await answerQuestions(context, file);
    expect(server.requests).toHaveLength(12);
    const again = await context.again();
    await answerQuestions(again, file);
    expect(server.requests).toHaveLength(12);
    expect(phases(again.news)).toEqual([12, 12]);
    expect(figures(again.news)).toMatchObject({ right: 12 });

    const more = questionFile(
      root,
      [0, 1, 2, 3, 4].map((i) => questionOf(root, i)),
      'more',
    );
    await answerQuestions(await context.again(), more);
    expect(server.requests).toHaveLength(15);

    // Another caption of the same question: only what was given it is asked anew.
    const changed = questionFile(
      root,
      [questionOf(root, 0, { caption: 'A cube.' }), questionOf(root, 1)],
      'changed',
    );
    await answerQuestions(await context.again(), changed);
    expect(server.requests).toHaveLength(16);
    expect(armOf(server.requests.at(-1)!)).toBe('description');

    const longer = await context.again({ make: { answers: { max_tokens: 99, temperature: 0 } } });
    const [other] = await answerQuestions(longer, file);
    expect(other!.path).not.toBe(first!.path);
    expect(server.requests).toHaveLength(28);
    expect(server.requests.at(-1)).toMatchObject({ maxTokens: 99, temperature: 0 });
  });

  it('go on after a server that died half-way, and ask only the rest', async () => {
    const root = workspace();
    const file = questionFile(
      root,
      Array.from({ length: 40 }, (_, i) => questionOf(root, i)),
    );
    const dying = await startScripted({
      reply: ({ number }): ScriptedReply => (number >= 50 ? { fault: 'die' } : 'Answer: B'),
    });
    const port = Number(new URL(dying.url).port);
    const context = await makeContext({ root, models: { vlm: { url: dying.url, concurrency: 4 } } });
    const path = (await answerFiles(context))[0]!.path;
    await expect(answerQuestions(context, file)).rejects.toMatchObject({
      name: 'EndpointError',
      fault: 'dead',
    });
    const before = linesOf(path);
    expect(before.length).toBeGreaterThan(30);
    expect(before.every(({ outcome }) => outcome === 'right')).toBe(true);
    expect(notes(context.news).join()).toContain('vlm answers no more');

    const alive = await startScripted({ reply: () => 'Answer: B' });
    expect(Number(new URL(alive.url).port)).not.toBe(port);
    // Another address is another server: to go on, the journal is put where that one looks.
    const second = await context.again({ models: { vlm: alive.url } });
    const to = (await answerFiles(second))[0]!.path;
    writeFileSync(to, readFileSync(path));
    await answerQuestions(second, file);
    expect(alive.requests).toHaveLength(120 - before.length);
    const keys = linesOf(to).map(keyOf);
    expect(keys).toHaveLength(120);
    expect(new Set(keys).size).toBe(120);
  }, 120_000);

  it('are missing where a question fails for itself, with the reason, and asked for again the next time', async () => {
    const root = workspace();
    const gone = `${root}/data/images/gone.png`;
    const broken = `${root}/data/images/broken.png`;
    const questions = [
      questionOf(root, 0),
      questionOf(root, 1),
      questionOf(root, 2),
      questionOf(root, 3, { images: [gone] }),
      questionOf(root, 4, { images: [broken] }),
    ];
    const file = questionFile(root, questions);
    write(broken, 'no picture at all');
    const faults: Record<number, ScriptedReply> = {
      0: { status: 400, message: "This model's maximum context length is 512 tokens" },
      1: { status: 400, message: 'content policy' },
    };
    let faulty = true;
    const server = await startScripted({
      reply: (request) => (faulty ? (faults[placeOf(request)] ?? 'Answer: B') : 'Answer: B'),
    });
    const context = await makeContext({ root, models: { vlm: server.url } });
    const [{ path } = { path: '' }] = await answerQuestions(context, file);
    const missing = linesOf(path).filter(({ outcome }) => outcome === 'missing');
    expect(missing.map(keyOf).sort()).toEqual(
      [
        ...['image', 'description', 'neither'].flatMap((arm) => [
          `${questions[0]!.id} ${arm}`,
          `${questions[1]!.id} ${arm}`,
        ]),
        `${questions[3]!.id} image`,
        `${questions[4]!.id} image`,
      ].sort(),
    );
    for (const { reason, text, extracted } of missing) {
      expect(reason).toMatch(/too long|refuses the request: content policy|400|is not there|broken\.png/);
      expect([text, extracted]).toEqual([undefined, undefined]);
    }
    expect(figures(context.news)).toMatchObject({ missing: 8, wrong: 0, right: 7 });
    expect(notes(context.news).join()).toMatch(/8 answers are missing of vlm/);

    faulty = false;
    write(gone, pngOf(3));
    const asked = server.requests.length;
    const again = await context.again();
    await answerQuestions(again, file);
    expect(server.requests.length - asked).toBe(7);
    expect(figures(again.news)).toMatchObject({ right: 14, missing: 1 });
    const last = new Map(linesOf(path).map((line) => [keyOf(line), line.outcome]));
    expect([...last.values()].filter((outcome) => outcome === 'right')).toHaveLength(14);
    expect(last.get(`${questions[4]!.id} image`)).toBe('missing');
  });

  it('of one model end with its error while the others are all answered', async () => {
    const root = workspace();
    const server = await startScripted({ reply: () => 'Answer: B', delay: 5 });
    const locked = await startScripted({ reply: () => ({ status: 401, message: 'invalid key' }) });
    const file = questionFile(
      root,
      Array.from({ length: 30 }, (_, i) => questionOf(root, i)),
    );
    const context = await makeContext({
      root,
      models: { locked: { url: locked.url, concurrency: 2 }, open: server.url },
      make: { answer_with: ['locked', 'open'] },
    });
    await expect(answerQuestions(context, file)).rejects.toMatchObject({ fault: 'key' });
    expect(server.requests).toHaveLength(90);
    expect(linesOf((await answerFiles(context))[1]!.path)).toHaveLength(90);
    expect(existsSync((await answerFiles(context))[0]!.path)).toBe(false);
    // Nobody knocks ninety times at a locked door.
    expect(locked.requests.length).toBeLessThan(10);
    expect(notes(context.news).join()).toMatch(/locked answers no more.*The other models go on/);
  });

  it('are given up where a whole arm is refused, before all of it is asked', async () => {
    const root = workspace();
    const server = await startScripted({
      reply: (request) =>
        armOf(request) === 'image'
          ? { status: 400, message: 'At most 0 image(s) may be provided' }
          : 'Answer: B',
    });
    const file = questionFile(
      root,
      Array.from({ length: 100 }, (_, i) => questionOf(root, i)),
    );
    const context = await makeContext({ root, models: { vlm: { url: server.url, concurrency: 4 } } });
    await expect(answerQuestions(context, file)).rejects.toMatchObject({ fault: 'images' });
    expect(server.requests.length).toBeLessThan(160);
  });

  it('are not asked for with an image of a model that takes none', async () => {
    const root = workspace();
    const server = await startScripted({ reply: () => 'Answer: B' });
    const context = await makeContext({ root, models: { vlm: { url: server.url, images: false } } });
    const [file] = await answerQuestions(context, questionFile(root, [questionOf(root, 0)]));
    expect(
      linesOf(file!.path)
        .map(({ arm }) => arm)
        .sort(),
    ).toEqual(['description', 'neither']);
    expect(notes(context.news).join()).toContain('images: false');
  });

  it('keep to the limits of each model', async () => {
    const root = workspace();
    const options = { reply: () => 'Answer: B', delay: 30 } as const;
    const [few, many] = [await startScripted(options), await startScripted(options)];
    const context = await makeContext({
      root,
      models: { few: { url: few.url, concurrency: 2 }, many: { url: many.url, concurrency: 16 } },
      make: { answer_with: ['few', 'many'] },
    });
    await answerQuestions(
      context,
      questionFile(
        root,
        Array.from({ length: 20 }, (_, i) => questionOf(root, i)),
      ),
    );
    expect(few.most()).toBe(2);
    expect(many.most()).toBeGreaterThan(8);
    expect(many.most()).toBeLessThanOrEqual(16);
  });

  it('wait as long as the server asks, and lose nothing', async () => {
    const root = workspace();
    let refusals = 0;
    const server = await startScripted({
      reply: ({ number }): ScriptedReply => {
        if (number % 10 !== 9) return 'Answer: B';
        refusals += 1;
        return { status: 429, message: 'slow down', headers: { 'retry-after': '1' } };
      },
    });
    const file = questionFile(
      root,
      Array.from({ length: 12 }, (_, i) => questionOf(root, i)),
    );
    const context = await makeContext({ root, models: { vlm: { url: server.url, concurrency: 3 } } });
    const begun = Date.now();
    const [answers] = await answerQuestions(context, file);
    expect(refusals).toBeGreaterThan(1);
    expect(Date.now() - begun).toBeGreaterThan(1_000);
    expect(linesOf(answers!.path)).toHaveLength(36);
    expect(server.requests).toHaveLength(36 + refusals);
  });

  it('are right whatever a hostile server makes of them', async () => {
    const root = workspace();
    const said: ScriptedReply[] = [
      { raw: '<html><body>Sign in</body></html>', type: 'text/html' },
      { fault: 'cut' },
      { raw: '{"choices": []}' },
      LONG_TEXT,
      `${LONG_TEXT}\nAnswer: B`,
      { truncated: 'Let me think about it. The answer is B' },
      '答案：B',
      '{"answer": "B"} {"answer": "C"} {"answer": "A"}',
      'Answer: B\n\u0000\u2028\ud800 \\ud800 end',
    ];
    const questions = said.map((_, i) => questionOf(root, i, { images: [] }));
    const served = await startScripted({ reply: (request) => said[placeOf(request)] ?? 'Answer: B' });
    const context = await makeContext({ root, models: { vlm: served.url } });
    const [file] = await answerQuestions(context, questionFile(root, questions));
    const lines = new Map(linesOf(file!.path).map((line) => [line.q, line]));
    const outcomes = questions.map(({ id }) => lines.get(id)?.outcome);
    expect(outcomes).toEqual([
      'missing',
      'missing',
      'missing',
      'unparsable',
      'right',
      'unparsable',
      'right',
      'unparsable',
      'right',
    ]);
    const long = lines.get(questions[4]!.id)!;
    expect(long.text!.length).toBeLessThan(1_000_100);
    expect(long.text).toMatch(/characters are left out here/);
    expect(long.text!.endsWith('Answer: B')).toBe(true);
    expect(notes(context.news).join()).toMatch(/a reply of 10\d\d\d\d\d characters/);
  }, 120_000);

  it('end with the reason of the signal, with all finished work on disk', async () => {
    const root = workspace();
    const controller = new AbortController();
    const server = await startScripted({
      delay: 10,
      reply: ({ number }) => {
        if (number === 25) controller.abort(new Error('enough'));
        return 'Answer: B';
      },
    });
    const file = questionFile(
      root,
      Array.from({ length: 40 }, (_, i) => questionOf(root, i)),
    );
    const context = await makeContext({ root, models: { vlm: server.url }, signal: controller.signal });
    await expect(answerQuestions(context, file)).rejects.toThrow('enough');
    const { path } = (await answerFiles(context))[0]!;
    const done = linesOf(path).length;
    expect(done).toBeGreaterThan(10);
    const asked = server.requests.length;
    await answerQuestions(await context.again({ signal: new AbortController().signal }), file);
    expect(server.requests.length - asked).toBe(120 - done);
  });

  it('that were torn are asked again, and nothing else', async () => {
    const root = workspace();
    const server = await startScripted({ reply: () => 'So }.\nAnswer: B' });
    const file = questionFile(
      root,
      [0, 1].map((i) => questionOf(root, i)),
    );
    const context = await makeContext({ root, models: { vlm: server.url } });
    const { path } = (await answerQuestions(context, file))[0]!;
    const whole = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(whole).toHaveLength(6);
    const last = whole.at(-1)!;
    for (let cut = 1; cut < last.length; cut += 7) {
      writeFileSync(path, [...whole.slice(0, 5), last.slice(0, cut)].join('\n'));
      const asked = server.requests.length;
      await answerQuestions(await context.again(), file);
      expect(server.requests.length - asked, last.slice(0, cut)).toBe(1);
      expect(linesOf(path).map(keyOf).sort()).toEqual(
        [...new Set(whole.map((line) => keyOf(JSON.parse(line) as Answer)))].sort(),
      );
    }
    appendFileSync(path, '\u0000\u0000\n[]\nnull\n{"q":1}\n');
    const asked = server.requests.length;
    await answerQuestions(await context.again(), file);
    expect(server.requests).toHaveLength(asked);
    rmSync(path);
    await answerQuestions(await context.again(), file);
    expect(server.requests).toHaveLength(asked + 6);
  }, 120_000);

  it('hold no key, whatever the server repeats of it', async () => {
    const root = workspace();
    const server = await startScripted({
      reply: ({ body }) => ({ status: 400, message: `bad request ${JSON.stringify(body).length}` }),
    });
    const context = await makeContext({ root, models: { vlm: server.url } });
    const [file] = await answerQuestions(context, questionFile(root, [questionOf(root, 0)]));
    const text = readFileSync(file!.path, 'utf8');
    expect(text).not.toMatch(/base64|authorization|bearer/i);
    expect(text.split('\n').filter((line) => line !== '')).toHaveLength(3);
  });
});
