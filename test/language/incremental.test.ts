import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalyzer, type Analysis, type TreeNode } from '../../src/language';
import { MAIN, ROOT, curriculum, THREE } from './helpers';
import { edit, examples, fixtures, scrap, type Edit } from './mutations';
import { resolve } from 'node:path';

/** `STAGECRAFT_FUZZ=5000 npx vitest run test/language/incremental.test.ts` for volume. */
const RUNS = Number(process.env.STAGECRAFT_FUZZ ?? 200);

/** Every shape that the text is cut at: lists at the column of their key, comments, blocks, quotes, anchors. */
const generated = `# head
curriculum: 1
name: "a name"   # of the run
datasets:

  # the first
  shapes: { capability: perception, train: shapes.jsonl,
    val: shapes-val.jsonl }
  sums:
    capability: textual-reasoning
    train: 'sums.jsonl'
  'quoted id': { capability: c, train: q.jsonl }
stages:
- id: see
  data: [shapes,
    sums]
  where: >
    pass_rate < 1
    AND id: 3
- id: think   # comment

  data: &d sums
  engine_options: &o
    worker.actor.lr: 1e-6
- { id: both, data: *d, engine_options: *o }
variants:
    merged: { schedule: { capability: merged } }
    other:
      stages: [see, both]
folders: [
  a, b ]
`;
const plain = curriculum(THREE, 'variants:\n  v: { stages: [both, see] }\n  w: { defaults: { kl: 1 } }\n');
const seeds = [...examples, ...fixtures, generated, generated.replaceAll('\n', '\r\n'), plain];

/** A keystroke: one character typed or taken away. */
const keystroke: fc.Arbitrary<Edit> = fc
  .tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constantFrom('', 'a', ' ', '\n', ':', '"', '-', '[', '}'),
  )
  .map(([at, typed]): Edit => (text) => {
    const offset = Math.floor(at * text.length);
    return text.slice(0, offset) + typed + text.slice(typed === '' ? offset + 1 : offset);
  });
const typed = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), scrap)
  .map(([at, piece]): Edit => (text) => {
    const lines = text.split('\n');
    lines.splice(Math.floor(at * lines.length), 0, piece);
    return lines.join('\n');
  });
const edits = fc.array(fc.oneof({ weight: 3, arbitrary: keystroke }, typed, edit), {
  minLength: 1,
  maxLength: 8,
});

const base = 'curriculum: 1\ndatasets:\n  more: { capability: c, train: m.jsonl }\n';
const read = (path: string): string | undefined =>
  path === resolve(ROOT, 'main.curriculum.yaml') ? base : undefined;

/** All that can be told apart of a tree, with where it stands. */
function shown(node: TreeNode | undefined, source: unknown): unknown {
  if (node === undefined) return undefined;
  expect(node.span.source).toBe(source);
  const at = [node.span.start, node.span.end];
  if (node.kind === 'scalar') return { at, style: node.style, value: node.value, text: node.text };
  if (node.kind === 'list') return { at, items: node.items.map((item) => shown(item, source)) };
  return {
    at,
    entries: [...node.entries.values()].map(({ key, keySpan, value }) => {
      expect(keySpan.source).toBe(source);
      return [key, keySpan.start, keySpan.end, shown(value, source)];
    }),
  };
}

function facts({ source, tree, checked }: Analysis): unknown {
  return {
    text: source.text,
    tree: shown(tree, source),
    problems: checked.problems,
    all: [checked.base, ...checked.variants.values()].map(({ locate, locateText, ...rest }) => ({
      ...rest,
      places: (rest.curriculum?.stages ?? []).map(({ where }, index) => [
        locate(['stages', index]),
        locate(['stages', index, 'data'], 'key'),
        locateText(['stages', index, 'where'], 0, where?.length ?? 0),
      ]),
    })),
    variants: [...checked.variants.keys()],
  };
}

describe('an analyzer that has seen other versions', () => {
  it('finds after any edits what a fresh one finds', () => {
    fc.assert(
      fc.property(fc.constantFrom(...seeds), edits, (seed, changes) => {
        const analyzer = createAnalyzer();
        let text = seed;
        analyzer.analyze(MAIN, text, { read });
        for (const change of changes) {
          text = change(text);
          const found = facts(analyzer.analyze(MAIN, text, { read }));
          expect(found).toEqual(facts(createAnalyzer().analyze(MAIN, text, { read })));
        }
      }),
      { numRuns: RUNS },
    );
  }, 3_600_000);

  it('never changes what it gave before', () => {
    const analyzer = createAnalyzer();
    const first = analyzer.analyze(MAIN, generated, { read });
    const before = JSON.stringify(facts(first));
    analyzer.analyze(MAIN, `name: x\n${generated.replace('perception', 'percept')}`, { read });
    expect(JSON.stringify(facts(first))).toBe(before);
  });

  it('reads what the file extends again when it changes, and only then parses it', () => {
    const analyzer = createAnalyzer();
    const text = `extends: base.yaml\n${plain}`;
    let other = base;
    const problems = (): readonly string[] =>
      analyzer.analyze(MAIN, text, { read: () => other }).checked.problems.map(({ code }) => code);
    expect(problems()).toEqual(['SC218']);
    other = `${base}stages: [{ id: x, data: more }]\nnot-a-key: 1\n`;
    expect(problems()).toContain('SC110');
    other = base;
    expect(problems()).toEqual(['SC218']);
  });

  it('knows files of the same text apart', () => {
    const analyzer = createAnalyzer();
    for (const file of [MAIN, resolve(ROOT, 'other/two.curriculum.yaml')]) {
      const found = analyzer.analyze(file, `${plain}oops: 1\n`, { read });
      expect(found.source.path).toBe(file);
      expect(found.checked.problems.map(({ place }) => place.file)).toEqual([file]);
    }
  });
});
