import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complete } from '../../../src/service/complete';
import type { Snapshot } from '../../../src/service';
import { NOTHING_KNOWN } from '../known';
import { snapshotAt, snapshotOf } from '../snapshot';

const EXAMPLES = [
  'examples/shape-math/shape-math.curriculum.yaml',
  'examples/published-schema/rehearsal.curriculum.yaml',
  'test/fixtures/language/design.curriculum.yaml',
];

/** Every item must replace a piece of one line that the cursor is in, and write no more than it says. */
async function expectSound(snapshot: Snapshot, offset: number): Promise<number> {
  const { items } = await complete(snapshot, offset, NOTHING_KNOWN, undefined, { wait: 0 });
  const { line, column } = snapshot.source.lines.position(offset);
  for (const { label, textEdit, sortText } of items) {
    if (textEdit === undefined || !('range' in textEdit) || sortText === undefined) {
      throw new Error(`${label} has no place`);
    }
    const { start, end } = textEdit.range;
    const inside =
      start.line === line && end.line === line && start.character <= column && column <= end.character;
    if (!inside) throw new Error(`${label} at ${line}:${column} replaces ${JSON.stringify(textEdit.range)}`);
  }
  return items.length;
}

describe('at every place of the examples', () => {
  it.each(EXAMPLES)('%s', async (file) => {
    const snapshot = snapshotAt(file);
    let found = 0;
    for (let offset = 0; offset <= snapshot.source.text.length; offset++) {
      if ((await expectSound(snapshot, offset)) > 0) found++;
    }
    // Comments and numbers offer nothing, all the rest does.
    expect(found).toBeGreaterThan(snapshot.source.text.length / 20);
  });

  it.each(EXAMPLES)('%s, cut off at every place', async (file) => {
    const text = readFileSync(file, 'utf8');
    // The meaning of a cut text is the same for places close together, and checking is what takes the time here.
    for (let cut = 0; cut <= text.length; cut += 3) {
      await expectSound(snapshotOf(text.slice(0, cut), resolve(file)), cut);
    }
  });

  it('offers something at the start of every key and value', async () => {
    const snapshot = snapshotAt(EXAMPLES[1] ?? '');
    const lines = snapshot.source.text.split('\n');
    for (const [line, text] of lines.entries()) {
      const match = /^(\s*(?:- )?)[a-z_]+:/.exec(text);
      if (match === null) continue;
      const start = snapshot.source.lines.lineStart(line) + (match[1] ?? '').length;
      const isEntry = /^ {2}lake:/.test(text);
      if (!isEntry) expect(await expectSound(snapshot, start), text).toBeGreaterThan(0);
    }
  });
});

describe('in any text', () => {
  const piece = fc.constantFrom(
    ...[
      'stages:',
      'datasets:',
      '- ',
      'id: see',
      'data: ',
      'where: ',
      'a < 1',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '\n',
      '\n  ',
    ],
    ...[
      '\n    ',
      '\r\n',
      '\t',
      '"',
      "'",
      '# ',
      '|',
      '>',
      '&a ',
      '*a',
      '!t',
      'engine_options: ',
      'variants:',
      '<<: ',
    ],
    ...['---\n', '\uFEFF', '\u0000', '😀', ': ', ':', '? ', 'from: ', 'columns: ', '\\'],
  );

  it('finds a place or none, and never fails', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), fc.nat(), async (pieces, at) => {
        const snapshot = snapshotOf(pieces.join(''));
        await expectSound(snapshot, at % (snapshot.source.text.length + 1));
      }),
      { numRuns: 2000 },
    );
  });
});
