import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalyzer, KEEP_COLUMNS, type Dataset } from '../../src/language';
import { RECIPE, recipe } from '../service/actions/broken-make';
import { check, checkAll, codes, lines, MAIN, pointed, ROOT } from './helpers';

const datasetOf = (text: string, id: string, variant?: string): Dataset | undefined =>
  check(text, variant).curriculum?.datasets.find((one) => one.id === id);

/** A dataset of one line, with a stage that trains on it. */
const one = (dataset: string, stage = ''): string => `curriculum: 1
model: qwen2.5-vl-7b
engine: easyr1
models: { vlm: { url: http://h:1/v1, model: m } }
datasets:
  d: { capability: perception, ${dataset} }
stages:
  - { id: see, data: d${stage} }
`;

describe('a dataset that is made', () => {
  it('reads as a dataset whose files lie in its folder', () => {
    expect(lines(check(RECIPE))).toEqual([]);
    const asked = datasetOf(RECIPE, 'asked');
    const to = join(ROOT, 'data', 'asked');
    for (const split of ['train', 'val', 'test'] as const)
      expect(asked?.[split]).toMatchObject({ kind: 'file', path: join(to, `${split}.jsonl`) });
    expect(asked?.made).toEqual({
      to,
      make: {
        source: {
          kind: 'captions',
          file: { kind: 'file', text: 'data/captions.jsonl', path: join(ROOT, 'data', 'captions.jsonl') },
          columns: {},
          images: join(ROOT, 'data', 'images'),
        },
        questions: {
          by: 'writer',
          verify: 'writer',
          kinds: ['spatial', 'detail'],
          per_image: 1,
          temperature: 0.7,
          max_tokens: 1024,
        },
        answer_with: ['eye', 'base'],
        answers: { max_tokens: 512, temperature: 0 },
        keep: 'wrong_from_image AND right_from_caption AND NOT right_blind',
        agree: 'all',
        duplicates: 0.85,
        split: { val: 0.05, test: 0.1 },
        seed: 1,
      },
      difficulty: {
        by: 'eye',
        rollouts: 32,
        adaptive: true,
        boundaries: [0.2, 0.8],
        temperature: 1,
        top_p: 1,
      },
    });
  });

  it('keeps its rows and names where it only gets a pass rate', () => {
    const own = datasetOf(
      one(
        'train: rows.jsonl, val: v.jsonl, columns: { question: q, difficulty: old }, difficulty: { by: base, rollouts: 8 }',
      ),
      'd',
    );
    expect(own?.made?.make.source).toMatchObject({ kind: 'own', train: { path: join(ROOT, 'rows.jsonl') } });
    expect(own?.train).toMatchObject({ path: join(ROOT, 'data', 'd', 'train.jsonl') });
    expect(own?.val).toMatchObject({ path: join(ROOT, 'v.jsonl') });
    expect(own?.columns).toEqual({ question: 'q', difficulty: 'pass_rate' });
    expect(own?.made?.difficulty).toMatchObject({ rollouts: 8, adaptive: false });
  });

  it('says who verifies, whose failures, and how many rollouts at most', () => {
    const verify = (questions: string) =>
      datasetOf(one(`make: { captions: c.csv, questions: ${questions} }`), 'd')?.made?.make.questions?.verify;
    expect(verify('{ by: vlm, verify: none }')).toBeUndefined();
    expect(verify('{ by: vlm }')).toBe('vlm');
    expect(verify('{ file: q.jsonl }')).toBeUndefined();
    const failures = (text: string) => datasetOf(one(`make: { ${text} }`), 'd')?.made?.make.source;
    expect(failures('failures: last, label: PERC')).toEqual({ kind: 'failures', of: 'last', label: 'PERC' });
    expect(failures('failures: 2026-11-23-a')).toEqual({ kind: 'failures', of: '2026-11-23-a' });
    expect(failures('failures: results/x')).toEqual({ kind: 'failures', of: resolve(ROOT, 'results/x') });
    const most = (text: string) =>
      datasetOf(one(`train: a.jsonl, difficulty: { by: vlm, ${text} }`), 'd')?.made?.difficulty?.rollouts;
    expect([most('rollouts: adaptive, most: 64'), most('rollouts: 8'), most('temperature: 1')]).toEqual([
      64, 8, 16,
    ]);
  });

  it('may be of a file that is extended, or another in a variant', () => {
    const files = { 'lib/base.curriculum.yaml': RECIPE };
    const text =
      'curriculum: 1\nextends: lib/base.curriculum.yaml\nvariants: { few: { datasets: { asked: { make: { limit: 5, to: here } } } } }\n';
    const base = check(text, undefined, files);
    expect(codes(base)).toEqual([]);
    expect(base.curriculum?.datasets[0]?.made?.to).toBe(join(ROOT, 'lib', 'data', 'asked'));
    const few = check(text, 'few', files).curriculum?.datasets[0]?.made;
    expect([few?.to, few?.make.limit, few?.make.answer_with]).toEqual([
      join(ROOT, 'here'),
      5,
      ['eye', 'base'],
    ]);
  });

  it('validates on the rows that its split sets aside', () => {
    expect(
      codes(check(recipe(['data: [asked, merged] }', 'data: [asked, merged], validate: asked }']))),
    ).toEqual([]);
    expect(
      codes(check(recipe(['data: [asked, merged] }', 'data: [asked, merged], validate: merged }']))),
    ).toEqual(['SC223']);
  });
});

