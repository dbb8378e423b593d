import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textReader } from '../../src/data';
import { BUILTIN_REWARDS, checkReward, openReward, RewardError, type RewardInput } from '../../src/rewards';
import { endsLater } from '../fixtures/hang';

const folder = mkdtempSync(join(tmpdir(), 'stagecraft-reward-'));
let files = 0;
function python(text: string): { kind: 'python'; path: string; function: string } {
  const path = join(folder, `reward${files++}.py`);
  writeFileSync(path, text);
  return { kind: 'python', path, function: 'compute_score' };
}
const input = (response: string, groundTruth = '4'): RewardInput => ({
  response,
  responseLength: response.length,
  groundTruth,
});
const here = { file: 'a.curriculum.yaml' };
const read = textReader([folder]);

describe('Python rewards', () => {
  it('scores a batch in EasyR1’s interface, keeping numbers and dropping the rest', async () => {
    const reward = await openReward(
      python(`
def compute_score(rewards):
    return [{"overall": float(r["ground_truth"] in r["response"]), "length": r["response_length"], "note": "x", "hit": True} for r in rewards]
`),
    );
    const scores = await reward.score([input('4'), input('five 🙂 \u2028 "')]);
    expect(scores).toEqual([
      { overall: 1, length: 1, hit: 1 },
      { overall: 0, length: 11, hit: 1 },
    ]);
    expect(await reward.score([])).toEqual([]);
    await reward.close();
    await expect(reward.score([input('4')])).rejects.toMatchObject({ code: 'SC563' });
  });

  it('honours REWARD_TYPE = "sequential"', async () => {
    const reward = await openReward(
      python(
        'REWARD_TYPE = "sequential"\ndef compute_score(reward):\n    return {"overall": len(reward["response"])}\n',
      ),
    );
    expect(await reward.score([input('a'), input('bcd')])).toEqual([{ overall: 1 }, { overall: 3 }]);
    await reward.close();
  });

  it('keeps what the function prints off the protocol', async () => {
    const printed: string[] = [];
    const reward = await openReward(
      python(`
import os, sys, subprocess
print('{"type": "ready", "mode": "fake"}')
def compute_score(rewards):
    print("hello"); sys.stdout.write("no newline"); sys.stdout.flush()
    os.write(1, b'{"type": "scores", "id": 1, "scores": []}\\n')
    subprocess.run([sys.executable, "-c", "print('child')"])
    return [{"overall": 1.0} for _ in rewards]
`),
      { onPrint: (line) => printed.push(line) },
    );
    expect(await reward.score([input('a')])).toEqual([{ overall: 1 }]);
    await reward.close();
    expect(printed.join('\n')).toMatch(/hello[\s\S]*child/);
  });

  it('answers interleaved batches each to its own', async () => {
    const reward = await openReward(
      python(
        'def compute_score(rewards):\n    return [{"overall": float(r["response"])} for r in rewards]\n',
      ),
    );
    const batches = await Promise.all(
      [1, 2, 3].map((n) => reward.score([input(String(n)), input(String(-n))])),
    );
    expect(batches.map((scores) => scores.map((score) => score.overall))).toEqual([
      [1, -1],
      [2, -2],
      [3, -3],
    ]);
    await reward.close();
  });

  it.each([
    ['an exception', 'def compute_score(rewards):\n    x = 1\n    return 1 / 0\n', /ZeroDivisionError/, 3],
    [
      'a missing part',
      'def compute_score(rewards):\n    return [{"accuracy": 1.0}]\n',
      /'overall'.*accuracy/,
      undefined,
    ],
    ['a wrong count', 'def compute_score(rewards):\n    return []\n', /0 scores for 1 responses/, undefined],
    [
      'a wrong type',
      'def compute_score(rewards):\n    return 1.0\n',
      /float; it must return a list/,
      undefined,
    ],
    [
      'not a number',
      'def compute_score(rewards):\n    return [{"overall": float("nan")}]\n',
      /must be finite/,
      undefined,
    ],
    ['sys.exit', 'import sys\ndef compute_score(rewards):\n    sys.exit(3)\n', /SystemExit/, 3],
  ])('tells %s with its line, and goes on', async (_, text, message, line) => {
    const reward = await openReward(python(text));
    const error = await reward.score([input('a')]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RewardError);
    const failure = error as RewardError;
    expect(failure.code).toBe('SC561');
    expect(failure.message).toMatch(message);
    expect(failure.place?.range?.start.line).toBe(line === undefined ? undefined : line - 1);
    await expect(reward.score([input('a')])).rejects.toMatchObject({ code: 'SC561' });
    await reward.close();
  });

  it.each([
    ['a syntax error', 'def compute_score(rewards)\n    pass\n', /SyntaxError/],
    ['a missing function', 'def other(rewards):\n    pass\n', /no function compute_score/],
    ['a missing module', 'import no_such_module_here\n', /No module named/],
    ['an unknown mode', 'REWARD_TYPE = "stream"\ndef compute_score(r):\n    pass\n', /REWARD_TYPE/],
  ])('tells %s when the file is opened', async (_, text, message) => {
    await expect(openReward(python(text))).rejects.toMatchObject({
      code: 'SC561',
      message: expect.stringMatching(message) as string,
    });
  });

  it('ends a function that takes too long', async () => {
    const reward = await openReward(
      python('import time\ndef compute_score(rewards):\n    time.sleep(60)\n'),
      { timeoutSeconds: 1 },
    );
    await expect(reward.score([input('a')])).rejects.toMatchObject({ code: 'SC562' });
    await expect(reward.score([input('a')])).rejects.toMatchObject({ code: 'SC562' });
    await reward.close();
  });

  it('tells of a process that dies, with its last words', async () => {
    const reward = await openReward(
      python(
        'import os\ndef compute_score(rewards):\n    print("out of cheese", flush=True)\n    os._exit(9)\n',
      ),
    );
    await expect(reward.score([input('a')])).rejects.toMatchObject({
      code: 'SC563',
      hint: expect.stringContaining('out of cheese') as string,
    });
    await reward.close();
  });

  it('names the fix when there is no Python', async () => {
    await expect(openReward(python(''), { python: '/nowhere/python3' })).rejects.toMatchObject({
      code: 'SC560',
      hint: expect.stringContaining('STAGECRAFT_PYTHON') as string,
    });
  });

  it('may be called math.py', async () => {
    const path = join(folder, 'math.py');
    writeFileSync(
      path,
      'import math, random\ndef main(rewards):\n    return [{"overall": math.sqrt(4)} for _ in rewards]\n',
    );
    const reward = await openReward({ kind: 'python', path, function: 'main' });
    expect(await reward.score([input('a')])).toEqual([{ overall: 2 }]);
    await reward.close();
  });
});

