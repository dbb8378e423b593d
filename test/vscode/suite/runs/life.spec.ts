import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { isLive } from '../../../../src/protocol';
import { click, lens } from '../support/lenses';
import { long } from '../support/long';
import { note } from '../support/note';
import { call, dashboardTabs, line, listed, runOf } from '../support/run-list';
import { until } from '../support/until';
import { openNew } from '../support/workspace';

describe('the life of a run', () => {
  after(async () => {
    for (const { dir } of (await listed()).filter(isLive)) await call('stopRun', dir);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('a click on the lens checks, plans, starts and shows it; five fast ones are one', async () => {
    const { document } = await openNew('shape-math/life.curriculum.yaml', long('life'));
    const command = await lens(document, '- id: see', /run stage/i);
    const began = performance.now();
    await Promise.all([1, 2, 3, 4, 5].map(() => click(command)));
    const run = await runOf('life', ({ state }) => state === 'running');
    note(`live in the view ${Math.round(performance.now() - began)} ms after the click`);
    await until('its first event', () => existsSync(join(run.dir, 'events.jsonl')));
    note(`first event ${Math.round(performance.now() - began)} ms after the click, at the latest`);
    assert.equal(run.file, document.uri.fsPath);
    const { label, icon, context } = await line('its line', ({ item }) => item.id === run.dir);
    assert.deepEqual([label, icon], ['life', 'sync~spin']);
    assert.match(context, /^run live/);
    await until('its dashboard', () => dashboardTabs().length > 0, { seen: dashboardTabs });
    assert.equal((await listed()).filter(({ name }) => name === 'life').length, 1);
  });

  it('its line follows it: stage, steps, metric', async () => {
    const run = await runOf('life', ({ stages }) => stages.some(({ step }) => step > 0), 'first step');
    await line(
      'progress',
      ({ item, description }) => item.id === run.dir && /see \d+\/2000/.test(description),
    );
    const stage = await line('the stage', ({ label }) => label === 'see', run.dir);
    assert.equal(stage.icon, 'sync~spin');
    await runOf('life', ({ stages }) => stages.some(({ metric }) => metric !== undefined), 'metric');
  });

  it('is stopped, and says so', async () => {
    const run = await runOf('life', isLive);
    await call('stopRun', { kind: 'run', run: run.dir });
    await runOf('life', ({ state }) => state === 'stopped', 'stopped run', 30_000);
    const { context, icon } = await line(
      'its line',
      ({ item, context: now }) => item.id === run.dir && now.includes('resumable'),
    );
    assert.match(context, /^run ended resumable/);
    assert.equal(icon, 'stop-circle');
  });

  it('is resumed from where it was, as the same run', async () => {
    const before = await runOf('life', ({ state }) => state === 'stopped');
    const step = before.stages.find(({ id }) => id === 'see')?.step ?? 0;
    await call('resumeRun', before.dir);
    const now = await runOf(
      'life',
      ({ state, stages }) => state === 'running' && stages.some(({ step: at }) => at > step),
      'resumed run',
    );
    assert.equal(now.dir, before.dir);
    assert.equal((await listed()).filter(({ name }) => name === 'life').length, 1);
  });

  it('that is live is not deleted', async () => {
    const { dir } = await runOf('life', isLive);
    const refused = call('deleteRun', { run: dir, forGood: true });
    await vscode.commands.executeCommand('notifications.clearAll');
    await until('the folder', () => existsSync(join(dir, 'state.json')));
    const closing = setInterval(() => void vscode.commands.executeCommand('notifications.clearAll'), 200);
    await refused;
    clearInterval(closing);
    assert.ok(existsSync(dir));
  });

  it('kill -9 of its supervisor: interrupted within seconds, with a reason; then deleted', async () => {
    const run = await runOf('life', isLive);
    const { supervisor } = JSON.parse(readFileSync(join(run.dir, 'state.json'), 'utf8')) as {
      readonly supervisor: { readonly pid: number };
    };
    const began = performance.now();
    process.kill(supervisor.pid, 'SIGKILL');
    const dead = await runOf('life', ({ state }) => state === 'interrupted', 'interrupted run');
    note(`interrupted ${Math.round(performance.now() - began)} ms after kill -9`);
    assert.ok((dead.reason ?? '').length > 0, 'it has no reason');
    await call('deleteRun', { run: run.dir, forGood: true });
    await until('the run gone', async () => !(await listed()).some(({ dir }) => dir === run.dir));
    assert.ok(!existsSync(run.dir));
  });
}).timeout(120_000);