describe('what is wrong with a recipe', () => {
  const of = (...pairs: readonly (readonly [string, string])[]): readonly string[] => {
    const text = recipe(...pairs);
    return check(text).problems.map(({ code, place }) => `${code} ${pointed(text, place)}`);
  };

  it.each<readonly [string, readonly (readonly [string, string])[], readonly string[]]>([
    [
      'nothing to make it of',
      [
        ['captions: data/captions.jsonl', 'limit: 3'],
        ['images: data/images', 'seed: 2'],
        ['      questions: { by: writer, kinds: [spatial, detail] }\n', ''],
      ],
      ['SC260 make'],
    ],
    ['two things', [['{ from: [asked, own]', '{ from: [asked, own], failures: last']], ['SC260 failures']],
    [
      'a circle over two',
      [
        [
          'captions: data/captions.jsonl\n      images: data/images\n      questions: { by: writer, kinds: [spatial, detail] }',
          'from: merged',
        ],
      ],
      ['SC261 merged', 'SC261 asked'],
    ],
    [
      'captions of the Hub',
      [['data/captions.jsonl', 'allenai/pixmo-cap@train']],
      ['SC217 allenai/pixmo-cap@train'],
    ],
    ['a path that nothing expands', [['images: data/images', 'images: ~/images']], ['SC225 ~/images']],
    ['train beside make', [['    make: { from', '    train: x.jsonl\n    make: { from']], ['SC224 train']],
    [
      'columns without captions',
      [['{ from: [asked', '{ columns: { id: x }, from: [asked']],
      ['SC224 columns'],
    ],
    ['a label without failures', [['{ from: [asked', '{ label: PERC, from: [asked']], ['SC224 label']],
    [
      'a label that is none',
      [['from: [asked, own]', 'failures: last, label: perc']],
      ['SC112 perc', 'SC218 own'],
    ],
    ['shares that leave nothing', [['val: 0.05', 'val: 0.9']], ['SC262 val']],
    ['a model without eyes', [['[eye, base]', '[eye, writer]']], ['SC266 writer']],
    ['a rating without eyes', [['by: eye', 'by: writer']], ['SC266 writer']],
    ['base as a writer', [['by: writer', 'by: base']], ['SC226 base']],
    [
      'a prompt without its caption',
      [['by: writer', 'by: writer, prompt: "Ask of {kind}."']],
      ['SC264 "Ask of {kind}."'],
    ],
    ['boundaries beyond 1', [['[0.2, 0.8]', '[0.2, 1]']], ['SC270 [0.2, 1]']],
    ['half a rollout', [['rollouts: adaptive, boundaries: [0.2, 0.8]', 'rollouts: 1.5']], ['SC111 1.5']],
    [
      'no model that answers',
      [['[eye, base]', '[]']],
      ['SC267 wrong_from_image AND right_from_caption AND NOT right_blind'],
    ],
    ['one folder for two', [['keep: pass_rate < 1', 'to: data/asked/']], ['SC273 data/asked/']],
    [
      'rows that would be overwritten',
      [['train: data/own.jsonl', 'train: data/merged/train.jsonl']],
      ['SC273 merged'],
    ],
  ])('%s', (_, pairs, expected) => {
    expect(of(...pairs)).toEqual(expected);
  });

  it('compares the sampling with that of every stage that uses the rows, and with no other', () => {
    const difficulty = (sampling: string, stage: string) =>
      codes(check(one(`train: a.jsonl, difficulty: { by: vlm, ${sampling} }`, stage)));
    expect(difficulty('temperature: 0.7', '')).toEqual(['SC272']);
    expect(difficulty('temperature: 0.7', ', temperature: 0.7')).toEqual([]);
    expect(difficulty('max_tokens: 1024', ', max_response_length: 1024')).toEqual([]);
    expect(difficulty('temperature: 0.7, top_p: 0.9, max_tokens: 1024', '')).toEqual([
      'SC272',
      'SC272',
      'SC272',
    ]);
    const sft = one('train: a.jsonl, difficulty: { by: vlm, temperature: 0.7 }', ', method: sft');
    expect(codes(check(sft.replace('easyr1', 'trl')))).not.toContain('SC272');
  });

  it('does not take a name in quotes for an outcome', () => {
    const text = one("make: { from: e, keep: kind <> 'right_blind' }").replace(
      'stages:',
      '  e: { capability: perception, train: e.jsonl }\nstages:',
    );
    expect(codes(check(text))).toEqual([]);
    for (const name of Object.keys(KEEP_COLUMNS))
      expect(codes(check(text.replace("kind <> 'right_blind'", name.toUpperCase())))).toEqual(['SC267']);
  });
});

