import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { EndpointError } from '../../../src/endpoints';
import type { SourceLine } from '../../../src/make';
import { readJournal } from '../../../src/make/journal';
import { writeQuestions } from '../../../src/make/questions';
import { checkSourceLine } from '../../../src/make/source-line';
import { makeContext, QUESTIONS, workspace, writeDocci } from '../support/context';
import { linesOf, reasonsOf } from '../support/lines';
import { LONG_TEXT, startScripted, type ScriptedReply } from '../support/scripted-server';
import { captions, goodReply, goodVerifier, numberIn, questionAbout } from '../support/writer';

/** A workspace with so many captions. */
function towers(count: number): string {
  const root = workspace();
  writeDocci(root, captions(count));
  return root;
}

describe('questions by a writer', () => {
  it('gives a checked, shuffled question for every caption, with what was asked and said', async () => {
    const server = await startScripted({ reply: goodReply });
    const context = await makeContext({ root: towers(12), models: { writer: server.url } });
    const lines = linesOf(await writeQuestions(context));
    expect(lines.map(({ source }) => source)).toEqual(captions(12).map(({ example_id }) => example_id));
    expect(reasonsOf(lines)).toEqual({});
    const questions = lines.flatMap((line) => line.questions);
    expect(questions).toHaveLength(12);
    for (const question of questions) {
      expect(question.id).toMatch(/^q-[0-9a-f]{16}$/);
      expect(question.options[question.answer.charCodeAt(0) - 65]).toBe('a blue barn');
      expect([...question.options].sort()).toEqual([
        'a blue barn',
        'a red barn',
        'a stone wall',
        'a tall tree',
      ]);
      expect(question.capability).toBe('perception');
      expect(question.carried).toEqual({ split: 'train' });
    }
    expect(new Set(questions.map(({ answer }) => answer)).size).toBeGreaterThan(1);
    expect(lines[0]?.written).toMatchObject({ model: 'writer' });
    expect(lines[0]?.written?.prompt).toContain('Tower number 0');
    expect(server.requests[0]?.schema).toBe('questions');
    expect(server.requests[0]?.temperature).toBe(0.7);
  });

  it('asks nothing twice, and gives the same ids in a new process', async () => {
    const server = await startScripted({ reply: goodReply });
    const context = await makeContext({ root: towers(5), models: { writer: server.url } });
    const first = linesOf(await writeQuestions(context));
    const second = linesOf(await writeQuestions(await context.again()));
    expect(second).toEqual(first);
    expect(server.requests).toHaveLength(5);
    const other = await makeContext({ root: towers(5), models: { writer: server.url } });
    const elsewhere = linesOf(await writeQuestions(other));
    expect(elsewhere.flatMap(({ questions }) => questions.map(({ id }) => id))).toEqual(
      first.flatMap(({ questions }) => questions.map(({ id }) => id)),
    );
  });

  it('keeps questions of one image apart, and takes an equal one once', async () => {
    const three = (n: string): object[] => [
      questionAbout(n),
      { ...questionAbout(n), question: `What stands behind tower number ${n}?`, answer: 'C' },
      questionAbout(n),
    ];
    const server = await startScripted({
      reply: (request) =>
        JSON.stringify({
          questions: [...three(numberIn(request)), { ...questionAbout('x'), kind: 'detail' }],
        }),
    });
    const context = await makeContext({
      root: towers(2),
      models: { writer: server.url },
      make: { questions: { ...QUESTIONS, per_image: 4 } },
    });
    const lines = linesOf(await writeQuestions(context));
    const ids = lines.flatMap(({ questions }) => questions.map(({ id }) => id));
    // The reader already takes two equal questions of a reply for one.
    expect(ids).toHaveLength(6);
    expect(new Set(ids).size).toBe(6);
    expect(reasonsOf(lines)).toEqual({ 'The writer wrote fewer questions than it was asked for.': 2 });
  });

  const hostile: Readonly<Record<string, readonly [reply: ScriptedReply, reason: string]>> = {
    'no JSON': ['Here is a fine question: what colour is the barn?', 'The reply holds no JSON.'],
    nothing: ['   ', 'The reply is empty.'],
    'three sets': [
      ['1', '2', '3'].map((n) => JSON.stringify(questionAbout(n))).join('\nor\n'),
      'The reply holds several sets of questions, and which is meant is not said.',
    ],
    'a letter that no option has': [
      JSON.stringify({ ...questionAbout('0'), answer: 'E' }),
      'The answer is none of the options.',
    ],
    'three options': [
      JSON.stringify({ ...questionAbout('0'), options: ['a', 'b', 'c'] }),
      'The question does not have four options.',
    ],
    'equal options': [
      JSON.stringify({
        ...questionAbout('0'),
        options: ['a red barn', 'Blue barn', 'the red barn.', 'a wall'],
      }),
      'Two options are the same.',
    ],
    'an empty option': [
      JSON.stringify({ ...questionAbout('0'), options: ['x', '', 'y', 'z'] }),
      'An option is empty.',
    ],
    'a megabyte': [LONG_TEXT, 'The reply is longer than 256 KB.'],
    'another language': [
      JSON.stringify({
        question: '塔楼左边是什么颜色的建筑物呢',
        options: ['红色谷仓', '蓝色谷仓', '一棵大树', '一堵石墙'],
        answer: 'B',
      }),
      'The question is written in another script than its caption.',
    ],
    'all of the above': [
      JSON.stringify({
        ...questionAbout('0'),
        options: ['a red barn', 'a blue barn', 'a tree', 'All of the above'],
      }),
      'An option speaks of other options, as `all of the above`.',
    ],
    'a word of the caption': [
      JSON.stringify({
        ...questionAbout('0'),
        question: 'What does the description say is left of tower number 0?',
      }),
      'The question speaks of a caption, and who sees the image has none.',
    ],
    'thinking without an end': [
      '<think>The barn is left of the tower, so',
      'The reply ends before the model has done thinking.',
    ],
    'cut off': [
      { truncated: '{"questions": [{"question": "What is' },
      'The reply was cut off before a question was whole.',
    ],
    'an image mark': [
      JSON.stringify({ ...questionAbout('0'), question: '<image> What stands left of tower number 0?' }),
      'It holds a mark such as `<image>`, which loaders take for theirs.',
    ],
  };
  for (const [name, [reply, reason]] of Object.entries(hostile)) {
    it(`says why nothing comes of a hostile reply: ${name}`, async () => {
      const server = await startScripted({ reply: () => reply });
      const context = await makeContext({ root: towers(1), models: { writer: server.url } });
      const lines = linesOf(await writeQuestions(context));
      expect(reasonsOf(lines)).toEqual({ [reason]: 1 });
      expect(lines.flatMap(({ questions }) => questions)).toEqual([]);
      // It is done: what a server said is not asked for again.
      const asked = server.requests.length;
      await writeQuestions(await context.again());
      expect(server.requests).toHaveLength(asked);
    });
  }

  it('asks once more, with another seed, when a reply holds nothing', async () => {
    const server = await startScripted({
      reply: (request) => (request.body.seed === 1 ? 'I would rather not.' : goodReply(request)),
    });
    const context = await makeContext({ root: towers(1), models: { writer: server.url } });
    expect(linesOf(await writeQuestions(context))[0]?.questions).toHaveLength(1);
    expect(server.requests.at(-1)?.body.seed).toBe(2);
  });
});

