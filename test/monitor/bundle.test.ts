import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { maskJson, maskText } from '../../src/monitor/bundle/mask';
import { reduceLog } from '../../src/monitor/bundle/reduce';
import { writeBundle } from '../../src/monitor';
import { FILES, stageLog, waitForEnd } from '../../src/runs';
import { TestWorkspace } from '../fixtures/runs/workspace';

let space: TestWorkspace;
beforeAll(async () => void (space = await TestWorkspace.make()));
afterAll(() => space.remove());

describe('masking', () => {
  it.each([
    ['WANDB_API_KEY=abc123def and more', 'abc123def'],
    ["export HF_TOKEN='hush-hush'", 'hush-hush'],
    ['OPENAI_KEY="quoted"', 'quoted'],
    ['--api-key very-secret --steps 5', 'very-secret'],
    ['api_key: plainsecret', 'plainsecret'],
    ['{"password": "pa55"}', 'pa55'],
    ['"{\\"auth_token\\": \\"nested1\\"}"', 'nested1'],
    ['{"AWS_SECRET_ACCESS_KEY": "wJalrX"}', 'wJalrX'],
    ["environ({'HF_TOKEN': 'plain \\'quoted', 'HOME': '/x'})", 'quoted'],
    ['{"token":"short"}', 'short'],
    ['Authorization: Bearer abcdef.ghijkl', 'abcdef.ghijkl'],
    ['authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['curl -H "bearer tok_123456"', 'tok_123456'],
    ['login with hf_AbCdEfGhIjKl', 'hf_AbCdEfGhIjKl'],
    ['key sk-proj-1234567890', 'sk-proj-1234567890'],
    ['ghp_0123456789abcdef', 'ghp_0123456789abcdef'],
    ['AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
    ['https://me:letmein@example.org/x', 'letmein'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----', 'MIIEow'],
    ['cut off: -----BEGIN PRIVATE KEY-----\nMIIEow', 'MIIEow'],
  ])('takes the secret out of %s', (text, secret) => {
    expect(maskText(text)).not.toContain(secret);
    expect(maskText(text)).toContain('***');
  });

  it.each([
    'max_tokens=512 tokenizer=qwen token_count: 7',
    'step:5 - critic/score/mean:0.25',
    'TOKENIZERS_PARALLELISM stays as it is',
    'KeyError: answer',
    '{"max_tokens": "512", "monkey": "banana", "pad_token_id": "7"}',
    'the key of the metric: loss',
  ])('leaves %s as it is', (text) => expect(maskText(text)).toBe(text));

  it('masks values of secret keys, and the home folder, anywhere in JSON', () => {
    const home = homedir();
    expect(
      maskJson({ env: { MY_TOKEN: 'x1', MODE: 'plain' }, list: [`${home}/data`], max_tokens: 5, api_key: 7 }),
    ).toEqual({ env: { MY_TOKEN: '***', MODE: 'plain' }, list: ['~/data'], max_tokens: 5, api_key: '***' });
  });

  it('takes samples out of logs of trainers', () => {
    const log = [
      'step:1',
      '[prompt] What is',
      'in the picture?',
      '[response] a cat',
      '[score] 1.0',
      'step:2',
      '│ Prompt │ dog │',
      '│ more │',
      'step:3',
    ].join('\n');
    expect(reduceLog(log)).toBe(
      [
        'step:1',
        '(a sample was printed here: left out)',
        '[score] 1.0',
        'step:2',
        '(a table was printed here: left out)',
        'step:3',
      ].join('\n'),
    );
  });
});

describe('a bundle', () => {
  it('of a real run has its books and logs, and neither samples nor secrets', async () => {
    const plan = space.plan([{ id: 'see', steps: 5 }]);
    const prompt = { path: join(space.root, 'think.jinja'), text: 'PROMPT-TEXT' };
    const options = space.options(plan);
    const run = await space.start(plan, { files: [...options.files, prompt] });
    expect((await waitForEnd(run.dir, 30_000))?.state).toBe('done');
    const sample = {
      row: 'ROW-ID',
      question: 'QUESTION-TEXT',
      gold: 'GOLD',
      response: 'RESPONSE-TEXT',
      reward: { accuracy: 1 },
    };
    appendFileSync(
      join(run.dir, FILES.events),
      `${JSON.stringify({ time: '2026-11-22T10:00:00.000Z', stage: 'see', type: 'sample', step: 1, sample })}\n{"torn`,
    );
    appendFileSync(
      stageLog(run.dir, 'see'),
      `HF_TOKEN=hushhush ${homedir()}/x\n${'long line of log\n'.repeat(200_000)}`,
    );
    mkdirSync(join(run.dir, 'stages', 'see', 'checkpoints'), { recursive: true });
    writeFileSync(join(run.dir, 'stages', 'see', 'checkpoints', 'secret.bin'), 'WEIGHTS');
    const output = join(space.root, 'run.zip');
    const names = await writeBundle(run.dir, output);

    const zip = unzipSync(readFileSync(output));
    expect(Object.keys(zip)).toEqual([...names]);
    expect(names).toEqual(
      expect.arrayContaining([
        'README.txt',
        'run.json',
        'state.json',
        'events.jsonl',
        'stages/see/log.txt',
        'stages/see/launches.jsonl',
        'now.json',
      ]),
    );
    expect(names.filter((name) => /checkpoint|train|predictions/.test(name))).toEqual([]);
    const texts = Object.values(zip)
      .map((bytes) => strFromU8(bytes))
      .join('\n');
    for (const secret of [
      'QUESTION-TEXT',
      'RESPONSE-TEXT',
      'GOLD',
      'ROW-ID',
      'PROMPT-TEXT',
      'WEIGHTS',
      'hushhush',
      'hush"',
      `${homedir()}/`,
    ]) {
      expect(texts.includes(secret), secret).toBe(false);
    }
    const read = (name: string): string => strFromU8(zip[name] ?? new Uint8Array());
    expect(JSON.parse(read('run.json'))).toMatchObject({
      name: 'line',
      files: [{ text: 'curriculum: 1\n' }, { text: '(left out: 11 characters)' }],
    });
    expect(read('events.jsonl')).toContain('"characters":{"question":13,"gold":4,"response":13}');
    expect(read('stages/see/log.txt').length).toBeLessThan(2.2 * 2 ** 20);
    expect(read('README.txt')).toMatch(/the first \d+ bytes of stages\/see\/log\.txt/);
    expect(read('README.txt')).toContain('1 torn lines of events.jsonl');
    expect(JSON.parse(read('now.json'))).toMatchObject({ reading: { ok: true, run: { state: 'done' } } });
  });

  it.runIf(process.platform !== 'win32')('takes nothing along that links lead to', async () => {
    const dir = space.folder('.stagecraft/runs/20260101-000000-linked-00aa');
    const private_ = space.folder('private');
    for (const name of ['id', 'summary.json', 'log.txt'])
      writeFileSync(join(private_, name), '{"mine": "PRIVATE-TEXT"}\n');
    mkdirSync(join(dir, 'stages', 'see'), { recursive: true });
    symlinkSync(join(private_, 'id'), join(dir, 'stages', 'see', 'log.txt'));
    symlinkSync(join(private_, 'id'), join(dir, 'events.jsonl'));
    symlinkSync(private_, join(dir, 'audit'));
    symlinkSync(private_, join(dir, 'stages', 'think'));
    mkdirSync(join(dir, 'stages', '..\\..\\up'));
    writeFileSync(join(dir, 'stages', '..\\..\\up', 'log.txt'), 'text');
    writeFileSync(join(dir, 'state.json'), '{}');
    const output = join(space.root, 'linked.zip');
    expect(await writeBundle(dir, output)).toEqual(['README.txt', 'state.json', 'now.json']);
    const texts = Object.values(unzipSync(readFileSync(output))).map((bytes) => strFromU8(bytes));
    expect(texts.join('\n')).not.toContain('PRIVATE-TEXT');
  });

  it('of a damaged run is made all the same; of no run it is refused', async () => {
    const dir = space.folder('.stagecraft/runs/20260101-000000-broken-00aa');
    writeFileSync(join(dir, 'run.json'), '{"format":1,');
    const output = join(space.root, 'broken.zip');
    await writeBundle(dir, output);
    expect(strFromU8(unzipSync(readFileSync(output))['run.json']!)).toMatch(/^\(not JSON/);
    await expect(writeBundle(space.folder('empty'), output)).rejects.toThrow('no files of a run');
    await expect(writeBundle(dir, join(space.root, 'no', 'such', 'folder.zip'))).rejects.toThrow(
      'cannot be written',
    );
  });
});
