import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKnown, type OpenKnown } from '../known';
import { BESIDE, SHAPE_MATH } from './at';
import { typist, type Typist } from './typist';
import { discard } from '../../fixtures/discard';

/** Every error of text and meaning, and of every expression over the columns of the real files. */
async function errorsOf(done: Typist, known: OpenKnown): Promise<readonly string[]> {
  const { checked } = done.snapshot();
  const errors = checked.problems
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
  const all = [checked.base, ...checked.variants.values()].map(({ curriculum }) => curriculum);
  for (const curriculum of all) {
    if (curriculum === undefined) return [...errors, 'It has no meaning.'];
    for (const stage of curriculum.stages) {
      const dataset = curriculum.datasets.find(({ id }) => stage.data.includes(id));
      const columns = dataset === undefined ? undefined : await known.columns(dataset, 'train');
      for (const kind of ['where', 'order', 'until'] as const) {
        const written = stage[kind];
        if (written === undefined) continue;
        const found = await known.data.checkExpression(kind, written, columns);
        errors.push(...found.map(({ message }) => `${kind} of ${stage.id}: ${message}`));
      }
    }
  }
  return errors;
}

const MODES = [
  ['with snippets', true],
  ['without', false],
] as const;

describe.each(MODES)('a curriculum from an empty file, %s', (_name, snippets) => {
  let known: OpenKnown;
  let folder: string;
  let own: OpenKnown;
  beforeAll(async () => {
    known = await openKnown(SHAPE_MATH);
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-whole-')));
    mkdirSync(join(folder, 'it’s 😀 a: #dir'));
    writeFileSync(join(folder, 'it’s 😀 a: #dir', 'p.jinja'), '{{ question }}\n');
    writeFileSync(join(folder, 'rw.py'), 'def _own(x):\n  pass\n\ndef good(x):\n  return 1\n');
    writeFileSync(
      join(folder, 'rows.jsonl'),
      '{"problem":"1+1","answer":"2","a b":1,"Order":3,"x: y":"t","pass_rate":0.5}\n',
    );
    writeFileSync(
      join(folder, 'base.curriculum.yaml'),
      'curriculum: 1\ndatasets:\n  rows: { capability: textual-reasoning, train: rows.jsonl, val: rows.jsonl }\n' +
        'stages:\n  - id: see\n    data: rows\n  - id: think\n    data: rows\n',
    );
    own = await openKnown(folder);
  });
  afterAll(async () => {
    await known.close();
    await own.close();
    discard(folder);
  });

  /** Chooses one label after another, with blanks between them. */
  async function expression(done: Typist, ...labels: readonly string[]): Promise<void> {
    for (const [index, label] of labels.entries()) {
      if (index > 0) done.type(' ');
      await done.choose(label);
    }
  }
  async function lines(done: Typist, level: number, ...all: readonly (readonly string[])[]): Promise<void> {
    for (const labels of all) {
      done.line(level);
      for (const label of labels) await done.choose(label);
    }
  }

  it('for the engine that is shipped', async () => {
    const done = typist(BESIDE, known, { snippets });
    await done.choose('curriculum');
    await lines(done, 0, ['model', 'micro-vlm'], ['engine'], ['prompt', 'prompts/', 'question.jinja']);
    await lines(done, 0, ['reward', 'boxed-answer'], ['datasets']);
    done.rename('name', 'pictures');
    done.goTo('train: ');
    await done.choose('data/');
    await done.choose('perception-train.jsonl');
    await lines(done, 2, ['val', 'data/', 'perception-val.jsonl'], ['columns', 'question', 'problem']);
    await lines(done, 3, ['difficulty', 'pass_rate']);
    await lines(done, 1, ['dataset']);
    done.rename('name', 'sums');
    done.goTo('capability: ');
    await done.choose('textual-reasoning');
    done.goTo('train: ');
    await done.choose('data/');
    await done.choose('text-train.jsonl');
    await lines(done, 2, ['val', 'data/', 'text-val.jsonl']);
    await lines(done, 0, ['schedule']);
    done.goTo('difficulty: ');
    await done.choose('easy-to-hard');
    await lines(done, 0, ['defaults', 'epochs']);
    await lines(done, 1, ['batch'], ['freeze'], ['method']);
    await lines(done, 0, ['stages']);
    done.goTo('data: ');
    await done.choose('pictures');
    await lines(done, 2, ['where']);
    await expression(done, 'pass_rate', '<', '1', 'AND', 'len');
    await done.choose('images');
    if (snippets) done.goTo('images)');
    else done.type(')');
    done.type(' ');
    await expression(done, '=', '1');
    await lines(done, 2, ['until']);
    await expression(done, 'val_accuracy', '>=', '0.9');
    await lines(done, 1, ['stage']);
    done.rename('see', 'think');
    done.goTo('data: ');
    await done.choose('sums');
    await lines(done, 2, ['order']);
    await expression(done, 'pass_rate', 'DESC', 'NULLS LAST');
    await lines(done, 2, ['from', 'see'], ['checkpoint', 'best'], ['validate', 'sums']);
    await lines(done, 0, ['variants']);
    expect(done.text.split('\n').length).toBeGreaterThan(30);
    expect(await errorsOf(done, known), done.text).toEqual([]);
  });

  it('for the engine of the paper', async () => {
    const done = typist(BESIDE, known, { snippets });
    await done.choose('curriculum');
    await lines(done, 0, ['name']);
    done.line(0);
    done.type('engine:');
    await lines(done, 1, ['easyr1', 'nodes']);
    await lines(done, 0, ['model', 'qwen3-vl-8b'], ['datasets']);
    done.goTo('capability: ');
    await done.choose('visual-reasoning');
    done.goTo('train: ');
    await done.choose('data/');
    await done.choose('visual-train.jsonl');
    await lines(done, 0, ['defaults', 'rollouts']);
    done.goTo('rollouts: ');
    await done.choose('5');
    await lines(done, 1, ['learning_rate', '1e-6'], ['kl', '0.01'], ['batch'], ['gpus']);
    done.goTo('batch: ');
    await done.choose('512');
    done.goTo('gpus: ');
    await done.choose('8');
    await lines(done, 1, ['validate', 'hiyouga/geometry3k@test']);
    await lines(done, 1, ['engine_options', 'worker.actor.clip_ratio_high']);
    await lines(done, 0, ['stages']);
    done.goTo('data: ');
    await done.choose('name');
    await lines(done, 2, ['epochs']);
    done.goTo('epochs: ');
    await done.choose('16');
    await lines(done, 2, ['where']);
    await expression(done, 'pass_rate', 'BETWEEN');
    await lines(done, 0, ['models'], ['evaluate']);
    done.goTo(snippets ? 'on: [' : 'on: ');
    await done.choose('POPE');
    await lines(done, 0, ['audit', 'method']);
    done.goTo('method: ');
    await done.choose('judge');
    await lines(done, 1, ['judge', 'judge'], ['samples']);
    expect(await errorsOf(done, known), done.text).toEqual([]);
  });

  it('that extends another and has columns, folders and functions of all names', async () => {
    const done = typist(join(folder, 'x.curriculum.yaml'), own, { snippets });
    await done.choose('curriculum');
    await lines(done, 0, ['extends', 'base.curriculum.yaml'], ['prompt', 'it’s 😀 a: #dir/', 'p.jinja']);
    await lines(done, 0, ['reward', 'rw.py', 'good'], ['stages']);
    await lines(done, 2, ['where']);
    await expression(done, 'a b', '<', '0', 'OR', 'Order', '<', '1', 'AND', 'x: y', '=', "'…'");
    // Without snippets the quote that the last column needed is still open.
    if (!snippets) done.type("'");
    await lines(done, 2, ['order']);
    await expression(done, 'Order', 'DESC');
    await lines(done, 0, ['variants']);
    await lines(done, 2, ['pooled', 'steps']);
    await lines(done, 2, ['stages']);
    const { curriculum } = done.snapshot().checked.base;
    expect(curriculum?.reward).toMatchObject({ function: 'good' });
    expect(await errorsOf(done, own), done.text).toEqual([]);
  });
});
