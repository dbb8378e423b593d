import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentLinks, outsideOf, uriOf, type Snapshot } from '../../../src/service';
import { snapshotOf } from '../snapshot';

const PATH = resolve('/curricula/deep/main.curriculum.yaml');
const open = (text: string): Snapshot => snapshotOf(text, PATH, () => undefined);

/** The text under each link, and where it leads. */
const linksOf = (snapshot: Snapshot): readonly (readonly [string, string])[] =>
  documentLinks(snapshot).map(({ range, target }) => {
    const { lines, text } = snapshot.source;
    const start = lines.offset(range.start.line, range.start.character);
    const end = lines.offset(range.end.line, range.end.character);
    return [text.slice(start, end), target ?? ''] as const;
  });
const at = (path: string): string => uriOf(resolve('/curricula/deep', path));
const dataset = (train: string): string => `datasets: { d: { train: ${train} } }\n`;

describe('links of a document', () => {
  it.each([
    ['data/a.jsonl', 'data/a.jsonl', at('data/a.jsonl')],
    ['../a b.csv', '../a b.csv', at('../a b.csv')],
    ["'data/ü.parquet'", 'data/ü.parquet', at('data/ü.parquet')],
    ['"data/#1.jsonl"', 'data/#1.jsonl', at('data/#1.jsonl')],
    ['/abs/a.jsonl', '/abs/a.jsonl', uriOf(resolve('/abs/a.jsonl'))],
    [
      'hiyouga/geometry3k@test',
      'hiyouga/geometry3k@test',
      'https://huggingface.co/datasets/hiyouga/geometry3k',
    ],
  ])('%s', (written, text, target) => {
    expect(linksOf(open(dataset(written)))).toEqual([[text, target]]);
  });

  it.each([
    '~/a.jsonl',
    '${HOME}/a.jsonl',
    '%APPDATA%/a.jsonl',
    's3://b/a.jsonl',
    '""',
    '5',
    '[]',
    'javascript:alert(1)',
  ])('none for %s', (written) => {
    expect(linksOf(open(dataset(written))).filter(([, target]) => !target.startsWith('file:'))).toEqual([]);
    expect(
      linksOf(open(dataset(written)))
        .map(([, target]) => target)
        .join(),
    ).not.toMatch(/alert|s3:|HOME|APPDATA/u);
  });

  it('cover what `extends`, `prompt`, `reward`, `model` and `validate` name, at the words alone', () => {
    const text = `extends: ../base.curriculum.yaml
model: ./weights
prompt: think.jinja
reward: rewards/math.py:compute_score
datasets: { d: { train: d.jsonl, images: pictures, val: v.jsonl } }
stages:
  - { id: a, data: d, validate: d }
  - { id: b, data: d, validate: other.jsonl }
models: { m: { url: http://h:1/v1, model: x }, bad: { url: "javascript:alert(1)", model: x } }
`;
    expect(linksOf(open(text))).toEqual([
      ['../base.curriculum.yaml', at('../base.curriculum.yaml')],
      ['./weights', at('weights')],
      ['think.jinja', at('think.jinja')],
      ['rewards/math.py:compute_score', at('rewards/math.py')],
      ['d.jsonl', at('d.jsonl')],
      ['pictures', at('pictures')],
      ['v.jsonl', at('v.jsonl')],
      ['other.jsonl', at('other.jsonl')],
      ['http://h:1/v1', 'http://h:1/v1'],
    ]);
    expect(outsideOf(open(text)).find(({ kind }) => kind === 'folder')?.what).toBe('the folder of the model');
  });

  it('are there in half a document, each once, and count UTF-16 units behind CRLF', () => {
    const text = '# 😀\r\ndatasets:\r\n  😀: { train: "a.jsonl", val: \'b.jsonl\'\r\n';
    expect(linksOf(open(text)).map(([written]) => written)).toEqual(['a.jsonl', 'b.jsonl']);
    const shared = 'datasets:\n  a: &a { train: a.jsonl }\n  b: *a\n';
    expect(linksOf(open(shared))).toHaveLength(1);
    expect(documentLinks(open(''))).toEqual([]);
    expect(documentLinks(open('- [}'))).toEqual([]);
  });

  it('lead beside the document where that lies on no disk', () => {
    const virtual = {
      ...open(dataset('../x/a.jsonl')),
      onDisk: false,
      uri: 'vscode-vfs://github/o/r/deep/m.curriculum.yaml',
    };
    expect(linksOf(virtual)).toEqual([['../x/a.jsonl', 'vscode-vfs://github/o/r/x/a.jsonl']]);
  });
});
