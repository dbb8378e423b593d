import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  documentLinks,
  hover,
  inlayHints,
  references,
  rename,
  semanticTokens,
  type Known,
} from '../../src/service';
import { complete } from '../../src/service/complete';
import { discard } from '../fixtures/discard';
import { RECIPE } from './actions/broken-make';
import { edited } from './actions/support';
import { inOrder } from './complete/at';
import { NOTHING_KNOWN, openKnown, type OpenKnown } from './known';
import { atCursor, snapshotOf } from './snapshot';

let folder: string;
let open: OpenKnown;
let known: Known;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-made-')));
  writeFileSync(
    join(folder, 'captions.jsonl'),
    `${JSON.stringify({ example_id: 'a', description: 'A red door.', image_file: 'a.jpg', words: 3 })}\n`,
  );
  open = await openKnown(folder);
  known = { ...open, columns: (dataset, split) => open.data.columns(dataset, split) };
});
afterAll(async () => {
  await open.close();
  discard(folder);
});

const TEXT = RECIPE.replace('data/captions.jsonl', 'captions.jsonl').replace(
  '      images:',
  '      columns: { caption: description }\n      images:',
);
const marked = (from: string, to: string): string => {
  if (!TEXT.includes(from)) throw new Error(`There is no ${from}`);
  return TEXT.replace(from, () => to);
};

async function offered(from: string, to: string): Promise<readonly string[]> {
  const { text, offset } = atCursor(marked(from, to));
  const snapshot = snapshotOf(text, join(folder, 'a.curriculum.yaml'));
  return inOrder(await complete(snapshot, offset, known, undefined, { wait: 20_000 })).map(
    ({ label }) => label,
  );
}

async function told(from: string, to: string): Promise<string | undefined> {
  const { text, offset } = atCursor(marked(from, to));
  const snapshot = snapshotOf(text, join(folder, 'a.curriculum.yaml'));
  const found = await hover(snapshot, offset, known, undefined, { wait: 20_000 });
  return found === undefined || !('contents' in found)
    ? undefined
    : (found.contents as { readonly value: string }).value;
}

describe('completion in a recipe', () => {
  it.each<readonly [string, string, string, readonly string[]]>([
    ['models that answer', '[eye, base]', '[eye, |]', ['writer', 'base']],
    ['who verifies', 'by: writer, kinds', 'by: writer, verify: |, kinds', ['writer', 'eye', 'none']],
    ['who rates', 'by: eye, rollouts', 'by: |, rollouts', ['writer', 'eye', 'base']],
    ['kinds of questions', '[spatial, detail]', '[spatial, |]', ['detail', 'counting', 'text']],
    ['how many must agree', '      split: {', '      agree: |\n      split: {', ['all', 'any', 'most']],
    ['rollouts', 'rollouts: adaptive', 'rollouts: |', ['16', 'adaptive']],
    ['datasets', '[asked, own]', '[asked, |]', ['own']],
    ['files of captions', 'captions: captions.jsonl', 'captions: |', ['captions.jsonl']],
    ['columns of captions', '{ caption: description }', '{ image: | }', ['image_file', 'description']],
    [
      'outcomes',
      'keep: wrong_from_image AND',
      'keep: |',
      ['wrong_from_image', 'right_blind', 'words', 'kind'],
    ],
    ['more of a condition', 'keep: wrong_from_image AND', 'keep: wrong_from_image | ', ['AND', 'OR']],
    ['failures', '{ from: [asked, own]', '{ failures: |', ['last']],
    [
      'keys of make',
      '      split: {',
      '      |\n      split: {',
      ['agree', 'duplicates', 'limit', 'seed', 'to'],
    ],
  ])('%s', async (_, from, to, expected) => {
    expect(await offered(from, to)).toEqual(expect.arrayContaining([...expected]));
  });

  it('puts outcomes before columns of the rows', async () => {
    const [first] = await offered('keep: wrong_from_image AND', 'keep: |');
    expect(first).toMatch(/^(?:right|wrong|unparsable)_/);
  });

  it('does not offer what writes nothing', async () => {
    expect(await offered('by: writer', 'by: |')).not.toContain('base');
  });
});

describe('the hover in a recipe', () => {
  it.each<readonly [string, string, string, readonly string[]]>([
    [
      'an outcome',
      'right_from_caption',
      'right_from_|caption',
      ['reads the caption instead of seeing', 'For each of `eye` and `base`', 'Keeps questions where'],
    ],
    ['base', '[eye, base]', '[eye, b|ase]', ['`qwen2.5-vl-7b` before training', '`easyr1`']],
    ['an endpoint', '[eye, base]', '[e|ye, base]', ['http://h:2/v1']],
    ['a kind', '[spatial, detail]', '[sp|atial, detail]', ['left and right']],
    [
      'a key',
      'rollouts: adaptive',
      'roll|outs: adaptive',
      ['whole number from 1 to 1024, or `adaptive`', 'boundary'],
    ],
    [
      'the dataset',
      '  asked:',
      '  as|ked:',
      ['Made from the captions of `captions.jsonl`; pass rates by `eye`', 'Not made yet'],
    ],
    ['a dataset of others', '  merged:', '  mer|ged:', ['Made from `asked` and `own`']],
  ])('of %s', async (_, from, to, expected) => {
    const found = await told(from, to);
    for (const words of expected) expect(found).toContain(words);
  });
});

describe('names in a recipe', () => {
  const at = (from: string, to: string) => {
    const { text, offset } = atCursor(marked(from, to));
    return { snapshot: snapshotOf(text, join(folder, 'a.curriculum.yaml')), offset };
  };

  it('are renamed with the endpoint', () => {
    const { snapshot, offset } = at('  eye: {', '  e|ye: {');
    const result = rename(snapshot, offset, 'glass');
    if (result.kind === 'refused') throw new Error(result.reason);
    const after = edited(snapshot, result.edit.changes?.[snapshot.uri] ?? []);
    expect(after).toContain('[glass, base]');
    expect(after).toContain('by: glass, rollouts');
    expect(after).not.toContain('eye');
  });

  it('are renamed with the dataset', () => {
    const { snapshot, offset } = at('  own: {', '  ow|n: {');
    expect(references(snapshot, offset, true)).toHaveLength(2);
  });

  it('are coloured, and lead to files', () => {
    const snapshot = snapshotOf(TEXT, join(folder, 'a.curriculum.yaml'));
    expect(semanticTokens(snapshot).data.length).toBeGreaterThan(100);
    const links = documentLinks(snapshot).map(({ target }) => target ?? '');
    expect(links.some((target) => target.endsWith('/captions.jsonl'))).toBe(true);
    expect(links.some((target) => target.endsWith('/data/images'))).toBe(true);
  });
});

it('has hints behind a dataset without a file', () => {
  const snapshot = snapshotOf(TEXT, join(folder, 'a.curriculum.yaml'));
  const summary = { sections: [{ id: 'rows', lines: [{ label: 'asked', value: '12 of 40 rows' }] }] };
  const planned = {
    ...NOTHING_KNOWN,
    stages: () => [{ id: 'see', allRows: 40, rows: 12, steps: 1, summary }],
  } as unknown as Known;
  const line = TEXT.split('\n').findIndex((text) => text.startsWith('  asked:'));
  expect(inlayHints(snapshot, undefined, planned)).toContainEqual(
    expect.objectContaining({ label: '40 rows', position: { line, character: 8 } }),
  );
});