describe('verification', () => {
  const questions = { ...QUESTIONS, verify: 'checker' };

  it('keeps what the caption decides, asks without the image and in an order of its own', async () => {
    const writer = await startScripted({ reply: goodReply });
    const checker = await startScripted({ reply: goodVerifier });
    const context = await makeContext({
      root: towers(30),
      models: { writer: writer.url, checker: checker.url },
      make: { questions },
    });
    const lines = linesOf(await writeQuestions(context));
    expect(lines.flatMap((line) => line.questions)).toHaveLength(30);
    expect(checker.requests).toHaveLength(30);
    expect(checker.requests.every(({ images }) => images.length === 0)).toBe(true);
    const positions = checker.requests.map(({ user }) => /^([A-E])\. a blue barn$/m.exec(user)?.[1]);
    const own = lines.flatMap((line) => line.questions.map(({ answer }) => answer));
    expect(positions).not.toEqual(own);
    expect(new Set(positions).size).toBe(4);
  });

  it('tells another answer, no decision, and no answer apart', async () => {
    const writer = await startScripted({ reply: goodReply });
    const checker = await startScripted({
      reply: ({ user }) => {
        const n = Number(/number (\d+)/.exec(user)?.[1]);
        if (n === 0) return 'Answer: E';
        if (n === 1) return `Answer: ${/^([A-E])\. a red barn$/m.exec(user)?.[1] ?? ''}`;
        return 'The weather is fine, and a person may be a farmer.';
      },
    });
    const context = await makeContext({
      root: towers(3),
      models: { writer: writer.url, checker: checker.url },
      make: { questions },
    });
    const lines = linesOf(await writeQuestions(context));
    expect(lines.map(({ fallen }) => fallen[0]?.reason)).toEqual([
      'The caption does not decide the question.',
      'The caption leads to another answer.',
      'The verifier gave no answer that can be read.',
    ]);
    expect(lines.every(({ fallen }) => fallen[0]?.question !== undefined)).toBe(true);
  });
});

