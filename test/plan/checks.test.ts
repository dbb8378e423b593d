import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPlan } from '../../src/plan';
import { codes, openWorkshop, seen, sums, type Workshop } from './workshop';

let shop: Workshop;
beforeAll(async () => {
  shop = await openWorkshop();
  shop.rows('a.jsonl', sums(100));
  shop.rows('b.jsonl', sums(64));
  shop.rows(
    'val.jsonl',
    sums(8).map((row) => ({ ...row, problem: `again ${JSON.stringify(row)}` })),
  );
  shop.rows(
    'plain.jsonl',
    [...Array(40).keys()].map((n) => ({ problem: `${n}?`, answer: String(n) })),
  );
  shop.rows(
    'odd.jsonl',
    [...Array(40).keys()].map((n) => ({ Q: `${n}?`, A: String(n), pass_rate: 0.5 })),
  );
});
afterAll(() => shop.close());

const HEAD = `curriculum: 1
engine: embedded
datasets:
  a: { capability: perception, train: a.jsonl }
  b: { capability: visual-reasoning, train: b.jsonl, val: val.jsonl }
  plain: { capability: textual-reasoning, train: plain.jsonl }
defaults: { batch: 16, rollouts: 4 }
`;

/** Code, line, and text under each range of one curriculum, of the codes asked for. */
async function found(body: string, only: RegExp, head = HEAD): Promise<string[]> {
  const yaml = `${head}${body}`;
  const { problems } = await shop.plan(yaml, { checkData: false });
  return seen(
    problems.filter(({ code }) => only.test(code)),
    [{ path: `${shop.folder}/test.curriculum.yaml`, text: yaml }],
  );
}

