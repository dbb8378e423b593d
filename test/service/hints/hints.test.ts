import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inlayHints, type Snapshot } from '../../../src/service';
import { NOTHING_KNOWN } from '../known';
import { snapshotOf } from '../snapshot';
import { CURRICULUM, openProject, type Project } from '../hover/project';

let project: Project;
beforeAll(async () => {
  project = await openProject();
});
afterAll(() => project.remove());

/** The document with each hint behind `«`, as an editor would show it. */
function shown(snapshot: Snapshot, hints = inlayHints(snapshot, undefined, project.known)): string {
  const { text, lines } = snapshot.source;
  return hints.reduceRight((whole, { position, label }) => {
    const offset = lines.offset(position.line, position.character);
    return `${whole.slice(0, offset)} «${typeof label === 'string' ? label : 'parts'}»${whole.slice(offset)}`;
  }, text);
}

async function planned(text: string, ...variants: readonly string[]): Promise<Snapshot> {
  const snapshot = project.open(text);
  await project.known.plan(project.file, snapshot.uri);
  for (const variant of variants) await project.known.plan(project.file, snapshot.uri, variant);
  return snapshot;
}

describe('inlay hints', () => {
  it('show steps and rows behind stages, rows behind train files, steps behind variants', async () => {
    const snapshot = await planned(CURRICULUM, 'merged');
    expect(shown(snapshot)).toBe(
      CURRICULUM.replace('train: data/sums.jsonl', 'train: data/sums.jsonl «40 rows»')
        .replace('id: easy', 'id: easy «-> 10 steps, 20 of 40 rows»')
        .replace('id: hard', 'id: hard «-> 10 steps, 40 rows»')
        .replace('  merged:', '  merged: «-> 20 steps»'),
    );
    const [, easy] = inlayHints(snapshot, undefined, project.known);
    expect(easy).toMatchObject({
      tooltip: 'floor(20 rows / 4 a batch) = 5 steps an epoch x 2 epochs = 10',
      paddingLeft: true,
    });
  });

  it('are those of the lines that are asked for, in their order', async () => {
    const snapshot = await planned(CURRICULUM);
    const range = { start: { line: 8, character: 0 }, end: { line: 13, character: 0 } };
    expect(inlayHints(snapshot, range, project.known).map(({ label }) => label)).toEqual([
      '-> 10 steps, 20 of 40 rows',
    ]);
  });

  it('stand behind the word that makes one stage of all', async () => {
    const pooled = CURRICULUM.replace('stages:', 'schedule:\n  capability: ordered\nstages:');
    expect(shown(await planned(pooled))).toContain('  capability: ordered «-> 15 steps, 60 of 80 rows»\n');
  });

  it('stand behind keys where stages are a mapping, in the file that writes them', async () => {
    project.write('base.curriculum.yaml', CURRICULUM);
    const own = 'curriculum: 1\nextends: base.curriculum.yaml\nstages:\n  hard: { epochs: 3 }\n';
    expect(shown(await planned(own))).toBe(own.replace('hard:', 'hard: «-> 30 steps, 40 rows»'));
  });

  it('go along with a text that changed since, and are not there before a plan is', async () => {
    await planned(CURRICULUM);
    const moved = project.open(CURRICULUM.replace('stages:', '# more\n\nstages:'));
    expect(shown(moved)).toContain('id: hard «-> 10 steps, 40 rows»');
    expect(inlayHints(snapshotOf(CURRICULUM), undefined, NOTHING_KNOWN)).toEqual([]);
    for (const broken of ['', 'stages:', 'stages: 3', 'stages:\n  - id:', 'datasets: [', 'variants:\n  a'])
      expect(inlayHints(snapshotOf(broken), undefined, project.known)).toEqual([]);
  });
});