describe('interruptions', () => {
  it('ends with the error of a server that dies, and goes on from there without a lost or doubled line', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const root = towers(20);
    const dying = await startScripted({
      reply: (request) => (request.number >= 9 ? { fault: 'die' } : goodReply(request)),
    });
    const context = await makeContext({ root, models: { writer: { url: dying.url, concurrency: 2 } } });
    const error = await writeQuestions(context).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EndpointError);
    const alive = await startScripted({ reply: goodReply });
    const next = await context.again({ models: { writer: { url: alive.url, concurrency: 2 } } });
    const file = await writeQuestions(next);
    const lines = linesOf(file);
    expect(lines.map(({ source }) => source)).toEqual(captions(20).map(({ example_id }) => example_id));
    expect(reasonsOf(lines)).toEqual({});
    expect(alive.requests.length).toBeLessThan(20);
    expect(dying.requests.length + alive.requests.length).toBeLessThanOrEqual(20 + 4);
    vi.restoreAllMocks();
  }, 60_000);

  it('asks again at the next run what the server did not answer, and nothing else', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const sick = await startScripted({
      reply: (request) => (numberIn(request) === '3' ? { status: 500 } : goodReply(request)),
    });
    const root = towers(6);
    const context = await makeContext({ root, models: { writer: sick.url } });
    const first = linesOf(await writeQuestions(context));
    expect(reasonsOf(first)).toEqual({ 'The writer did not answer.': 1 });
    // Why: a page of a proxy, say, is the same for all, and nobody would look for it in the rows.
    expect(context.news.filter(({ type }) => type === 'note')).toMatchObject([
      {
        severity: 'warning',
        words: expect.stringMatching(/did not answer once, for instance: .*500/) as string,
      },
    ]);
    const well = await startScripted({ reply: goodReply });
    const lines = linesOf(await writeQuestions(await context.again({ models: { writer: well.url } })));
    expect(reasonsOf(lines)).toEqual({});
    expect(lines).toHaveLength(6);
    expect(well.requests.map(numberIn)).toEqual(['3']);
    vi.restoreAllMocks();
  });

  it('ends with the reason when the writer answers nothing, and goes on when it does', async () => {
    const root = towers(6);
    const page = { raw: '<html><title>Sign in</title></html>', type: 'text/html' };
    const proxy = await startScripted({ reply: () => page });
    const context = await makeContext({ root, models: { writer: proxy.url } });
    await expect(writeQuestions(context)).rejects.toMatchObject({
      name: 'MakeError',
      message: expect.stringMatching(/^writer wrote no question for any of 6 captions: .*Sign in/) as string,
    });
    // One that is refused each time does not hold up the others.
    const choosy = await startScripted({
      reply: (request) => (numberIn(request) === '3' ? page : goodReply(request)),
    });
    const again = { models: { writer: choosy.url } };
    expect(linesOf(await writeQuestions(await context.again(again)))).toHaveLength(6);
    const last = linesOf(await writeQuestions(await context.again(again)));
    expect(reasonsOf(last)).toEqual({ 'The writer did not answer.': 1 });
    expect(choosy.requests).toHaveLength(7);
  });

  it('does a torn line again, and no other', async () => {
    const server = await startScripted({ reply: goodReply });
    const context = await makeContext({ root: towers(4), models: { writer: server.url } });
    const { path } = await writeQuestions(context);
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, 4);
    writeFileSync(path, `${lines.slice(0, 3).join('\n')}\n${(lines[3] ?? '').slice(0, 40)}`);
    await writeQuestions(await context.again());
    expect(server.requests).toHaveLength(5);
    const read: SourceLine[] = [];
    for await (const some of readJournal(path, checkSourceLine)) read.push(...some);
    expect(read.map((line) => JSON.stringify(line)).sort()).toEqual([...lines].sort());
  });

  it('stops where it is told to, with what was answered on disk', async () => {
    const stop = new AbortController();
    const server = await startScripted({
      reply: (request) => {
        if (request.number === 6) stop.abort(new Error('stopped'));
        return goodReply(request);
      },
    });
    const root = towers(40);
    const context = await makeContext({
      root,
      models: { writer: { url: server.url, concurrency: 2 } },
      signal: stop.signal,
    });
    await expect(writeQuestions(context)).rejects.toThrow('stopped');
    const before = server.requests.length;
    const lines = linesOf(
      await writeQuestions(await context.again({ signal: new AbortController().signal })),
    );
    expect(lines).toHaveLength(40);
    expect(new Set(lines.map(({ source }) => source)).size).toBe(40);
    expect(server.requests.length - before).toBeLessThanOrEqual(40 - 4);
  });
});