describe('problems of a plan stand at the words that cause them', () => {
  it('SC240: no step', async () => {
    expect(await found('stages: [{ id: s, data: a, batch: 101 }]\n', /SC24/)).toEqual(['SC240 error 8: 101']);
    expect(await found('stages: [{ id: s, data: a, epochs: 0.1 }]\n', /SC24/)).toEqual([
      'SC240 error 8: 0.1',
    ]);
  });

  it('SC241: until names what is never measured', async () => {
    const body = 'stages: [{ id: s, data: a, until: "reward > 0.5 AND val_accuracy > 0.9" }]\n';
    expect(await found(body, /SC24/)).toEqual(['SC241 warning 8: val_accuracy']);
    expect(await found(body.replace('data: a', 'data: b'), /SC24/)).toEqual([]);
    expect(await found('stages: [{ id: s, data: a, method: sft, until: "kl > 1" }]\n', /SC241/)).toEqual([
      'SC241 warning 8: kl',
    ]);
    expect(
      await found('stages: [{ id: s, data: a, kl: 0, until: "kl > 1 OR loss < 0.1" }]\n', /SC241/),
    ).toEqual(['SC241 warning 8: kl']);
    expect(
      await found("stages: [{ id: s, data: a, until: \"'val_reward' != '' AND loss < 1\" }]\n", /SC241/),
    ).toEqual([]);
  });

  it('SC242: a checkpoint that will not exist', async () => {
    const chain = (first: string, checkpoint: string): string =>
      `stages:\n  - { id: one, ${first} }\n  - { id: two, data: a, checkpoint: ${checkpoint} }\n`;
    expect(await found(chain('data: a', 'best'), /SC24/)).toEqual(['SC242 error 10: best']);
    expect(await found(chain('data: b', 'best'), /SC24/)).toEqual([]);
    expect(await found(chain('data: a', 'last'), /SC24/)).toEqual([]);
    expect(await found(chain('data: a, save_every: 2', 'step 3'), /SC24/)).toEqual([
      'SC242 error 10: step 3',
    ]);
    expect(await found(chain('data: a, save_every: 2', 'step 7'), /SC24/)).toEqual([
      'SC242 error 10: step 7',
    ]);
    expect(await found(chain('data: a, save_every: 2', 'step 2'), /SC24/)).toEqual([]);
    // Saved at 1 to 6; three are kept besides the best.
    expect(await found(chain('data: a, save_every: 1', 'step 3'), /SC24/)).toEqual([
      'SC242 error 10: step 3',
    ]);
    expect(await found(chain('data: a, save_every: 1', 'step 4'), /SC24/)).toEqual([]);
    expect(await found(chain('data: a, save_every: 1, keep_checkpoints: 4', 'step 3'), /SC24/)).toEqual([]);
  });

  it('SC243: saving between validations', async () => {
    const body = (save: number): string =>
      `stages: [{ id: s, data: b, validate_every: 2, save_every: ${save} }]\n`;
    expect(await found(body(3), /SC24/)).toEqual(['SC243 warning 8: 3']);
    expect(await found(body(4), /SC24/)).toEqual([]);
  });

  it('SC244: validation rows', async () => {
    expect(await found('stages: [{ id: s, data: a, validate_every: 2 }]\n', /SC24/)).toEqual([
      'SC244 warning 8: validate_every',
    ]);
    expect(await found('stages: [{ id: s, data: a, validate: some/where@test }]\n', /SC24/)).toEqual([
      'SC244 warning 8: some/where@test',
    ]);
    expect(await found('stages: [{ id: s, data: a, validate: b }]\n', /SC244/)).toEqual([]);
  });

  it('SC245, SC246, SC248, SC383: what one stage for all cannot be', async () => {
    const pool = (rest: string): string => `schedule: { capability: ordered }\n${rest}`;
    expect(
      await found(pool('pooled: { epochs: 2 }\nstages: [{ id: s, data: a }, { id: t, data: b }]\n'), /SC24/),
    ).toEqual(['SC245 warning 9: 2']);
    expect(
      await found(pool('stages: [{ id: s, data: a, order: answer }, { id: t, data: b }]\n'), /SC24/),
    ).toEqual(['SC246 warning 9: order']);
    expect(
      await found(pool('stages: [{ id: s, data: a, rollouts: 8 }, { id: t, data: b }]\n'), /SC24/),
    ).toEqual(['SC248 info 7: 4']);
    expect(await found(pool('stages: [{ id: s, data: a }, { id: t, data: [a, b] }]\n'), /SC38/)).toEqual([
      'SC383 info 8: ordered',
    ]);
  });

  it('SC249: groups that teach nothing', async () => {
    expect(await found('stages: [{ id: s, data: a, rollouts: 1 }]\n', /SC24/)).toEqual(['SC249 error 8: 1']);
    expect(await found('stages: [{ id: s, data: a, batch: 2 }]\n', /SC24/)).toEqual(['SC249 warning 8: 2']);
    expect(await found('stages: [{ id: s, data: a, batch: 2, method: sft }]\n', /SC24/)).toEqual([]);
  });

  it('SC381: a condition that leaves nothing', async () => {
    expect(await found('stages: [{ id: s, data: a, where: pass_rate > 1 }]\n', /SC38/)).toEqual([
      'SC381 error 8: pass_rate > 1',
    ]);
  });

  it('SC254: a condition that fails on a value stands at the condition', async () => {
    shop.rows('words.jsonl', [
      { problem: 'a?', answer: 'seven' },
      { problem: 'b?', answer: '7' },
    ]);
    const head = HEAD.replace('train: a.jsonl', 'train: words.jsonl');
    const body = 'stages: [{ id: s, data: a, where: CAST(answer AS INT) > 3 }]\n';
    expect(await found(body, /^SC/, head)).toContain('SC254 error 8: CAST(answer AS INT) > 3');
    expect(await found(body, /SC300/, head)).toEqual([]);
    expect(await found(body.replace('CAST', 'TRY_CAST'), /SC254|SC300/, head)).toEqual([]);
  });

  it('SC25x: expressions of a stage without data, or with the id of another', async () => {
    const unknown = 'stages: [{ id: s, data: nothing, where: 1 <, order: lem(x), until: los > 1 }]\n';
    expect(await found(unknown, /SC25/)).toEqual([
      'SC250 error 8: <',
      'SC253 error 8: lem',
      'SC251 error 8: los',
    ]);
    const twice = 'stages: [{ id: s, data: a }, { id: s, data: a, where: pass_rat < 1 }]\n';
    expect(await found(twice, /SC25/)).toEqual(['SC251 error 8: pass_rat']);
  });

  it('SC386: supervised stages without responses', async () => {
    const body = 'stages: [{ id: s, data: a, method: sft }]\n';
    expect(await found(body, /SC386/)).toEqual(['SC386 warning 8: sft']);
    const head = HEAD.replace('train: a.jsonl', 'train: a.jsonl, columns: { response: answer }');
    expect(await found(body, /SC386/, head)).toEqual([]);
    expect(await found(body.replace('sft', 'grpo'), /SC386/)).toEqual([]);
  });

  it('SC387: what the last stage learns is measured nowhere', async () => {
    const body = 'stages: [{ id: s, data: b }, { id: t, data: a }]\n';
    expect(await found(body, /SC387/)).toEqual(['SC387 info 8: a']);
    expect(await found('stages: [{ id: s, data: a }, { id: t, data: b }]\n', /SC387/)).toEqual([]);
    expect(await found('stages: [{ id: t, data: a }]\n', /SC387/)).toEqual([]);
  });

  it('SC382: difficulty without pass rates', async () => {
    const body = 'schedule: { difficulty: easy-to-hard }\nstages: [{ id: s, data: DATA }]\n';
    expect(await found(body.replace('DATA', 'plain'), /SC38/)).toEqual(['SC382 warning 6: plain']);
    expect(await found(body.replace('DATA', '[a, plain]'), /SC382/)).toHaveLength(1);
    expect(await found(body.replace('DATA', 'a'), /SC382/)).toEqual([]);
  });

  it('SC384: rows that a fixed order never shows', async () => {
    const body = 'schedule: { difficulty: easy-to-hard }\nstages: [{ id: s, data: a, batch: 40 }]\n';
    expect(await found(body, /SC38/)).toEqual(['SC384 info 9: 40']);
    expect(await found(body.replace('easy-to-hard', 'none'), /SC38/)).toEqual([]);
  });

  it('asks of a file that many datasets name once, and says of each whose rows they are', async () => {
    const { remember } = await import('../../src/plan/remember');
    let asked = 0;
    const ask = remember({
      ...shop.data,
      resolve: (...question) => {
        asked++;
        return shop.data.resolve(...question);
      },
    });
    const train = { kind: 'file', text: 'a.jsonl', path: `${shop.folder}/a.jsonl` } as const;
    for (const id of ['one', 'two']) {
      const { source } = await ask.resolve({ id, capability: `of ${id}`, train, columns: {} }, 'train');
      expect(source).toMatchObject({ dataset: id, capability: `of ${id}` });
    }
    expect(asked).toBe(1);
  });

  it('SC385: training rows on the Hub', async () => {
    const head = HEAD.replace('train: a.jsonl', 'train: some/where@train').replace('embedded', 'trl');
    expect(await found('stages: [{ id: s, data: a }]\n', /SC385/, head)).toEqual([
      'SC385 error 4: some/where@train',
    ]);
  });
});

