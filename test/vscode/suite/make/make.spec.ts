import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { isLive, type MadeManifest } from '../../../../src/protocol';
import { agreeing } from '../support/dialog';
import { replace } from '../support/editing';
import { click, lens } from '../support/lenses';
import { note } from '../support/note';
import { call, line, listed, runOf } from '../support/run-list';
import { until } from '../support/until';
import { open, openNew, pathOf, write } from '../support/workspace';

const RECIPE = 'hard-to-see:';
/** In the example's folder, for its captions and pictures. */
const FILE = 'shape-math/made.curriculum.yaml';
const made = (...parts: readonly string[]): string => pathOf('shape-math', 'data', ...parts);
const manifest = (dataset: string): MadeManifest =>
  JSON.parse(readFileSync(made(dataset, 'made.json'), 'utf8')) as MadeManifest;

/** The example's recipe with more rollouts than a test waits for, under names of its own. */
const slow = (): string =>
  readFileSync(pathOf('shape-math', 'made.curriculum.yaml'), 'utf8')
    .replace('name: shape-math-made', 'name: slow')
    .replaceAll('hard-to-see', 'slow')
    .replace(/rollouts: adaptive[^}]*/, 'rollouts: 256 ');

describe('data that is made', () => {
  let dialog: ReturnType<typeof agreeing>;
  let editor: vscode.TextEditor;

  before(async () => {
    editor = await open(FILE);
  });
  beforeEach(() => {
    dialog = agreeing();
  });
  afterEach(() => dialog.restore());
  after(async () => {
    for (const { dir } of (await listed()).filter(isLive)) await call('stopRun', dir);
    await until('no live run', async () => !(await listed()).some(isLive));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('a click on Make says what it will do, makes it as a run, and asks no server', async () => {
    const began = performance.now();
    await click(await lens(editor.document, RECIPE, /^Make$/));
    assert.match(dialog.asked(), /Make hard-to-see\?.*on this machine/);
    const run = await runOf('shape-math-made', (one) => !isLive(one), 'ended make', 90_000);
    note(`made ${Math.round((performance.now() - began) / 100) / 10} s after the click`);
    assert.equal(run.state, 'done', run.reason);
    assert.deepEqual(run.make, { datasets: ['hard-to-see'] });
    const { funnel, rows, spending } = manifest('hard-to-see');
    assert.equal(funnel.find(({ step }) => step === 'check')?.in, 408);
    const train = readFileSync(made('hard-to-see', 'train.jsonl'), 'utf8').trimEnd().split('\n');
    assert.equal(train.length, rows.train);
    assert.ok(train.length > 10 && train.length < 290, `${train.length} rows`);
    assert.ok(spending.every(({ cost }) => cost === undefined));
  });

  it('its line looks like data, and its dataset opens what is in it', async () => {
    const run = await runOf('shape-math-made', ({ state }) => state === 'done');
    const { icon, context, description } = await line('its line', ({ item }) => item.id === run.dir);
    assert.equal(icon, 'database');
    assert.match(context, /^run ended\b.*\bmake\b/);
    assert.match(description, /^makes data · made/);
    const dataset = await line('the dataset', ({ label }) => label === 'hard-to-see', run.dir);
    assert.equal(dataset.context, 'stage make');
    // Points of curves are no steps that somebody waits for.
    assert.equal(dataset.description, 'made');
    const { command } = dataset.item;
    assert.ok(command !== undefined);
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
    const tabs = (): readonly string[] =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs: all }) => all)
        .filter(
          ({ input }) =>
            input instanceof vscode.TabInputWebview && input.viewType.includes('stagecraft.made'),
        )
        .map(({ label }) => label);
    await until('the data browser', () => tabs().length > 0, { seen: tabs });
  });

  it('the lens says how much there is, and when the recipe is another', async () => {
    const { rows } = manifest('hard-to-see');
    const kept = Object.values(rows).reduce((sum, count) => sum + count, 0);
    await lens(editor.document, RECIPE, new RegExp(`^Browse: ${kept} of 408 questions kept$`));
    await lens(editor.document, RECIPE, /^Make Again$/);
    await replace(editor, ' AND NOT right_blind', '');
    await lens(editor.document, RECIPE, /^Make Again \(recipe changed\)$/);
    await replace(editor, 'right_from_caption', 'right_from_caption AND NOT right_blind');
    await lens(editor.document, RECIPE, /^Make Again$/);
    await editor.document.save();
  });

  it('is stopped and goes on as the same run', async () => {
    const { document } = await openNew('shape-math/slow.curriculum.yaml', slow());
    await click(await lens(document, 'slow:', /^Make$/));
    const live = await runOf('slow', ({ stages }) => stages[0]?.phase?.name === 'rate', 'rating', 90_000);
    await line('progress', ({ description }) => /slow measures pass rates \d/.test(description));
    // Nobody begins it twice: the lens leads to the run.
    assert.deepEqual((await lens(document, 'slow:', /^Being Made$/)).arguments, [live.dir]);
    await call('stopRun', live.dir);
    await runOf('slow', ({ state }) => state === 'stopped', 'stopped make');
    await lens(document, 'slow:', /^Make$/);
    assert.ok(!existsSync(made('slow', 'made.json')), 'a make that was stopped wrote its end');
    await call('resumeRun', live.dir);
    await runOf('slow', ({ state, dir }) => state === 'running' && dir === live.dir, 'make that goes on');
    await call('stopRun', live.dir);
    await runOf('slow', ({ state }) => state === 'stopped', 'stopped make');
  });

  it('a task makes it, too, and asks nothing again', async () => {
    const before = manifest('hard-to-see');
    const definition = { label: 'make it', type: 'stagecraft', file: FILE, make: 'hard-to-see' };
    write('.vscode/tasks.json', JSON.stringify({ version: '2.0.0', tasks: [definition] }));
    const task = await until('the task', async () =>
      (await vscode.tasks.fetchTasks({ type: 'stagecraft' })).find(({ name }) => name === 'make it'),
    );
    const ended = new Promise<number | undefined>((resolve) => {
      const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name !== 'make it') return;
        listener.dispose();
        resolve(exitCode);
      });
    });
    await vscode.tasks.executeTask(task);
    assert.equal(await ended, 0);
    assert.deepEqual(manifest('hard-to-see').rows, before.rows);
  });
}).timeout(180_000);