describe('checking a reward without running it', () => {
  it('finds functions by reading', async () => {
    const good = [
      'def compute_score(rewards):\n    pass\n',
      'async def compute_score (rewards):\n    pass\n',
      'from rewards import compute_score\n',
      'from rewards import score as compute_score\n',
      'from rewards import *\n',
      'compute_score = make()\n',
      'try:\n    import x\nexcept ImportError:\n    def compute_score(r):\n        pass\n',
    ];
    for (const text of good) expect(await checkReward(python(text), here, read)).toEqual([]);
    const bad = [
      '',
      '# def compute_score(r):\n',
      '"""\ndef compute_score(r):\n"""\n',
      'class A:\n        def compute_score(r): pass\n',
      'compute_score == 1\n',
    ];
    for (const text of bad)
      expect(await checkReward(python(text), here, read)).toMatchObject([
        { code: 'SC462', message: expect.stringContaining('defines no function') as string },
      ]);
    for (const text of ['\ndef compute_score(r)\n    pass\n', '"""Doc."""\ndef compute_score(r:\n    pass\n'])
      expect(await checkReward(python(text), here, read)).toMatchObject([
        { code: 'SC462', message: expect.stringMatching(/:2 has a syntax error/) as string },
      ]);
  });

  it('says what the file has, what mode is wrong, and where there is no file', async () => {
    expect((await checkReward(python('def scored(r):\n    pass\n'), here, read))[0]?.hint).toContain(
      'scored',
    );
    expect(
      (await checkReward(python('REWARD_TYPE = "x"\ndef compute_score(r): pass\n'), here, read))[0]?.code,
    ).toBe('SC463');
    expect(
      (await checkReward({ kind: 'python', path: join(folder, 'none.py'), function: 'f' }, here, read))[0],
    ).toMatchObject({ code: 'SC461', place: here });
    expect((await checkReward({ kind: 'python', path: folder, function: 'f' }, here, read))[0]?.code).toBe(
      'SC461',
    );
    expect((await checkReward({ kind: 'builtin', name: 'boxed' }, here, read))[0]?.code).toBe('SC460');
    expect(await checkReward({ kind: 'builtin', name: 'choice' }, here, read)).toEqual([]);
  });

  it('reads hostile files in time', async () => {
    const text = `${'    '.repeat(200_000)}\n${'a'.repeat(800_000)}\n${'import a, '.repeat(80_000)}\n${'from '.repeat(200_000)}`;
    await endsLater(() => checkReward(python(text), here, read));
  });
});

describe('built-in rewards', () => {
  it('are those the language names, each documented', () => {
    expect(Object.keys(BUILTIN_REWARDS)).toEqual(['boxed-answer', 'exact-match', 'choice']);
    for (const { doc } of Object.values(BUILTIN_REWARDS)) expect(doc.length).toBeGreaterThan(40);
  });

  it.each([
    ['boxed-answer', '<think>a</think> \\boxed{4}', { overall: 1, accuracy: 1, format: 1 }],
    ['boxed-answer', '\\boxed{4.0}', { overall: 1, accuracy: 1, format: 1 }],
    ['boxed-answer', '<think> \\boxed{4}', { overall: 0.9, accuracy: 1, format: 0 }],
    ['boxed-answer', '\\boxed{5}', { overall: 0.1, accuracy: 0, format: 1 }],
    ['boxed-answer', '4', { overall: 0, accuracy: 0, format: 0 }],
    ['exact-match', ' 4. ', { overall: 1, accuracy: 1 }],
    ['exact-match', '\\boxed{4}', { overall: 1, accuracy: 1 }],
    ['exact-match', '4.0', { overall: 0, accuracy: 0 }],
    ['choice', '\\boxed{4}', { overall: 0, accuracy: 0, format: 0 }],
  ])('%s scores %s', async (name, response, score) => {
    const reward = await openReward({ kind: 'builtin', name });
    expect(await reward.score([input(response)])).toEqual([score]);
    await reward.close();
  });

  it('score choices by letter', async () => {
    const reward = await openReward({ kind: 'builtin', name: 'choice' });
    const scores = await reward.score([
      input('\\boxed{B: red}', 'B'),
      input('The answer is (B).', 'B'),
      input('A bee', 'A'),
    ]);
    expect(scores.map(({ overall }) => overall)).toEqual([1, 0.9, 0]);
  });

  it('refuse a name that is none', async () => {
    await expect(openReward({ kind: 'builtin', name: 'boxed' })).rejects.toMatchObject({ code: 'SC460' });
  });
});
