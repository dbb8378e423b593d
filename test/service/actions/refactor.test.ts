import { describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver-types';
import { codeActions, type Snapshot } from '../../../src/service';
import { snapshotOf } from '../snapshot';
import { WHOLE } from './broken';
import { after } from './support';

const TEXT = WHOLE.replace('    data: shapes\n', '    data: shapes\n    kl: 0.02\n').replace(
  '    freeze: [vision]\n',
  '    kl: 0.02 # as before\n    freeze: [vision]\n',
);

async function at(snapshot: Snapshot, piece: string): Promise<readonly CodeAction[]> {
  const { line, column } = snapshot.source.lines.position(snapshot.source.text.indexOf(piece));
  const place = { line, character: column };
  return codeActions(snapshot, { start: place, end: place }, [], undefined, ['refactor']);
}

/** What each stage trains with, whoever wrote it. */
const meaning = ({ checked }: Snapshot): unknown =>
  checked.base.curriculum?.stages.map(({ id, settings }) => ({
    id,
    ...checked.base.curriculum?.defaults,
    ...settings,
  }));

describe('rewritings', () => {
  it('move what all stages write to the defaults, with the same meaning', async () => {
    const snapshot = snapshotOf(TEXT, undefined, () => undefined);
    const [move] = await at(snapshot, 'kl: 0.02 # as');
    expect(move?.title).toBe('Move `kl: 0.02` of all stages to `defaults`');
    const moved = after(snapshot, move!);
    expect(moved.source.text.match(/kl: 0.02/gu)).toHaveLength(1);
    expect(moved.source.text).toContain('  batch: 16 # prompts\n  kl: 0.02\n');
    expect(moved.checked.problems).toEqual([]);
    expect(meaning(moved)).toEqual(meaning(snapshot));
  });

  it('are not offered where the meaning would change', async () => {
    const titles = async (text: string): Promise<readonly string[]> =>
      (
        await at(
          snapshotOf(text, undefined, () => undefined),
          'kl: 0.02',
        )
      ).map(({ title }) => title);
    expect((await titles(TEXT.replace('kl: 0.02 # as', 'kl: 0.03 # as'))).join()).not.toContain('Move');
    expect((await titles(TEXT.replace('  epochs: 2\n', '  epochs: 2\n  kl: 0.1\n'))).join()).not.toContain(
      'Move',
    );
    expect((await titles(TEXT.replace('    kl: 0.02 # as before\n', ''))).join()).not.toContain('Move');
  });

  it('write the defaults out in a stage, with the same meaning and no key twice', async () => {
    const snapshot = snapshotOf(TEXT, undefined, () => undefined);
    const out = (await at(snapshot, 'id: see')).find(({ title }) => title.startsWith('Write the defaults'));
    const written = after(snapshot, out!);
    expect(written.source.text).toContain(
      'where: pass_rate < 1\n    epochs: 2\n    batch: 16\n  - id: think',
    );
    expect(written.checked.problems).toEqual([]);
    expect(meaning(written)).toEqual(meaning(snapshot));
    // A stage that says how long it is takes neither epochs nor steps from elsewhere.
    const long = snapshotOf(TEXT.replace('kl: 0.02\n', 'steps: 9\n'), undefined, () => undefined);
    const kept = (await at(long, 'id: see')).find(({ title }) => title.startsWith('Write the defaults'));
    expect(after(long, kept!).source.text).not.toMatch(/steps: 9[^-]*epochs/su);
  });
});