/** Values that a key of a recipe might be given, right and wrong. */
const value = fc.oneof(
  fc.constantFrom(
    'last',
    'adaptive',
    'none',
    'base',
    'eye',
    'own',
    'asked',
    'merged',
    '""',
    '~',
    '{}',
    '[]',
    '[[]]',
    'data/x.jsonl',
    '"{caption}"',
  ),
  fc.constantFrom(
    '{ val: 0.5, test: 0.5 }',
    '{ by: eye }',
    '[0.5, 0.1]',
    '[eye, eye]',
    '&a [*a]',
    '*b',
    '!x 1',
    'true',
    '"right_blind AND"',
  ),
  fc.double({ noDefaultInfinity: false }).map(String),
  fc.integer().map(String),
  fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text)),
);
const KEYS = [
  'captions',
  'from',
  'failures',
  'label',
  'columns',
  'images',
  'questions',
  'answer_with',
  'answers',
  'keep',
  'agree',
  'duplicates',
  'limit',
  'split',
  'seed',
  'to',
];
const RATED = ['by', 'rollouts', 'most', 'boundaries', 'temperature', 'top_p', 'max_tokens'];
const mapping = (keys: readonly string[]) =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...keys), value), { selector: ([key]) => key, maxLength: 7 })
    .map((pairs) => `{ ${pairs.map(([key, text]) => `${key}: ${text}`).join(', ')} }`);

describe('random recipes', () => {
  it('never crash, and mean the same typed as read at once', () => {
    const analyzer = createAnalyzer();
    fc.assert(
      fc.property(mapping(KEYS), mapping(RATED), fc.boolean(), (make, difficulty, train) => {
        const text = recipe([
          '    make: { from: [asked, own], keep: pass_rate < 1 }',
          `    make: ${make}\n    difficulty: ${difficulty}${train ? '\n    train: t.jsonl' : ''}`,
        ]);
        const fresh = checkAll(text);
        const typed = analyzer.analyze(MAIN, text, { read: () => undefined }).checked;
        expect(typed.problems).toEqual(fresh.problems);
        expect(typed.base.curriculum).toEqual(fresh.base.curriculum);
        for (const { made } of fresh.base.curriculum?.datasets ?? []) {
          if (made === undefined) continue;
          const { split, duplicates, answers } = made.make;
          expect(split.val + split.test).toBeLessThan(1);
          expect(duplicates > 0 && duplicates <= 1 && answers.max_tokens >= 1).toBe(true);
          expect(made.difficulty === undefined || made.difficulty.rollouts >= 1).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});
