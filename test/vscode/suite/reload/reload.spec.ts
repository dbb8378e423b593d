import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { isLive } from '../../../../src/protocol';
import type { MadePanel } from '../../../../src/extension/made';
import { agreeing } from '../support/dialog';
import { long } from '../support/long';
import { MARKS } from '../../../../src/extension/marks';
import { measured } from '../support/note';
import { api, call, dashboardTabs, listed, runOf } from '../support/run-list';
import { until } from '../support/until';
import { openNew, pathOf, write } from '../support/workspace';

// The window is loaded twice, and these tests with it: the first time they start a run and ask for the reload, which
// ends this process; what they then find is told by the second time.
const mark = (): string => pathOf('reloaded.json');

const PAGE_MS = 4000;

/** Captions and questions of the example, of which no model is asked: made in a moment. */
const MADE = `curriculum: 1
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
stages:
  - id: see
    data: plain
`;
const MADE_FILE = 'shape-math/plain.curriculum.yaml';

/** The one browser of made data. */
const browser = async (): Promise<MadePanel> => {
  const [first, ...others] = await until('the data browser', async () => {
    const all = (await api()).madeBrowsers();
    return all.length > 0 ? all : undefined;
  });
  assert.ok(first !== undefined && others.length === 0, 'more than one');
  return first;
};

/** Makes the data and closes what shows it. */
async function makeData(): Promise<void> {
  const uri = write(MADE_FILE, MADE).toString();
  const dialog = agreeing();
  await call('make', { uri, dataset: 'plain' }).then(() => dialog.restore());
  const run = await runOf('plain', (each) => !isLive(each), 'ended make', 90_000);
  assert.equal(run.state, 'done', run.reason);
  // The dashboard of the make: this is about another one.
  await until('its dashboard', () => dashboardTabs().includes('plain'), { seen: dashboardTabs });
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Leaves the data's browser in a column of its own, where it is seen, with a filter and a question that is not the first. */
async function leaveBrowser(): Promise<number> {
  const uri = vscode.Uri.file(pathOf(MADE_FILE)).toString();
  await call('browseMade', { uri, dataset: 'plain' });
  await vscode.commands.executeCommand('workbench.action.moveEditorToNextGroup');
  const panel = await browser();
  panel.reveal({ file: pathOf(MADE_FILE), filter: { steps: ['check'] } });
  const { selected } = await until(
    'a question that fell',
    () => ((panel.state().selected ?? 0) > 0 ? panel.state() : undefined),
    { ms: 30_000, seen: () => panel.state() },
  );
  await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
  return selected ?? 0;
}

interface Before {
  readonly dir: string;
  readonly step: number;
  /** The question that the data browser showed. */
  readonly selected: number;
}

describe('a window that is reloaded in the middle of a run', () => {
  let left: Before;

  before(async function () {
    this.timeout(240_000);
    if (existsSync(mark())) {
      left = JSON.parse(readFileSync(mark(), 'utf8')) as Before;
      return;
    }
    await makeData();
    const { document } = await openNew('shape-math/reloaded.curriculum.yaml', long('reloaded', 4000));
    await call('runStage', { uri: document.uri.toString(), stage: 'see' });
    const run = await runOf('reloaded', ({ stages }) => stages.some(({ step }) => step > 0), 'first step');
    await until('its dashboard', () => dashboardTabs().includes('reloaded'), { seen: dashboardTabs });
    const selected = await leaveBrowser();
    // By then its page has come up and kept what it shows: without that it would not come back.
    await sleep(PAGE_MS);
    writeFileSync(mark(), JSON.stringify({ dir: run.dir, step: run.stages[0]?.step ?? 0, selected }));
    // It is never answered, or with a refusal: the answer would come to a process that ends.
    vscode.commands.executeCommand('workbench.action.reloadWindow').then(undefined, () => undefined);
    await new Promise(() => undefined);
  });

  after(async () => {
    for (const { dir } of (await listed()).filter(isLive)) await call('stopRun', dir);
    await until('no live run', async () => !(await listed()).some(isLive));
  });

  it('knows the run again by itself, and says how soon', async () => {
    await api();
    const run = (await listed()).find(({ dir }) => dir === left.dir);
    assert.equal(run?.state, 'running');
    // The list was there before anybody asked: what counts is when, by the extension's own marks.
    const at = (name: string): number => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
    const [activated, known] = [at(MARKS.activate), at(MARKS.runs)];
    measured('window reload: live run listed again, after the activation', known - activated);
    measured('window reload: live run listed again, after the start of the extension host', known);
    assert.ok(known > activated, 'it is listed after the activation, by the extension itself');
  });

  it('follows it: the run has gone on meanwhile, and goes on', async () => {
    const now = await runOf('reloaded', ({ stages }) => (stages[0]?.step ?? 0) > left.step, 'later step');
    assert.equal(now.dir, left.dir);
    const step = now.stages[0]?.step ?? 0;
    await runOf('reloaded', ({ stages }) => (stages[0]?.step ?? 0) > step, 'still later step');
    assert.equal((await listed()).filter(isLive).length, 1);
  });

  it('has its dashboard back, of the very run', async () => {
    await until('its dashboard', () => dashboardTabs().includes('reloaded'), { seen: dashboardTabs });
    // A panel whose page has kept no run is closed; this one stays.
    await sleep(PAGE_MS);
    assert.deepEqual(dashboardTabs(), ['reloaded']);
    // Opening it is to come back to it: there is one dashboard a run.
    await call('openDashboard', left.dir);
    assert.deepEqual(dashboardTabs(), ['reloaded']);
  });

  it('has its data browser back, with filter and question, and it works', async () => {
    const panel = await browser();
    assert.equal(panel.title(), 'plain');
    // Its page has come up by then; what it shows is what was left.
    await sleep(PAGE_MS);
    const { filter, selected, dataset } = panel.state();
    assert.deepEqual({ filter, selected }, { filter: { steps: ['check'] }, selected: left.selected });
    assert.equal(dataset ?? 'plain', 'plain');
    panel.reveal({ file: pathOf(MADE_FILE), filter: { decision: 'kept' } });
    await until('a question that was kept', () => panel.state().selected !== left.selected, {
      ms: 30_000,
      seen: () => panel.state(),
    });
    await call('browseMade', { uri: vscode.Uri.file(pathOf(MADE_FILE)).toString() });
    await browser();
  });

  it('can stop it', async () => {
    await call('stopRun', left.dir);
    await runOf('reloaded', ({ state }) => state === 'stopped', 'stopped run');
  });
}).timeout(60_000);
