import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complete } from '../../../src/service/complete';
import { openKnown, type OpenKnown } from '../known';
import { atCursor, snapshotOf } from '../snapshot';
import { SHAPE_MATH, applied, completeAt, yamlErrors } from './at';
import { typist } from './typist';
import { discard } from '../../fixtures/discard';

let known: OpenKnown;
beforeAll(async () => {
  known = await openKnown(SHAPE_MATH);
});
afterAll(() => known.close());

const HEAD = `curriculum: 1
model: micro-vlm
datasets:
  pictures: { capability: perception, train: data/perception-train.jsonl, val: data/perception-val.jsonl }
  sums: { capability: textual-reasoning, train: data/text-train.jsonl }
`;
const STAGES = `${HEAD}stages:
  - id: see
    data: pictures
  - id: think
    data: sums
`;

interface Case {
  readonly at: string;
  /** Labels that come first, in this order. */
  readonly first?: readonly string[];
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
  /** Nothing but these, in any order. */
  readonly only?: readonly string[];
  /** The label that is chosen, and the lines from the cursor's on afterwards. */
  readonly choose?: readonly [label: string, lines: string];
}

const CASES: Readonly<Record<string, readonly Case[]>> = {
  keys: [
    { at: '|', first: ['curriculum', 'datasets', 'stages'], choose: ['curriculum', 'curriculum: 1'] },
    { at: `${HEAD}|`, first: ['stages'], lacks: ['curriculum', 'model', 'datasets'] },
    { at: `${HEAD}sta|`, first: ['stages'], choose: ['stages', 'stages:\n  - id: see\n    data: pictures'] },
    { at: `${HEAD}sche|`, choose: ['schedule', 'schedule:\n  capability: staged\n  difficulty: none'] },
    { at: `mod|els: {}\nname: x`, has: ['model'], choose: ['model', 'model: {}\nname: x'] },
    { at: `${STAGES}    |`, has: ['where', 'epochs', 'engine_options'], lacks: ['id', 'data', 'datasets'] },
    { at: `${STAGES}    whe|`, first: ['where'], choose: ['where', '    where: '] },
    { at: `${STAGES}    met|`, choose: ['method', '    method: grpo'] },
    { at: `${STAGES}    fre|`, choose: ['freeze', '    freeze: [vision]'] },
    { at: `${STAGES}    engine_o|`, choose: ['engine_options', '    engine_options:\n      '] },
    { at: `${HEAD}  |`, only: ['dataset', 'pictures', 'sums'].slice(0, 1) },
    {
      at: `${HEAD}  |`,
      choose: ['dataset', '  name:\n    capability: perception\n    train: '],
    },
    { at: 'datasets:\n  a: { | }', first: ['capability', 'train'], choose: ['images', '  a: { images:  }'] },
    { at: 'datasets:\n  a: {|}', choose: ['capability', '  a: { capability: perception }'] },
    {
      at: 'datasets:\n  a: { train: x, | }',
      lacks: ['train'],
      choose: ['columns', '  a: { train: x, columns: {  } }'],
    },
    {
      at: 'datasets:\r\n  a:\r\n    train: x\r\n|',
      choose: ['schedule', 'schedule:\r\n  capability: staged\r\n  difficulty: none'],
    },
    { at: 'schedule:\n  |', only: ['capability', 'difficulty'] },
    { at: 'audit:\n  method: judge\n  |', has: ['judge', 'samples'], lacks: ['method'] },
    { at: 'engine: { | }', only: ['embedded', 'trl', 'easyr1'], choose: ['trl', 'engine: { trl: {  } }'] },
    { at: 'engine:\n  |', only: ['embedded', 'trl', 'easyr1'], choose: ['trl', '  trl:\n    '] },
    { at: 'engine:\n  embedded:\n    |', only: ['device', 'threads'] },
    { at: 'engine:\n  easyr1:\n    |', only: ['python', 'home', 'cluster', 'nodes'] },
    { at: '{ curriculum: 1, |}', has: ['model', 'stages'], lacks: ['curriculum'] },
    { at: '# words\n{\ncurriculum: 1,\nmod|\n}', has: ['model'], choose: ['model', 'model: \n}'] },
    { at: 'engine: { easyr1: { | } }', only: ['python', 'home', 'cluster', 'nodes'] },
    { at: 'engine:\n  trl:\n    |', has: ['precision', 'adapter', 'vllm'] },
    { at: `${STAGES}variants:\n  |`, first: ['variant'] },
    {
      at: `${STAGES}variants:\n  m:\n    |`,
      has: ['schedule', 'pooled'],
      lacks: ['name', 'extends', 'variants'],
    },
    {
      at: `${STAGES}variants:\n  m: { stages: { | } }`,
      only: ['see', 'think'],
      choose: ['see', '  m: { stages: { see: {  } } }'],
    },
    {
      at: 'models:\n  |',
      choose: [
        'endpoint',
        '  judge:\n    url: http://127.0.0.1:8000/v1\n    model: Qwen/Qwen2.5-72B-Instruct',
      ],
    },
  ],
  'items of lists': [
    {
      at: `${HEAD}stages:\n  - |`,
      first: ['stage', 'id', 'data'],
      choose: ['stage', '  - id: see\n    data: pictures'],
    },
    { at: `${HEAD}stages:\n  |`, choose: ['stage', '  - id: see\n    data: pictures'] },
    { at: `${HEAD}stages:\n|`, lacks: ['id'] },
    // `see` is taken: a new stage has a name of its own.
    { at: `${STAGES}  |`, choose: ['stage', '  - id: see-2\n    data: pictures'] },
    {
      at: `${STAGES}variants:\n  merged: { pooled: { epochs: 1 } }\n  |`,
      choose: ['variant', '  merged-2:\n    schedule: { capability: merged }'],
    },
    { at: `${STAGES}  -|`, choose: ['id', '  - id: see'] },
    { at: `${HEAD}stages:\n  - |\n    data: sums`, lacks: ['stage', 'data'], has: ['id', 'where'] },
    { at: `${HEAD}stages:\n  - { | }`, first: ['id', 'data'] },
    { at: `${STAGES}variants:\n  r: { stages: [think, |] }`, has: ['see'], lacks: ['think', 'base'] },
    { at: `${STAGES}variants:\n  r:\n    stages:\n      - think\n      - |`, has: ['see'], lacks: ['think'] },
    { at: `${STAGES}    data: [sums, |]`, only: ['pictures'] },
    { at: 'evaluate:\n  on: [MathVista_MINI, |]', has: ['POPE', 'WeMath'], lacks: ['MathVista_MINI'] },
    { at: 'evaluate:\n  on:\n    |', choose: ['POPE', '    - POPE'] },
    { at: 'defaults:\n  freeze:\n    |', only: ['vision'], choose: ['vision', '    - vision'] },
    { at: 'defaults: { freeze: [|] }', only: ['vision'] },
    { at: 'folders:\n  - |', has: ['data/', 'prompts/'] },
  ],
  values: [
    { at: 'engine: |', has: ['embedded', 'trl', 'easyr1'] },
    { at: 'engine:|', choose: ['easyr1', 'engine: easyr1'] },
    { at: 'engine: em|bedded # words', choose: ['embedded', 'engine: embedded # words'] },
    { at: 'engine: "e|"', choose: ['easyr1', 'engine: "easyr1"'] },
    { at: 'schedule: { difficulty: | }', only: ['none', 'easy-to-hard', 'hard-to-easy'] },
    { at: 'schedule:\n  difficulty:|\n', choose: ['easy-to-hard', '  difficulty: easy-to-hard\n'] },
    { at: 'engine:\n  trl:\n    vllm: |', only: ['true', 'false'] },
    { at: 'model: |', first: ['micro-vlm'], has: ['qwen3-vl-8b', 'Qwen/Qwen3-VL-8B-Instruct'] },
    { at: 'engine: easyr1\nmodel: |', first: ['qwen2.5-vl-7b'] },
    { at: 'model:qw|', first: ['qwen2.5-vl-7b'], choose: ['qwen3-vl-8b', 'model: qwen3-vl-8b'] },
    { at: 'defaults:\n  batch: |', only: ['16', '512'], choose: ['512', '  batch: 512'] },
    { at: 'defaults: { learning_rate: | }', only: ['1e-6'] },
    { at: `${STAGES}    data: |`, has: ['pictures', 'sums', '[]'] },
    { at: `${STAGES}    validate: |`, first: ['pictures'], has: ['hiyouga/geometry3k@test', 'data/'] },
    { at: `${STAGES}    from: |`, first: ['see', 'base'], lacks: ['think'] },
    {
      at: `${HEAD}stages:\n  - { id: a, data: sums }\n  - { id: b, data: sums, from: | }`,
      only: ['a', 'base'],
    },
    {
      at: `${STAGES}    checkpoint: |`,
      first: ['best', 'last'],
      choose: ['step N', '    checkpoint: step 100'],
    },
    {
      at: `models: { big: { url: http://x/v1, model: m } }\naudit: { method: judge, judge: | }`,
      only: ['big'],
    },
    { at: 'models:\n  half:\naudit:\n  judge: |', only: ['half'] },
    { at: 'datasets:\n  a:\n    capability: |', first: ['perception', 'textual-reasoning'] },
    {
      at: STAGES.replace('perception,', 'perc|,').replace('textual-reasoning', 'percussion'),
      first: ['perception'],
      has: ['percussion'],
      lacks: ['perc'],
    },
    { at: 'name: |', only: [] },
    { at: 'name: x # |', only: [] },
  ],
  paths: [
    { at: 'prompt: |', has: ['prompts/', 'data/', '../'] },
    {
      at: 'prompt: prompts/|',
      only: ['question.jinja'],
      choose: ['question.jinja', 'prompt: prompts/question.jinja'],
    },
    { at: 'prompt: "prompts/q|uest"', choose: ['question.jinja', 'prompt: "prompts/question.jinja"'] },
    {
      at: 'datasets:\n  a: { train: data/| }',
      has: ['text-train.jsonl', 'images/'],
      lacks: ['question.jinja'],
    },
    {
      at: 'datasets:\n  a:\n    train: data/text-t|',
      has: ['text-train.jsonl', 'text-test.jsonl'],
      lacks: ['perception-val.jsonl'],
    },
    {
      at: 'datasets:\n  a:\n    images: data/|',
      only: ['images/'],
      choose: ['images/', '    images: data/images'],
    },
    { at: 'extends: |', has: ['shape-math.curriculum.yaml'], lacks: ['README.md'] },
    { at: 'prompt: nowhere/|', only: [] },
  ],
  columns: [
    {
      at: HEAD.replace('val: data/perception-val.jsonl', 'columns: { question: | }'),
      first: ['problem'],
      has: ['answer', 'pass_rate'],
    },
    {
      at: `${STAGES}    where: |`,
      has: ['pass_rate', 'problem', 'len', 'NOT'],
      lacks: ['val_accuracy', 'AND'],
    },
    { at: `${STAGES}    where: pass|`, first: ['pass_rate'], choose: ['pass_rate', '    where: pass_rate'] },
    { at: `${STAGES}    where: pass_rate |`, has: ['<', 'AND', 'IS NULL'], lacks: ['pass_rate', 'len'] },
    {
      at: `${STAGES}    where: pass_rate < 1 a|`,
      first: ['AND'],
      choose: ['AND', '    where: pass_rate < 1 AND'],
    },
    {
      at: `${STAGES}    where: pass_rate < 1 AND le|`,
      first: ['len'],
      choose: ['len', '    where: pass_rate < 1 AND len(list or text)'],
    },
    {
      at: `${STAGES}    where: len(|) = 1`,
      has: ['images'],
      choose: ['images', '    where: len(images) = 1'],
    },
    { at: `${STAGES}    where: answer = 'x|`, only: [] },
    { at: `${STAGES}    where: pass_rate < 0.|`, only: [] },
    { at: `${STAGES}    where: >\n      pass_rate < 1\n      AND |`, has: ['pass_rate'] },
    { at: `${STAGES}    where: "pass|"`, choose: ['pass_rate', '    where: "pass_rate"'] },
    { at: `${STAGES}    where: 'answer |'`, choose: ['LIKE', "    where: 'answer LIKE ''%'''"] },
    { at: `${STAGES}    where:|`, choose: ['pass_rate', '    where: pass_rate'] },
    { at: `${STAGES}    order: pass_rate |`, only: ['DESC', 'ASC', 'NULLS LAST', 'NULLS FIRST', ','] },
    { at: `${STAGES}    until: |`, first: ['val_reward', 'val_accuracy'], lacks: ['pass_rate'] },
    {
      at: `${HEAD}stages:\n  - { id: a, data: sums, where: list_c| }`,
      choose: ['list_contains', "  - { id: a, data: sums, where: 'list_contains(list, value)' }"],
    },
  ],
  'options of engines': [
    {
      at: `engine: easyr1\n${STAGES}    engine_options: { worker.actor.clip| }`,
      has: ['worker.actor.clip_ratio_high'],
    },
    {
      at: `engine: easyr1\n${STAGES}    engine_options:\n      |`,
      has: ['worker', 'worker.actor.clip_ratio_high', 'trainer'],
    },
    {
      at: `engine: easyr1\n${STAGES}    engine_options:\n      worker:\n        |`,
      has: ['actor', 'actor.clip_ratio_high'],
      lacks: ['worker'],
    },
    {
      at: `engine: easyr1\n${STAGES}    engine_options:\n      worker:\n        actor:\n          clip_ratio_h|`,
      choose: ['clip_ratio_high', '          clip_ratio_high: 0.3'],
    },
    {
      at: `engine: easyr1\n${STAGES}    engine_options: { worker.actor.use_torch_compile: | }`,
      has: ['true', 'false'],
    },
    { at: `${STAGES}    engine_options: { device: | }`, has: ['cpu', 'webgpu', 'cuda'] },
    { at: `engine: trl\n${STAGES}    engine_options: { device: | }`, only: [] },
  ],
};

