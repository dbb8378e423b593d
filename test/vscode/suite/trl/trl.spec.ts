import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { isLive } from '../../../../src/protocol';
import { QUIET, shortCurriculum, writeTinyRows } from '../../../engines/trl/project';
import { audits, auditTabs, browser } from '../support/audits';
import { click, lens } from '../support/lenses';
import { note } from '../support/note';
import { call, listed, runOf } from '../support/run-list';
import { stagecraft } from '../support/stagecraft';
import { until } from '../support/until';
import { openNew, pathOf } from '../support/workspace';

const set = (key: string, value: unknown) =>
  vscode.workspace.getConfiguration('stagecraft').update(key, value, vscode.ConfigurationTarget.Workspace);

/** The interpreter of the engines, which `run.ts` has made sure of. */
function python(): string {
  const folder = process.env.STAGECRAFT_PYTHON_ENV ?? join(stagecraft().extensionPath, '.venv-engines');
  return join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
}

describe('TRL', () => {
  before(async function () {
    this.timeout(120_000);
    const script = join(stagecraft().extensionPath, 'scripts', 'python', 'make_tiny_trl.py');
    const env = { ...process.env, ...QUIET };
    await promisify(execFile)(python(), [script, pathOf('models'), 'qwen2_5_vl'], { env });
    writeTinyRows(pathOf('shape-math'));
    await set('python', python());
    await set('environment', QUIET);
  });

  after(async () => {
    for (const { dir } of (await listed()).filter(isLive)) await call('stopRun', dir);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('Run Stage trains with it, in the interpreter of the settings, to predictions and an audit', async () => {
    const text = shortCurriculum({ name: 'tiny', engine: 'trl', model: '../models/qwen2_5_vl' });
    const { document } = await openNew('shape-math/tiny.curriculum.yaml', text);
    const began = performance.now();
    await click(await lens(document, '- id: learn', /run stage/i));
    const run = await runOf('tiny', (one) => !isLive(one), 'ended run', 180_000);
    note(`done ${Math.round((performance.now() - began) / 1000)} s after the click`);
    assert.equal(run.state, 'done', run.reason);
    assert.deepEqual(run.stages.map(({ id, state, step }) => [id, state, step]).slice(0, 2), [
      ['learn', 'done', 12],
      ['predict', 'done', 0],
    ]);
    const launches = readFileSync(join(run.dir, 'stages', 'learn', 'launches.jsonl'), 'utf8');
    assert.equal((JSON.parse(launches.split('\n')[0] ?? '') as { argv: string[] }).argv[0], python());
    assert.ok(
      existsSync(join(run.dir, 'stages', 'learn', 'checkpoints', 'checkpoint-12', 'trainer_state.json')),
    );
  });

  it('its audit opens with the items that it answered', async () => {
    const run = await runOf('tiny', ({ state }) => state === 'done');
    await call('browseFailures', { kind: 'run', run: run.dir });
    const panel = await browser('the browser of its failures', ({ set: dir }) => dir.startsWith(run.dir));
    await until('its tab', () => auditTabs().length > 0, { seen: auditTabs });
    let seen: unknown;
    const items = await until(
      'its items',
      async () => {
        seen = await audits();
        return (await audits()).find(({ dir, rows }) => dir === panel.set && rows > 0);
      },
      { seen: () => seen },
    );
    assert.equal(items.rows, 4);
  });
}).timeout(200_000);
