import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { AuditSet } from '../../../../src/protocol';
import { audits, auditOf, auditTabs, browser, HOSTILE, shows, writeResults } from '../support/audits';
import { agreeing } from '../support/dialog';
import { press } from '../support/keys';
import { slowModel } from '../support/model';
import { measured } from '../support/note';
import { api, call } from '../support/run-list';
import { processPid } from '../support/server-process';
import { until } from '../support/until';
import { pathOf } from '../support/workspace';

// The window is loaded twice, and these tests with it: the first time they import and open a browser and ask for the
// reload, which ends this process; all that is tested is tested in the second.
const mark = (): string => pathOf('reloaded.json');

interface Before {
  readonly startedAtActivation: boolean;
  readonly importMs: number;
  readonly filter: unknown;
}

const titles = (sets: readonly AuditSet[]): readonly string[] => sets.map(({ model }) => model).sort();

describe('audits', () => {
  let left: Before;

  before(async function () {
    this.timeout(60_000);
    if (existsSync(mark())) {
      left = JSON.parse(readFileSync(mark(), 'utf8')) as Before;
      return;
    }
    await api();
    const startedAtActivation = processPid('auditor.cjs') !== undefined;
    const began = performance.now();
    await call('importResults', { path: writeResults(), quiet: true });
    const importMs = performance.now() - began;
    const set = await auditOf('before');
    await call('browseFailures', { kind: 'benchmark', set: set.dir, name: 'Charts' });
    const panel = await browser('the browser with its filter', (each) => each.set === set.dir);
    // Its own page has come up and says what it shows, which the editor keeps over a reload.
    await shows(
      panel,
      'another order',
      ({ filter, order }) => filter?.datasets?.[0] === 'Charts' && order === 'length',
      () => panel.reveal({ set: set.dir, filter: { datasets: ['Charts'] }, order: 'length' }),
    );
    writeFileSync(
      mark(),
      JSON.stringify({ startedAtActivation, importMs, filter: panel.state().filter } satisfies Before),
    );
    // It is never answered, or with a refusal: the answer would come to a process that ends.
    vscode.commands.executeCommand('workbench.action.reloadWindow').then(undefined, () => undefined);
    await new Promise(() => undefined);
  });

  it('are imported, each model as an audit of its own, by a process that nothing else starts', async () => {
    assert.equal(left.startedAtActivation, false, 'the auditor ran before anybody looked at results');
    measured('import of 80 rows, to its browser', left.importMs);
    const sets = await audits();
    assert.deepEqual(titles(sets), ['after', 'before']);
    const [old, now] = await Promise.all([auditOf('before'), auditOf('after')]);
    assert.deepEqual([old.rows, old.failures, now.failures], [40, 20, 12]);
    assert.ok(sets.every(({ dir }) => dir.startsWith(pathOf('.stagecraft', 'audits'))));
  });

  it('have their browser back after a reload, with what it showed', async () => {
    const { dir } = await auditOf('before');
    const panel = await browser('the browser', ({ set }) => set === dir);
    assert.deepEqual(panel.state().filter, left.filter);
    assert.equal(auditTabs().length >= 1, true);
    // Opening it is to come back to it.
    const open = auditTabs().length;
    await call('browseFailures', dir);
    assert.equal(auditTabs().length, open);
  });

  it('are listed with failures and, below, benchmarks with interval and n', async () => {
    const { auditEntries } = await api();
    const { dir } = await auditOf('before');
    const top = (await auditEntries.getChildren()) ?? [];
    assert.equal(top.length, 2);
    const entry = top.find(({ set }) => set === dir);
    assert.ok(entry);
    const line = await auditEntries.getTreeItem(entry);
    assert.match(String(line.description), /^20 failures of 40/);
    assert.equal(line.contextValue, 'audit import failures');
    const below = await Promise.all(
      ((await auditEntries.getChildren(entry)) ?? []).map(async (each) => auditEntries.getTreeItem(each)),
    );
    assert.deepEqual(below.map(({ label }) => label).sort(), ['Charts', 'Counting']);
    for (const { description } of below)
      assert.match(String(description), /^50\.0 % \[\d+\.\d, \d+\.\d\], n 20 · 10 failures/);
  });

  it('follow a filter that is asked for', async () => {
    const { dir } = await auditOf('before');
    const panel = await browser('the browser', ({ set }) => set === dir);
    await shows(
      panel,
      'the filter',
      ({ filter }) => filter?.datasets?.[0] === 'Counting',
      () => call('browseFailures', { kind: 'benchmark', set: dir, name: 'Counting' }),
    );
  });

  it('keep a label that was given in a browser', async () => {
    const { dir } = await auditOf('before');
    const panel = await browser('the browser', ({ set }) => set === dir);
    const params = { set: dir, index: 0, label: 'PERC', annotator: 'ada' };
    assert.equal(panel.hear({ type: 'ask', id: 1_000_001, call: 'label', params }), true);
    const file = join(dir, 'labels.jsonl');
    const line = await until('the label', () => existsSync(file) && readFileSync(file, 'utf8'));
    const { label, annotator } = JSON.parse(line.split('\n')[0] ?? '') as Record<string, unknown>;
    assert.deepEqual([label, annotator], ['PERC', 'ada']);
    await until('the count in the list', async () => ((await auditOf('before')).methods.human ?? 0) === 1);
  });

  it('are labelled by keys, each label a line that can be taken back', async () => {
    const { dir } = await auditOf('before');
    const file = join(dir, 'labels.jsonl');
    const mine = () =>
      existsSync(file)
        ? readFileSync(file, 'utf8')
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as { row: string; label: string | null; annotator: string })
            .filter(({ annotator }) => annotator === 'grace')
        : [];
    const triage = { annotator: 'grace', blind: false };
    await call('browseFailures', dir);
    const panel = await browser('the browser', ({ set }) => set === dir);
    await shows(
      panel,
      'all failures, labelled by another one',
      ({ triage: shown, filter }) => shown?.annotator === 'grace' && filter?.datasets === undefined,
      () => panel.reveal({ set: dir, tab: 'browse', filter: {}, order: 'source', descending: false, triage }),
    );
    const given = ['1', '2', '3', '4', '5', '6', '7', '8', '0', '1'];
    for (const [i, key] of given.entries()) {
      // Its page may still be coming up at the first one; a label that is there already is not given again.
      await until(
        `label ${i + 1}`,
        async () => {
          if (mine().length === i) await press(key);
          return mine().length === i + 1;
        },
        { seen: mine },
      );
      const before = panel.state().selected;
      await press('n');
      await until('the next item', () => panel.state().selected !== before, { seen: () => panel.state() });
    }
    assert.deepEqual(
      mine().map(({ label }) => label),
      ['PERC', 'REAS', 'KNOW', 'QREAD', 'FORMAT', 'EXTRACT', 'ANNOT', 'REFUSE', 'UNSURE', 'PERC'],
    );
    assert.equal(new Set(mine().map(({ row }) => row)).size, given.length, 'an item was labelled twice');
    const last = mine().at(-1)?.row;
    await press('u');
    const undone = await until('the undo', () => mine()[given.length]);
    assert.deepEqual([undone.row, undone.label], [last, null]);
  });

  it('are attributed through an endpoint that the settings name, with progress, until it is stopped', async () => {
    const { dir, failures } = await auditOf('after');
    const server = await slowModel();
    const settings = vscode.workspace.getConfiguration('stagecraft');
    const dialog = agreeing();
    try {
      await settings.update('endpoints', { lab: { url: server.url, model: 'some-vlm' } });
      await call('browseFailures', dir);
      const panel = await browser('the browser', ({ set }) => set === dir);
      // A page that comes up takes the focus, which a list of choices does not outlive.
      await until('its first item', () => panel.state().selected !== undefined);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      panel.hear({ type: 'act', act: { action: 'attribute', set: dir } });
      // Method and model by keys; then, in a dialog, whether all that may be sent. Few failures: no number is asked.
      assert.ok(failures < 50);
      await until('the model to be asked', async () => {
        if (server.asked() === 0) await press('Enter');
        await new Promise((resolve) => setTimeout(resolve, 700));
        return server.asked() > 0;
      });
      assert.match(
        dialog.asked(),
        /^Send questions, answers and images of after.* to lab \(counterfactual\)\?$/,
      );
      const { job } = await until('its progress', () => panel.jobs().find(({ set }) => set === dir));
      panel.hear({ type: 'act', act: { action: 'cancel', job } });
      await until('its end', () => panel.jobs().length === 0, { seen: () => panel.jobs() });
      const asked = server.asked();
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.equal(server.asked(), asked, 'it goes on to ask although it was stopped');
    } finally {
      dialog.restore();
      await settings.update('endpoints', undefined);
      await server.close();
    }
  });

  it('come back by themselves when their process is killed', async () => {
    const { dir } = await auditOf('before');
    const panel = await browser('the browser', ({ set }) => set === dir);
    const pid = processPid('auditor.cjs');
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');
    await until('another process', () => ![undefined, pid].includes(processPid('auditor.cjs')));
    await shows(
      panel,
      'what is asked of the new one',
      ({ filter }) => filter?.datasets?.[0] === 'Charts',
      () => call('browseFailures', { kind: 'benchmark', set: dir, name: 'Charts' }),
    );
    assert.equal((await auditOf('before')).failures, 20);
  });

  it('are compared with one another', async () => {
    const [old, now] = await Promise.all([auditOf('before'), auditOf('after')]);
    await call('compareAudits', { set: now.dir }, [{ set: now.dir }, { set: old.dir }]);
    const panel = await browser('the comparison', ({ set }) => set === now.dir);
    // Its page asks the auditor to compare, and says so only when it shows the two.
    await shows(
      panel,
      'the other audit',
      ({ against }) => against === old.dir,
      () => panel.reveal({ set: now.dir, against: old.dir, tab: 'compare' }),
    );
    assert.ok(panel.title().includes('↔'), panel.title());
  });

  it('are exported, and a spreadsheet does not run what is in them', async () => {
    const { dir } = await auditOf('before');
    const output = pathOf('export.csv');
    await call('exportAudit', { set: dir, format: 'csv', output });
    const text = readFileSync(output, 'utf8');
    assert.equal(text.trimEnd().split(/\r?\n/).length, 21);
    assert.ok(text.includes('HYPERLINK'));
    assert.doesNotMatch(text, /(?:^|[,;\t"])=HYPERLINK/m);
  });

  it('are linked to: the link opens the same again', async () => {
    const { dir } = await auditOf('before');
    const panel = await browser('the browser', ({ set }) => set === dir);
    panel.hear({ type: 'act', act: { action: 'copyLink', state: { set: dir, selected: 2, tab: 'browse' } } });
    const link = await until('the link', async () => {
      const text = await vscode.env.clipboard.readText();
      return text.includes('/audit?') && text;
    });
    assert.ok(
      link.startsWith(`${vscode.env.uriScheme}://stagecraft.stagecraft/audit?set=.stagecraft/audits/`),
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.deepEqual(auditTabs(), []);
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(link));
    const again = await browser('the linked browser', ({ set }) => set === dir);
    assert.equal(again.state().selected, 2);
  });

  it('take nothing from a page that is no message of theirs', async () => {
    const { dir } = await auditOf('before');
    const panel = await browser('the browser', ({ set }) => set === dir);
    const before = JSON.stringify(panel.state());
    for (const message of [
      HOSTILE,
      { type: 'ask', id: 1, call: 'keys', params: { keys: { X: 'y' } } },
      { type: 'ask', id: 1, call: 'export', params: { output: pathOf('stolen.csv') } },
      { type: 'act', act: { action: 'openFile', file: '/etc/passwd' } },
      { type: 'act', act: { action: 'saveSvg', name: 'x', svg: '<svg><script>1</script></svg>' } },
      { type: 'showing', state: { set: 3 } },
    ])
      assert.equal(panel.hear(message), false, JSON.stringify(message));
    // Another audit than its own is no business of a page.
    panel.hear({ type: 'showing', state: { set: pathOf('.stagecraft', 'audits', 'other') } });
    panel.hear({ type: 'ask', id: 2, call: 'open', params: { set: '/etc' } });
    assert.equal(JSON.stringify(panel.state()), before);
    assert.equal(existsSync(pathOf('stolen.csv')), false);
    const strange = `${vscode.env.uriScheme}://stagecraft.stagecraft/audit?set=../../etc`;
    const open = auditTabs().length;
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(strange));
    assert.equal(auditTabs().length, open);
  });

  it('go with what was imported alone', async () => {
    const { dir } = await auditOf('after');
    await call('deleteAudit', { set: dir, forGood: true });
    await until('the audit to be gone', async () => !(await audits()).some((set) => set.dir === dir));
    assert.equal(existsSync(dir), false);
    assert.equal(existsSync(pathOf('results', 'answers.jsonl')), true);
  });

  it('keep native modules out of the extension host', () => {
    const loaded = Object.keys(require.cache).filter((path) => path.endsWith('.node'));
    assert.deepEqual(
      loaded.filter((path) => /duckdb|onnx|sharp/.test(path)),
      [],
    );
  });
}).timeout(60_000);