describe.each(Object.entries(CASES))('completes %s', (_name, cases) => {
  it.each(cases.map((one) => [one.at.slice(-60), one] as const))('%j', async (_at, one) => {
    const done = await completeAt(one.at, known);
    const { labels, offset, snapshot } = done;
    expect(done.list.isIncomplete).toBe(false);
    if (one.first !== undefined) expect(labels.slice(0, one.first.length)).toEqual(one.first);
    if (one.only !== undefined) expect([...labels].sort()).toEqual([...one.only].sort());
    expect(labels).toEqual(expect.arrayContaining([...(one.has ?? [])]));
    for (const label of one.lacks ?? []) expect(labels).not.toContain(label);
    if (one.choose === undefined) return;
    const [label, lines] = one.choose;
    const text = applied(done, label);
    const line = snapshot.source.lines.position(offset).line;
    expect(text.slice(snapshot.source.lines.lineStart(line))).toBe(lines);
    expect(yamlErrors(text)).toEqual([]);
  });
});

describe('what an item says', () => {
  const itemOf = async (marked: string, label: string) =>
    (await completeAt(marked, known)).list.items.find((item) => item.label === label);

  it('explains a key: meaning, unit, default', async () => {
    const item = await itemOf(`${STAGES}    |`, 'batch');
    expect(item?.detail).toBe('default 16');
    expect(JSON.stringify(item?.documentation)).toContain('Unit: prompts.');
  });

  it('tells the size, vision tower and engines of a model', async () => {
    const item = await itemOf('model: |', 'qwen3-vl-8b');
    expect(item?.detail).toBe('8.8 B, not for embedded');
    expect(JSON.stringify(item?.documentation)).toContain('vision tower `visual`, engines trl, easyr1');
  });

  it('tells the type of a column and whose it is', async () => {
    const item = await itemOf(`${STAGES}    where: |`, 'pass_rate');
    expect(item?.detail).toBe('DOUBLE');
    expect(JSON.stringify(item?.documentation)).toContain('Column of `sums`.');
  });

  it('tells type and default of an engine’s key', async () => {
    const item = await itemOf(
      `engine: easyr1\ndefaults:\n  engine_options:\n    |`,
      'worker.actor.clip_ratio_high',
    );
    expect(item?.detail).toBe('number, default 0.3');
  });

  it('asks again behind a folder, where the editor can', async () => {
    expect((await itemOf('prompt: |', 'prompts/'))?.command?.command).toBe('editor.action.triggerSuggest');
    const plain = await completeAt('prompt: |', known, { retrigger: false });
    expect(plain.list.items.some(({ command }) => command !== undefined)).toBe(false);
  });

  it('requires nothing where something inherited is changed', async () => {
    const required = async (marked: string) =>
      (await completeAt(marked, known)).list.items
        .filter(({ detail }) => detail === 'required')
        .map(({ label }) => label);
    expect(await required(`${STAGES}variants:\n  x:\n    |`)).toEqual([]);
    expect(await required(`${STAGES}variants:\n  x:\n    datasets:\n      sums:\n        |`)).toEqual([]);
    expect(await required(`${STAGES}variants:\n  x:\n    datasets:\n      new:\n        |`)).toEqual([
      'capability',
      'train',
    ]);
    expect(await required(`${STAGES}variants:\n  x:\n    stages:\n      see:\n        |`)).toEqual([]);
    expect(await required(`${HEAD}stages:\n a:\n  |`)).not.toContain('id');
    expect(await required(`${HEAD}stages:\n - |`)).toEqual(['id', 'data']);
    expect(await required('extends: shape-math.curriculum.yaml\n|')).toEqual(['curriculum']);
    expect(await required('|')).toEqual(['curriculum', 'datasets', 'stages']);
  });

  it('is plain text for editors that show no Markdown', async () => {
    for (const marked of [`${STAGES}    |`, `${STAGES}    where: |`, 'model: |', 'audit:\n  method: |']) {
      const { list } = await completeAt(marked, known, { markdown: false });
      const docs = list.items.flatMap(({ documentation }) =>
        documentation === undefined ? [] : [documentation],
      );
      expect(docs.length).toBeGreaterThan(2);
      for (const doc of docs)
        expect(doc).toSatisfy((text) => typeof text === 'string' && !/`|\*\*|&lt;/.test(text));
    }
  });

  it('writes plain text for editors without snippets', async () => {
    const { list } = await completeAt(`${HEAD}|`, known, { snippets: false });
    const stages = list.items.find(({ label }) => label === 'stages');
    expect(stages?.textEdit).toMatchObject({ newText: 'stages:\n  - id: see\n    data: pictures' });
    expect(list.items.every(({ insertTextFormat }) => insertTextFormat === 1)).toBe(true);
    for (const { textEdit } of list.items) expect(textEdit?.newText).not.toMatch(/\$\d|\$\{/);
  });

  it('knows the steps at which the stage before saves, once it is planned', async () => {
    const file = join(SHAPE_MATH, 'shape-math.curriculum.yaml');
    const marked = `extends: shape-math.curriculum.yaml\nstages:\n  - id: think\n    checkpoint: |`;
    const { text, offset } = atCursor(marked);
    const snapshot = snapshotOf(text, file.replace('shape-math.c', 'typed.c'));
    await known.plan(file, snapshot.uri);
    const { items } = await complete(snapshot, offset, known);
    expect(items.map(({ label }) => label)).toContain('step 8');
  });
});

describe('what other files say', () => {
  let folder: string;
  let own: OpenKnown;
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-complete-')));
    mkdirSync(join(folder, 'rewards'));
    writeFileSync(
      join(folder, 'rewards', 'math.py'),
      'import os\n\ndef compute_score(inputs, **kwargs):\n    """Scores a batch."""\n    def inner(): pass\n\n' +
        'class A:\n    def method(self): pass\n\nasync def other(\n    a,\n    b,\n) -> float:\n    pass\n',
    );
    mkdirSync(join(folder, "it's: #dir"));
    writeFileSync(join(folder, "it's: #dir", 'p.jinja'), '{{ question }}\n');
    writeFileSync(join(folder, 'rewards', 'notes.md'), 'def no(): pass\n');
    writeFileSync(join(folder, 'base.curriculum.yaml'), STAGES);
    own = await openKnown(folder);
  });
  afterAll(async () => {
    await own.close();
    discard(folder);
  });

  const labelsAt = async (marked: string): Promise<readonly string[]> => {
    const { text, offset } = atCursor(marked);
    const { items } = await complete(snapshotOf(text, join(folder, 'x.curriculum.yaml')), offset, own);
    return items.map(({ label }) => label);
  };

  it('lists Python files, and behind the colon the functions at their top level', async () => {
    expect(await labelsAt('reward: rewards/|')).toEqual(['math.py']);
    expect(await labelsAt('reward: rewards/math.py:|')).toEqual(['compute_score', 'other']);
  });

  it('goes on inside the quotes that a name needs, and behind a file’s colon', async () => {
    const path = join(folder, 'x.curriculum.yaml');
    for (const snippets of [true, false]) {
      const done = typist(path, own, { snippets });
      done.type('reward: ');
      await done.choose('rewards/');
      await done.choose('math.py');
      expect(done.text).toBe('reward: rewards/math.py:');
      await done.choose('other');
      expect(done.text).toBe('reward: rewards/math.py:other');
      done.type('\nprompt: ');
      await done.choose("it's: #dir/");
      await done.choose('p.jinja');
      expect(done.snapshot().checked.base.curriculum?.prompt ?? '').toContain("it's: #dir/p.jinja");
      expect(yamlErrors(done.text)).toEqual([]);
      for (const [before, after, end] of [
        ['{ reward: ', ' }', '{ reward: "rewards/math.py:other" }'],
        ['reward:\n  ', '', 'reward:\n  "rewards/math.py:other"'],
        ['reward: "', '"', 'reward: "rewards/math.py:other"'],
      ] as const) {
        const around = typist(path, own, { snippets });
        around.type(before + after);
        around.goTo(before);
        for (const label of ['rewards/', 'math.py', 'other']) await around.choose(label);
        expect(around.text).toBe(end);
      }
      const inside = typist(path, own, { snippets });
      inside.type("prompt: 'it");
      await inside.choose("it's: #dir/");
      await inside.choose('p.jinja');
      expect(inside.text).toBe("prompt: 'it''s: #dir/p.jinja'");
    }
  });

  it('knows datasets and stages of the file that is extended', async () => {
    const head = 'extends: base.curriculum.yaml\n';
    expect(await labelsAt(`${head}defaults: { validate: p| }`)).toContain('pictures');
    expect(await labelsAt(`${head}stages:\n  - id: |`)).toEqual(['see', 'think']);
    expect(await labelsAt(`${head}stages: [|]`)).toEqual(expect.arrayContaining(['see', 'think']));
    expect(await labelsAt(`${head}datasets:\n  |`)).toEqual(['dataset', 'pictures', 'sums']);
  });

  it('does not let typing wait for slow files', async () => {
    const slow = { ...own, columns: () => new Promise<undefined>(() => undefined) };
    const { text, offset } = atCursor(`${STAGES}    where: |`);
    // It ends though the columns never come.
    const list = await complete(snapshotOf(text, join(folder, 'x.curriculum.yaml')), offset, slow);
    expect(list.isIncomplete).toBe(true);
    expect(list.items.map(({ label }) => label)).toContain('len');
  });

  it('answers nothing once it is cancelled', async () => {
    const { text, offset } = atCursor('|');
    const { items } = await complete(snapshotOf(text), offset, own, AbortSignal.abort());
    expect(items).toEqual([]);
  });
});
