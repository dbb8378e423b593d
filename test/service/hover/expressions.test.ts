import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/protocol';
import { hover } from '../../../src/service';
import { NOTHING_KNOWN } from '../known';
import { snapshotAt } from '../snapshot';
import { CURRICULUM, jsonl, openProject, type Project } from './project';

let project: Project;
beforeAll(async () => {
  project = await openProject();
});
afterAll(() => project.remove());

const WHERE = 'pass_rate < 0.5 AND len(images) = 0';
const where = (marked: string): Promise<string | undefined> =>
  project.at(CURRICULUM.replace(WHERE, () => marked));

describe('the hover of an expression', () => {
  it('reads a condition in words and counts the rows that it keeps', async () => {
    expect(await where('pass_rate <| 0.5 AND len(images) = 0')).toBe(
      `Rows where \`pass_rate\` is below \`0.5\` and the length of \`images\` is \`0\`.

Keeps 20 of 40 rows (50.0 %).`,
    );
    // What is not understood is counted all the same; what cannot be counted is not.
    expect(await where('CASE WHEN pass_rate < 0.1 THEN true| ELSE false END')).toBe(
      'Keeps 4 of 40 rows (10.0 %).',
    );
    expect(await where('pass_rate < nothing| AND')).not.toContain('Keeps');
  });

  it('explains the column, the function, or the metric under the cursor', async () => {
    expect(await where('pass_|rate < 0.5')).toMatch(
      /^\*\*`pass_rate`\*\*: column, `DOUBLE`, the difficulty, empty in 4 rows\.\n\nRows where/u,
    );
    expect(await where('le|n(images) = 0')).toContain(
      '**`len(list or text)`**: Number of items of a list, or of characters of a text.\n\n[Reference](<https://example.org/reference.md#functions-in-expressions>)',
    );
    expect(await where('"prob|lem" = 1')).toContain('**`problem`**: column, `VARCHAR`, the question.');
    expect(await project.at(CURRICULUM.replace('val_accuracy', 'val_acc|uracy'))).toBe(
      `**\`val_accuracy\`**: Mean accuracy on the validation rows (mean@k of sampled answers).

[Reference](<https://example.org/reference.md#metrics>)

The stage ends when \`val_accuracy\` is at least \`0.9\`.`,
    );
  });

  it('finds the word in folded, quoted and escaped texts', async () => {
    const folded = CURRICULUM.replace(
      `where: ${WHERE}`,
      'where: >-\n      pass_rate\n      < 0.5\n      AND le|n(images) = 0',
    );
    expect(await project.at(folded)).toContain('**`len(list or text)`**');
    const escaped = CURRICULUM.replace(
      `where: ${WHERE}`,
      String.raw`where: "\x70ass_rate < 0.5 AND an|swer = '1'"`,
    );
    expect(await project.at(escaped)).toContain('**`answer`**: column, `VARCHAR`, the answer.');
  });

  it('says where the datasets of a stage differ', async () => {
    project.write('data/other.jsonl', jsonl([{ problem: 'a', answer: 'b', pass_rate: 'high', images: [] }]));
    const two = CURRICULUM.replace(
      '  sums:',
      '  other: { capability: perception, train: data/other.jsonl }\n  sums:',
    )
      .replace('data: sums', 'data: [sums, other]')
      .replace('pass_rate < 0.5', 'pass_|rate < 0.5');
    expect(await project.at(two)).toContain('column, `DOUBLE` in `sums`, `VARCHAR` in `other`');
  });

  it('reads an order in words', async () => {
    expect(
      await project.at(CURRICULUM.replace('epochs: 2', 'order: pass_rate| DESC, len(problem)')),
    ).toContain(
      'Rows by `pass_rate`, highest first; then by the length of `problem`, lowest first. They are not shuffled.',
    );
  });
});

describe('hovers everywhere', () => {
  it('come without a fault at each place of the examples, whole and half typed', async () => {
    for (const example of ['shape-math/shape-math', 'published-schema/rehearsal']) {
      const file = join(packageRoot(), 'examples', `${example}.curriculum.yaml`);
      const whole = readFileSync(file, 'utf8');
      const snapshot = snapshotAt(file, whole);
      let found = 0;
      for (let offset = 0; offset <= whole.length; offset += 3) {
        if ((await hover(snapshot, offset, NOTHING_KNOWN)) !== undefined) found++;
      }
      expect(found).toBeGreaterThan(100);
      for (let end = 0; end < whole.length; end += 41) {
        const half = snapshotAt(file, whole.slice(0, end));
        for (const offset of [end, end - 1, end - 5]) await hover(half, Math.max(0, offset), NOTHING_KNOWN);
      }
    }
  });
});
