import { readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/make';
import { openPrompt, rateFile, rateOf, rateRows } from '../../../src/make/rate';
import { makeContext, write, workspace } from '../support/context';
import { startScripted, type ScriptedRequest } from '../support/scripted-server';
import { FIXED, idsOf, keep, keepThese, linesOf, ratesIn } from './support';

const REWARD = { reward: { kind: 'builtin', name: 'boxed-answer' } } as const;
const numberOf = ({ text }: ScriptedRequest): number => Number(/Question (\d+)\?/.exec(text)?.[1]);
const seedOf = ({ body }: ScriptedRequest): number => Number(body.seed);

/** Answers `n` rollouts: of question `q` rollout `i` is right as `right` says, and no two texts are alike. */
const solver =
  (right: (question: number, rollout: number) => boolean) =>
  (request: ScriptedRequest): string[] =>
    Array.from({ length: request.n }, (_, i) => {
      const rollout = (seedOf(request) % 1000) + i;
      return `Rollout ${rollout}: \\boxed{${right(numberOf(request), rollout) ? 7 : 8}}`;
    });

describe('rollouts by an endpoint', () => {
  it('are K different answers to the prompt of training, graded by its reward', async () => {
    const server = await startScripted({ reply: solver((question, i) => i < question * 4) });
    const root = workspace();
    const prompt = write(join(root, 'p.jinja'), '{{ content | trim }} Box it.\n');
    const context = await makeContext({
      root,
      models: { vlm: server.url },
      difficulty: FIXED,
      curriculum: { ...REWARD, prompt },
    });
    const kept = keep(root, 5);
    const { path } = await rateRows(context, kept);
    const rates = ratesIn(path);
    expect(idsOf(kept).map((id) => rateOf(rates.get(id) ?? { correctness: [] }).rate)).toEqual([
      0, 0.25, 0.5, 0.75, 1,
    ]);
    for (const rate of rates.values()) {
      expect(rate.predictions).toHaveLength(16);
      expect(new Set(rate.predictions).size).toBe(16);
      expect(rate.correctness).toEqual(rate.predictions.map((text) => text.includes('{7}')));
    }
    expect(server.requests).toHaveLength(5);
    for (const request of server.requests) {
      expect(request.text).toMatch(/^Question \d\? Box it\.$/);
      expect(request.system).toBe('');
      expect(request.images).toHaveLength(1);
      expect(request.body).toMatchObject({ n: 16, temperature: 1, top_p: 1, max_tokens: 64 });
    }
    expect(context.news.filter(({ type }) => type === 'phase').at(-1)).toEqual({
      type: 'phase',
      step: 'rate',
      done: 5,
      total: 5,
    });
    expect(context.news).toContainEqual({ type: 'figures', values: { rated: 5 } });
  });

  it('are not asked for where there is no answer to be right by, and that is said', async () => {
    const server = await startScripted({ reply: solver(() => true) });
    const context = await makeContext({ models: { vlm: server.url }, difficulty: FIXED, curriculum: REWARD });
    const [first, ...others] = linesOf(keep(context.root, 3)).map(
      (line) => (line as { question: Question }).question,
    ) as [Question, Question, Question];
    const kept = keepThese(context.root, [
      first,
      ...others.map((question) => ({ ...question, answer: ' ' })),
    ]);
    const { path } = await rateRows(context, kept);
    expect([...ratesIn(path).keys()]).toEqual([first.id]);
    expect(server.requests).toHaveLength(1);
    expect(context.news).toContainEqual(
      expect.objectContaining({
        severity: 'warning',
        words: expect.stringContaining('2 rows of ') as string,
      }),
    );
  });

  it('differ on a server that gives one answer at a time, and in the cache', async () => {
    // Takes no `n`: one answer a request.
    const server = await startScripted({
      reply: (request) =>
        request.n > 1 ? { status: 400, message: '`n` must be 1' } : solver((_, i) => i % 2 === 0)(request),
    });
    const context = await makeContext({
      models: { vlm: server.url },
      difficulty: { ...FIXED, rollouts: 6 },
      curriculum: REWARD,
      cache: true,
    });
    const kept = keep(context.root, 2);
    const { path } = await rateRows(context, kept);
    for (const { predictions, correctness } of ratesIn(path).values()) {
      expect(new Set(predictions).size).toBe(6);
      expect(correctness).toEqual([true, false, true, false, true, false]);
    }
    const asked = server.requests.length;
    // The rates are gone, the answers that were paid for are not.
    rmSync(path);
    const again = await context.again();
    const second = await rateRows(again, kept);
    expect(second.path).toBe(path);
    expect([...ratesIn(path).values()].map(({ predictions }) => new Set(predictions).size)).toEqual([6, 6]);
    expect(server.requests).toHaveLength(asked);
  });

  it('take the longest response of the stages that use the dataset, and say where sampling differs', async () => {
    const server = await startScripted({ reply: solver(() => true) });
    const { max_tokens: _, ...difficulty } = FIXED;
    const stage = { where: undefined, engineOptions: {} };
    const stages = [
      { ...stage, id: 'a', data: ['docci'], settings: { max_response_length: 300, temperature: 0.5 } },
      {
        ...stage,
        id: 'b',
        data: ['docci', 'other'],
        settings: { max_response_length: 700, temperature: 0.5 },
      },
      { ...stage, id: 'c', data: ['other'], settings: { max_response_length: 900, temperature: 0.5 } },
    ].map(({ where: _where, ...rest }) => rest);
    const context = await makeContext({
      models: { vlm: server.url },
      difficulty,
      curriculum: { ...REWARD, stages },
    });
    await rateRows(context, keep(context.root, 1));
    expect(server.requests[0]?.maxTokens).toBe(700);
    const notes = context.news.flatMap((one) => (one.type === 'note' ? [one.words] : []));
    expect(notes).toContainEqual(expect.stringContaining('temperature 1, and training draws at 0.5'));
  });

  it('are more where the rate is open, and fewer where it is clear', async () => {
    const server = await startScripted({
      reply: solver((question, i) => question === 0 || (question === 1 && i % 4 === 0)),
    });
    const context = await makeContext({
      models: { vlm: server.url },
      difficulty: { ...FIXED, rollouts: 40, adaptive: true, boundaries: [0.35, 0.65] },
      curriculum: REWARD,
    });
    const kept = keep(context.root, 3);
    const { path } = await rateRows(context, kept);
    const drawn = idsOf(kept).map((id) => ratesIn(path).get(id)?.predictions.length);
    // All and none of 8 are clear; 2 of 8 and 4 of 16, ... hold 0.35 until 40 are there.
    expect(drawn).toEqual([8, 40, 8]);
    expect(new Set(ratesIn(path).get(idsOf(kept)[1] ?? '')?.predictions).size).toBe(40);
    expect(server.requests.every(({ n }) => n === 8)).toBe(true);
    const notes = context.news.flatMap((one) => (one.type === 'note' ? [one.words] : []));
    expect(notes).toContainEqual(expect.stringContaining('the adaptive rule saved 64 of 120 (53.3 %)'));
  });

  it('count a truncated one as training does, and tell it', async () => {
    const server = await startScripted({ reply: () => ({ truncated: 'It is clear that' }) });
    const context = await makeContext({
      models: { vlm: server.url },
      difficulty: { ...FIXED, rollouts: 1 },
      curriculum: REWARD,
    });
    const { path } = await rateRows(context, keep(context.root, 2));
    for (const rate of ratesIn(path).values())
      expect(rate).toMatchObject({ correctness: [false], truncated: 1 });
    const notes = context.news.flatMap((one) => (one.type === 'note' ? [one.words] : []));
    expect(notes).toContainEqual(expect.stringContaining('2 of 2 rollouts were cut at the limit'));
  });

  it('do not count as wrong when they never came', async () => {
    let down = true;
    const server = await startScripted({
      reply: (request) => {
        if (!down || numberOf(request) !== 1) return solver(() => true)(request);
        return { status: 400, message: 'this row is refused' };
      },
    });
    const context = await makeContext({
      models: { vlm: server.url },
      difficulty: { ...FIXED, rollouts: 4 },
      curriculum: REWARD,
    });
    const kept = keep(context.root, 3);
    const [first = '', second = ''] = idsOf(kept);
    const { path } = await rateRows(context, kept);
    const lost = ratesIn(path).get(second);
    expect(lost).toMatchObject({ predictions: ['', '', '', ''], correctness: [null, null, null, null] });
    expect(lost?.reason).toContain('this row is refused');
    expect(rateOf(lost ?? { correctness: [] })).toMatchObject({ rate: null, graded: 0, missing: 4 });
    expect(rateOf(ratesIn(path).get(first) ?? { correctness: [] }).rate).toBe(1);
    const words = context.news.flatMap((one) => (one.type === 'note' ? [one.words] : []));
    expect(words).toContainEqual(expect.stringContaining('4 rollouts of 1 rows are missing'));
    // The next make asks for what is missing, and for nothing else.
    down = false;
    const before = server.requests.length;
    await rateRows(await context.again(), kept);
    expect(server.requests.length - before).toBe(1);
    expect(ratesIn(path).get(second)).toMatchObject({ correctness: [true, true, true, true] });
    expect(ratesIn(path).get(second)).not.toHaveProperty('reason');
  });

  it('come one by one where a request for all of them fails, and the others are missing', async () => {
    const server = await startScripted({
      reply: (request) => {
        if (request.n > 1) return { raw: '{"choices": []}' };
        const rollout = seedOf(request) % 1000;
        return rollout === 2 ? { status: 400, message: 'not this one' } : `\\boxed{${rollout === 0 ? 7 : 8}}`;
      },
    });
    const context = await makeContext({
      models: { vlm: server.url },
      difficulty: { ...FIXED, rollouts: 5 },
      curriculum: REWARD,
    });
    const { path } = await rateRows(context, keep(context.root, 1));
    const [rate] = ratesIn(path).values();
    // A refusal would come again: what is behind it is not asked for.
    expect(rate?.correctness).toEqual([true, false, null, null, null]);
    expect(rate?.predictions[2]).toBe('');
    expect(rateOf(rate ?? { correctness: [] })).toMatchObject({ rate: 0.5, graded: 2, missing: 3 });
    expect(rate?.reason).toContain('3 of 5 rollouts do not count');
  });

  it('end with a server that knows no such model, and keep what was measured', async () => {
    let gone = false;
    const server = await startScripted({
      reply: (request) =>
        gone ? { status: 404, message: 'The model `vlm` does not exist.' } : solver(() => true)(request),
    });
    const context = await makeContext({
      models: { vlm: { url: server.url, concurrency: 1 } },
      difficulty: FIXED,
      curriculum: REWARD,
    });
    const { path } = await rateRows(context, keep(context.root, 2));
    gone = true;
    const again = await context.again();
    await expect(rateRows(again, keep(context.root, 4))).rejects.toMatchObject({
      name: 'EndpointError',
      fault: 'model',
    });
    expect(ratesIn(path).size).toBe(2);
  });

  it('go on where a killed process stopped, without a lost or doubled row', async () => {
    const controller = new AbortController();
    const solve = solver((_, i) => i % 2 === 0);
    const server = await startScripted({
      reply: (request) => {
        if (request.number === 9) controller.abort(new Error('stopped'));
        return solve(request);
      },
    });
    const models = { vlm: { url: server.url, concurrency: 2 } };
    const options = { models, difficulty: FIXED, curriculum: REWARD };
    const context = await makeContext({ ...options, signal: controller.signal });
    const kept = keep(context.root, 30);
    await expect(rateRows(context, kept)).rejects.toThrow('stopped');
    const path = await rateFile(context, FIXED, await openPrompt(context.curriculum));
    // As a killed process leaves it: the last line is torn.
    const text = readFileSync(path, 'utf8');
    truncateSync(path, text.length - 20);
    const whole = linesOf(path).length;
    expect(whole).toBeGreaterThan(0);
    expect(whole).toBeLessThan(30);
    const before = server.requests.length;
    await rateRows(await context.again({ signal: new AbortController().signal }), kept);
    expect(server.requests.length - before).toBe(30 - whole);
    const lines = linesOf(path) as { q: string }[];
    expect(lines).toHaveLength(30);
    expect(new Set(lines.map(({ q }) => q)).size).toBe(30);
    expect([...idsOf(kept)].sort()).toEqual([...ratesIn(path).keys()].sort());
  });

  it('are added to those there are when more are wanted, and begin anew under another prompt', async () => {
    const server = await startScripted({ reply: solver((_, i) => i < 8) });
    const context = await makeContext({
      models: { vlm: server.url },
      difficulty: { ...FIXED, rollouts: 8 },
      curriculum: REWARD,
    });
    const kept = keep(context.root, 2);
    const { path } = await rateRows(context, kept);
    const more = await context.again({ difficulty: FIXED });
    expect((await rateRows(more, kept)).path).toBe(path);
    expect(server.requests.map(({ n }) => n)).toEqual([8, 8, 8, 8]);
    for (const rate of ratesIn(path).values()) {
      expect(rate.correctness).toEqual(Array.from({ length: 16 }, (_, i) => i < 8));
      expect(new Set(rate.predictions).size).toBe(16);
    }
    const prompt = write(join(context.root, 'p.jinja'), 'Look closely. {{ content }}');
    const other = await context.again({ difficulty: FIXED, curriculum: { ...REWARD, prompt } });
    expect((await rateRows(other, kept)).path).not.toBe(path);
    // The image stands between: where the template has it, as in training.
    expect(server.requests.at(-1)?.text).toMatch(/^Look closely\.\s+Question/);
  });

  it('of equal rows are asked for once', async () => {
    const server = await startScripted({ reply: solver(() => true) });
    const context = await makeContext({ models: { vlm: server.url }, difficulty: FIXED, curriculum: REWARD });
    const [question] = questionsOf(keep(context.root, 1));
    if (question === undefined) throw new Error('There is no question.');
    await rateRows(context, keepThese(context.root, [question, { ...question, source: 'twin' }]));
    expect(server.requests).toHaveLength(1);
  });
});

const questionsOf = (kept: string) =>
  (linesOf(kept) as { question: Parameters<typeof keepThese>[1][number] }[]).map(({ question }) => question);
