import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { isLive, type MadeManifest } from '../../../../src/protocol';
import type { MadePanel } from '../../../../src/extension/made';
import { agreeing } from '../support/dialog';
import { api, call, runOf } from '../support/run-list';
import { until } from '../support/until';
import { pathOf, write } from '../support/workspace';

/** The example's captions and questions, which no model is asked about: made in a moment. */
const CURRICULUM = `curriculum: 1
name: plain
model: micro-vlm
engine: embedded
reward: boxed-answer
datasets:
  plain:
    capability: perception
    make:
      captions: data/captions.jsonl
      columns: { caption: description, image: image_file, id: example_id }
      images: data
      questions: { file: data/questions.jsonl }
      split: { val: 0.1, test: 0.1 }
stages:
  - id: see
    data: plain
`;
const FILE = 'shape-math/plain.curriculum.yaml';
const made = (...parts: readonly string[]): string => pathOf('shape-math', 'data', 'plain', ...parts);

const panel = async (): Promise<MadePanel> => {
  const [first] = (await api()).madeBrowsers();
  assert.ok(first !== undefined, 'no browser of made data is open');
  return first;
};
/** Waits until the page itself says that it shows what fits: its rows have come through the editor from the auditor. */
const shows = async (
  what: string,
  fits: (state: ReturnType<MadePanel['state']>) => boolean,
): Promise<void> => {
  const one = await panel();
  await until(what, () => fits(one.state()), { ms: 30_000, seen: () => one.state() });
};

describe('the browser of made data', () => {
  const uri = (): string => vscode.Uri.file(pathOf(FILE)).toString();
  let dialog: ReturnType<typeof agreeing>;

  before(() => {
    write(FILE, CURRICULUM);
    dialog = agreeing();
  });
  after(() => dialog.restore());

  it('opens before anything is made, and shows the questions once they are', async () => {
    await call('browseMade', { uri: uri(), dataset: 'plain' });
    const one = await panel();
    assert.equal(one.title(), 'plain');
    assert.equal(one.state().selected, undefined);
    // As its button does.
    assert.ok(one.hear({ type: 'act', act: { action: 'make', dataset: 'plain' } }));
    const run = await runOf('plain', (each) => !isLive(each), 'ended make', 90_000);
    assert.equal(run.state, 'done', run.reason);
    // The run's own page may lie over it by now.
    await call('browseMade', { uri: uri() });
    await shows('the first question', ({ selected }) => selected === 0);
  });

  it('is one for a curriculum, whoever opens it, and goes to what is asked for', async () => {
    await call('browseMade', { uri: uri() });
    await call('browseMade', (await runOf('plain')).dir);
    const one = await panel();
    assert.equal((await api()).madeBrowsers().length, 1);
    const { funnel } = JSON.parse(readFileSync(made('made.json'), 'utf8')) as MadeManifest;
    assert.ok(funnel.some(({ step, dropped }) => step === 'check' && dropped.length > 0));
    one.reveal({ file: pathOf(FILE), filter: { steps: ['check'] } });
    await shows('a question that fell', ({ selected }) => selected !== undefined && selected > 0);
  });

  it('writes down what is said by hand, and only of folders that its curriculum names', async () => {
    const one = await panel();
    const say = (id: number, dir: string): boolean =>
      one.hear({ type: 'ask', id, call: 'madeHand', params: { dir, index: 0, decision: 'drop' } });
    assert.ok(say(90_001, pathOf('shape-math', 'data')));
    assert.ok(say(90_002, made()));
    await until('the word on the disk', () => existsSync(made('hand.jsonl')));
    const { decision } = JSON.parse(readFileSync(made('hand.jsonl'), 'utf8')) as { decision: string };
    assert.equal(decision, 'drop');
    assert.ok(!existsSync(pathOf('shape-math', 'data', 'hand.jsonl')));
  });

  it('takes no message that is none of its page', async () => {
    const one = await panel();
    for (const message of [
      null,
      'ready',
      { type: 'ask', id: 1, call: 'keys', params: { keys: {} } },
      { type: 'ask', id: 1, call: 'export', params: {} },
      { type: 'act', act: { action: 'make' } },
      { type: 'showing', state: { file: 'relative' } },
    ])
      assert.equal(one.hear(message), false, JSON.stringify(message));
    const before = one.state();
    assert.ok(one.hear({ type: 'showing', state: { file: '/etc/passwd', tab: 'browse' } }));
    assert.deepEqual(one.state(), before, 'a page made its panel another one');
  });
});
