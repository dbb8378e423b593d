import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EvaluationCommand } from '../../src/evaluate';
import { readItems, type IndexedItem } from '../../src/results';
import { processesOf, until } from './processes';
import { plainPython, standInEnvironment, workspace, type Workspace } from './workspace';

const python = plainPython();
const MARK = 'STAGECRAFT_TEST_EVALUATION';

let place: Workspace | undefined;
afterEach(() => place?.remove());

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Starts the command line as a process of its own, whose children can be told by their environment. */
function start(at: Workspace, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(
    process.execPath,
    ['dist/stagecraft.cjs', 'evaluate', ...args, `--workspace=${at.root}`],
    {
      env: { ...process.env, ...standInEnvironment(at), [MARK]: at.root, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let out = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, errors })));
  return { child, ended, text: () => out };
}

const left = (at: Workspace): readonly number[] => processesOf(`${MARK}=${at.root}`);
const evaluations = (at: Workspace): string => join(at.root, '.stagecraft', 'evaluations');

describe.skipIf(python === undefined)('stagecraft evaluate, with stand-ins for VLMEvalKit and vLLM', () => {
  it('serves the model, asks through the prompt, ends the server and makes an audit set', async () => {
    place = workspace(
      python ?? '',
      'on: [MMStar, POPE, BrokenBench]\nclasses: { BrokenBench: CustomVQADataset }',
    );
    const { code, out, errors } = await start(place, [
      place.file,
      '--checkpoint',
      place.model,
      '--yes',
      '--json',
    ]).ended;
    expect([code, errors.includes('error')], errors).toEqual([0, false]);
    const told = JSON.parse(out) as {
      readonly missing: readonly string[];
      readonly answered: number;
      readonly failed: number;
      readonly sets: readonly { readonly dir: string; readonly title: string; readonly rows: number }[];
    };
    expect(told).toMatchObject({ missing: ['BrokenBench'], answered: 8, failed: 0 });
    expect(told.sets).toHaveLength(1);
    expect(told.sets[0]).toMatchObject({ title: 'small, the model in model', rows: 8, failures: 2 });
    // What the stand-in wrote was read and graded: the first of each four is wrong.
    const items: IndexedItem[] = [];
    for await (const item of readItems(told.sets[0]?.dir ?? '')) items.push(item);
    const stars = items.filter(({ dataset }) => dataset === 'MMStar');
    expect(stars.map(({ correct, tool }) => [correct, tool?.correct])).toEqual([
      [false, false],
      [true, true],
      [true, true],
      [true, true],
    ]);
    // The server was asked by the name that it was given, without the evaluation's own key, in the prompt of training.
    const asked = place.asked();
    expect(asked).toHaveLength(8);
    expect(asked[0]).toMatchObject({ model: 'trained', key: null });
    expect(asked[0]?.messages.at(-1)?.content).toEqual([
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
      { type: 'text', text: expect.stringMatching(/^Question: which[^]*D\. grey\nThink first\.$/) as string },
    ]);
    expect(left(place)).toEqual([]);
    // The key lets others in while it runs: it stands in no log, and its file is the user's own.
    const [name = ''] = readdirSync(evaluations(place));
    const at = join(evaluations(place), name);
    expect(readFileSync(join(at, 'benchmarks.log'), 'utf8')).toMatch(/API Key: \*\*\*/);
    expect(statSync(join(at, 'benchmarks.json')).mode & 0o077).toBe(0);
  });

  it('shows the very commands beforehand, and starts nothing', async () => {
    place = workspace(
      python ?? '',
      'on: [MMStar, MathVista_MINI]\nserver_options: { tensor-parallel-size: 2, enforce_eager: true }\nmax_tokens: 99',
    );
    const { code, out } = await start(place, [place.file, '--checkpoint', place.model, '--show', '--json'])
      .ended;
    expect(code).toBe(0);
    const commands = JSON.parse(out) as readonly EvaluationCommand[];
    expect(commands.map(({ step }) => step)).toEqual(['server', 'benchmarks', 'benchmarks']);
    const [server, exact, answers] = commands;
    expect(server?.argv.slice(1)).toEqual(
      ['serve', place.model, '--host', '127.0.0.1', '--port', 'PORT', '--served-model-name', 'trained', '--tensor-parallel-size', '2', '--enforce-eager'], // prettier-ignore
    );
    expect(exact?.argv).toEqual(expect.arrayContaining(['--judge', 'exact_matching', '--reuse']));
    // Without a judge VLMEvalKit would ask OpenAI for what is no choice.
    expect(answers?.argv).toEqual(expect.arrayContaining(['--mode', 'infer']));
    expect(answers?.argv).not.toContain('--judge');
    const config = JSON.parse(answers?.files[0]?.contents ?? '') as object;
    expect(config).toMatchObject({
      data: { MathVista_MINI: { class: 'MathVista', dataset: 'MathVista_MINI' } },
    });
    expect(Object.values((config as { model: object }).model)[0]).toMatchObject({
      class: 'GPT4V',
      model: 'trained',
      api_base: 'http://127.0.0.1:RELAY_PORT/v1/chat/completions',
      max_tokens: 99,
    });
    expect(existsSync(evaluations(place))).toBe(false);
  });

  it('asks nobody who is not asked to: without --yes nothing starts', async () => {
    place = workspace(python ?? '', 'on: [MMStar]');
    const { code, out, errors } = await start(place, [place.file, '--checkpoint', place.model]).ended;
    expect([code, existsSync(evaluations(place))]).toEqual([1, false]);
    expect(out).toContain('vllm serve');
    expect(errors).toContain('Nothing was started');
  });

  it('leaves nothing behind when it is interrupted, nor when it is killed', async () => {
    place = workspace(python ?? '', 'on: [SlowBench]\nclasses: { SlowBench: CustomVQADataset }');
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const run = start(place, [place.file, '--checkpoint', place.model, '--yes']);
      await until(() => run.text().includes('SlowBench: 0 answered'));
      // The command line, two keepers, the server and its child, the benchmarks and their child.
      expect(left(place).length).toBeGreaterThanOrEqual(7);
      run.child.kill(signal);
      const { code, errors } = await run.ended;
      if (signal === 'SIGINT') {
        expect([code, left(place)]).toEqual([1, []]);
        expect(errors).toContain('what was answered is kept');
      }
      await until(() => left(place!).length === 0);
    }
  });

  it('says why a server ended before it served', async () => {
    place = workspace(python ?? '', 'on: [MMStar]\nserver_options: { fail: true }');
    const { code, errors } = await start(place, [place.file, '--checkpoint', place.model, '--yes']).ended;
    expect(code).toBe(1);
    expect(errors).toMatch(/The server ended before it served \(exit code 1\): torch\.OutOfMemoryError/);
    expect(errors).toContain('server.log');
    expect(left(place)).toEqual([]);
  });

  describe('with an endpoint that serves the model, and a judge', () => {
    let server: Server | undefined;
    afterEach(() => server?.close());

    it('starts no server, and keeps the keys to itself', async () => {
      const seen: { readonly model: string; readonly key: string | undefined }[] = [];
      server = createServer((question, reply) => {
        let text = '';
        question.on('data', (chunk: Buffer) => (text += chunk.toString()));
        question.on('end', () => {
          reply.setHeader('content-type', 'application/json');
          if (question.method === 'GET') return reply.end('{"data":[]}');
          const { model } = JSON.parse(text) as { readonly model: string };
          seen.push({ model, key: question.headers.authorization });
          reply.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: '\\boxed{A}' } }] }));
        });
      });
      await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      place = workspace(
        python ?? '',
        'on: [MMStar]\nendpoint: mine\njudge: wise',
        `models:\n  mine: { url: "http://127.0.0.1:${port}", model: my/step-3, key: MINE_KEY }\n  wise: { url: "http://127.0.0.1:${port}/v1", model: gpt-4o, key: WISE_KEY }\n`,
      );
      const keys = { MINE_KEY: 'secret-of-mine', WISE_KEY: 'secret-of-wise' };
      const without = await start(place, [place.file, '--checkpoint', 'base', '--yes'], { MINE_KEY: '' })
        .ended;
      expect(without.code).toBe(1);
      const { code, errors } = await start(place, [place.file, '--checkpoint', 'base', '--yes'], keys).ended;
      expect([code, errors]).toEqual([0, '']);
      expect(new Set(seen.map(({ model, key }) => `${model} ${key ?? ''}`))).toEqual(
        new Set(['my/step-3 Bearer secret-of-mine', 'gpt-4o Bearer secret-of-wise']),
      );
      // Neither key is in any file of the evaluation.
      const texts = readdirSync(evaluations(place), { recursive: true, encoding: 'utf8' })
        .map((name) => join(evaluations(place!), name))
        .filter((path) => statSync(path).isFile())
        .map((path) => readFileSync(path, 'utf8'));
      expect(texts.length).toBeGreaterThan(2);
      for (const text of texts) expect(text).not.toContain('secret-of');
    });
  });
});