describe('problems of data and expressions', () => {
  it('puts a missing file at the key that names it, for each split', async () => {
    const head = HEAD.replace('a.jsonl', 'gone.jsonl').replace('val.jsonl', 'lost.jsonl');
    expect(await found('stages: [{ id: s, data: a }]\n', /SC3/, head)).toEqual([
      'SC300 error 4: gone.jsonl',
      'SC300 error 5: lost.jsonl',
    ]);
  });

  it('puts an unknown column on the word, through a folded block', async () => {
    const body =
      "stages:\n  - id: s\n    data: [a, plain]\n    where: >-\n      answer != 'x'\n      AND pas_rate < 1\n";
    expect(await found(body, /SC25/)).toEqual(['SC251 error 13: pas_rate']);
  });

  it('says which of several datasets lacks a column', async () => {
    const yaml = `${HEAD}stages: [{ id: s, data: [a, plain], where: pass_rate < 1 }]\n`;
    const { problems } = await shop.plan(yaml);
    expect(problems.find(({ code }) => code === 'SC251')?.message).toContain('(in `plain`)');
  });

  it('makes no plan when an expression is wrong, and keeps the reason', async () => {
    const result = await shop.plan(`${HEAD}stages: [{ id: s, data: a, where: pass_rate < }]\n`);
    expect(isPlan(result)).toBe(false);
    expect(result.problems[0]?.severity).toBe('error');
  });

  it('reads a validation file with the stage’s own column names when the usual ones do not fit', async () => {
    const head = HEAD.replace('train: a.jsonl', 'train: odd.jsonl, columns: { question: Q, answer: A }');
    const result = await shop.plan(`${head}stages: [{ id: s, data: a, validate: odd.jsonl }]\n`, {
      checkData: false,
    });
    expect(codes(result).filter((code) => code.startsWith('SC3'))).toEqual([]);
    expect(isPlan(result) && result.stages[0]?.validation?.columns.question).toBe('Q');
  });
});
