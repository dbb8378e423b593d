import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeAction, Diagnostic } from 'vscode-languageserver/node';
import { EDITOR_NOTIFICATIONS, type RunFinding } from '../../src/protocol';
import { killAll, makeFolder, SMALL, startClient, sums, type Client, type Folder } from './client';

let folder: Folder;
let client: Client;
let path: string;
let uri: string;
beforeEach(async () => {
  folder = makeFolder();
  folder.rows('sums.jsonl', sums(4));
  client = await startClient({ folder: folder.path });
  path = folder.write('small.curriculum.yaml', SMALL);
  uri = client.open(path, SMALL);
});
afterEach(async () => {
  await client.stop();
  folder.remove();
});
afterAll(killAll);

const tooFast: RunFinding = {
  id: 'F51',
  severity: 'warning',
  message: 'The policy has moved far from its start',
  hint: 'Lower `learning_rate`.',
  stage: 'think',
  step: 7,
  key: 'batch',
  suggestion: 8,
};
const tell = (findings: readonly object[], file = path) =>
  client.notify(EDITOR_NOTIFICATIONS.findings, { file, run: '/somewhere/20261122-run-1a2b', findings });
const seen = (all: readonly Diagnostic[]) => all.filter(({ code }) => String(code).startsWith('SC6'));
const line = (number: number) => SMALL.split('\n')[number];

describe('findings of a run', () => {
  it('stand at the responsible key, say where they were seen, and go away with an empty list', async () => {
    tell([tooFast]);
    const [found] = seen(await client.until(uri, (all) => seen(all).length === 1));
    expect(found).toMatchObject({ code: 'SC651', severity: 2, source: 'stagecraft' });
    expect(found?.message).toContain(
      'The policy has moved far from its start (F51, run 20261122-run-1a2b, stage think, step 7)',
    );
    expect(
      line(found?.range.start.line ?? 0)
        ?.trimStart()
        .startsWith('batch'),
    ).toBe(true);
    tell([]);
    await client.until(uri, (all) => seen(all).length === 0);
  });

  it('stand at the stage where the key is not written or is nothing', async () => {
    tell([
      { ...tooFast, key: 'warmup_steps' },
      { ...tooFast, id: 'F43', key: undefined },
    ]);
    const found = seen(await client.until(uri, (all) => seen(all).length === 2));
    for (const { range } of found) expect(line(range.start.line)).toContain('think');
  });

  it('go away when the value is edited, and stay away while the run tells of more', async () => {
    tell([tooFast]);
    const [found] = seen(await client.until(uri, (all) => seen(all).length === 1));
    const at = found!.range.end;
    const text = line(at.line)!;
    const value = text.indexOf(':', at.character) + 2;
    const start = { line: at.line + 1, character: value };
    // Elsewhere first: the finding moves along.
    client.change(uri, 2, [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '# x\n' },
    ]);
    const [moved] = seen(await client.until(uri, (all, version) => version === 2 && seen(all).length === 1));
    expect(moved?.range.start.line).toBe(at.line + 1);
    client.change(uri, 3, [{ range: { start, end: start }, text: '1' }]);
    await client.until(uri, (all, version) => version === 3 && seen(all).length === 0);
    tell([tooFast, { ...tooFast, id: 'F53', key: 'kl' }]);
    expect(seen(await client.until(uri, (all) => seen(all).length === 1))).toMatchObject([{ code: 'SC653' }]);
  });

  it('are mended by the value that they suggest', async () => {
    tell([{ ...tooFast, key: 'learning_rate', suggestion: 1e-5 }]);
    const [found] = seen(await client.until(uri, (all) => seen(all).length === 1));
    const actions = await client.request<readonly CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: found!.range,
      context: { diagnostics: [found] },
    });
    const fix = actions.find(({ title }) => title.includes('learning_rate'));
    expect(fix).toMatchObject({ title: 'Set `learning_rate: 0.00001`', isPreferred: true });
    const edits = fix?.edit?.changes?.[uri];
    expect(edits).toHaveLength(1);
    expect(edits?.[0]?.newText).toContain('learning_rate: 0.00001');
  });

  it('of a curriculum that is opened later are shown then; nonsense is left out', async () => {
    const later = folder.write('later.curriculum.yaml', SMALL);
    tell([tooFast], later);
    for (const params of [
      null,
      7,
      { file: later, run: 1, findings: [] },
      { file: later, run: 'x', findings: [{ id: 3 }] },
    ])
      client.notify(EDITOR_NOTIFICATIONS.findings, params);
    const opened = client.open(later, SMALL);
    expect(seen(await client.until(opened, (all) => seen(all).length === 1))).toHaveLength(1);
  });
});
