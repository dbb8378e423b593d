import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKnown, type OpenKnown } from '../known';
import { BESIDE, SHAPE_MATH } from './at';
import { typist, type Typist } from './typist';

const DATA = `datasets:
  pictures: { capability: perception, train: data/perception-train.jsonl, val: data/perception-val.jsonl }
`;
const WHOLE = `curriculum: 1
model: micro-vlm
${DATA}stages:
  - id: see
    data: pictures
`;

/** Texts that are right, each with a place at its end where a key can be written. */
const PLACES: Readonly<Record<string, string>> = {
  root: WHOLE,
  'a dataset': `curriculum: 1\nstages:\n  - id: see\n    data: a\ndatasets:\n  a:\n    train: data/text-train.jsonl\n    capability: x\n    `,
  'a stage': `${WHOLE}    `,
  defaults: `${WHOLE}defaults:\n  seed: 1\n  `,
  pooled: `${WHOLE}schedule: { capability: merged }\npooled:\n  seed: 1\n  `,
  schedule: `${WHOLE}schedule:\n  `,
  'settings of an engine': `curriculum: 1\nmodel: qwen3-vl-8b\n${DATA}stages: [{ id: see, data: pictures }]\nengine:\n  trl:\n    `,
  'an engine': `${WHOLE}engine:\n  `,
  audit: `${WHOLE}models: { judge: { url: http://x/v1, model: m } }\naudit:\n  `,
  'a variant': `${WHOLE}variants:\n  small:\n    `,
  'a stage of a variant': `${WHOLE}variants:\n  small:\n    stages:\n      see:\n        `,
  columns: `curriculum: 1\nstages:\n  - id: see\n    data: a\ndatasets:\n  a:\n    capability: x\n    train: data/text-train.jsonl\n    columns:\n      `,
};

let known: OpenKnown;
beforeAll(async () => {
  known = await openKnown(SHAPE_MATH);
});
afterAll(() => known.close());

/** A place where something must still be written: behind a colon or an opening bracket. */
const isEmpty = ({ text, offset }: Typist): boolean =>
  /(?:: |\[|\{ |\/|\.py:|^\s*)$/m.test(text.slice(0, offset).split('\n').at(-1) ?? '') &&
  /^(?:\s*[\]}]*)(?:\n|$)/.test(text.slice(offset));

/** `train: ` without a value. */
const lineWithout = (text: string): string | undefined => /^ *(train: )$/m.exec(text)?.[1];

async function accept(start: string, label: string, snippets: boolean): Promise<Typist> {
  const done = typist(BESIDE, known, { snippets });
  done.type(start);
  await done.choose(label);
  for (let i = 0; i < 4 && isEmpty(done); i++) {
    const [first] = await done.labels();
    if (first === undefined) break;
    await done.choose(first);
  }
  // A block of several keys leaves some of them to be filled in.
  for (let open = lineWithout(done.text); open !== undefined; open = lineWithout(done.text)) {
    done.goTo(open);
    const [first = ''] = await done.labels();
    await done.choose(first);
    if (first.endsWith('/')) await done.choose((await done.labels())[0] ?? '');
  }
  return done;
}

describe.each([
  ['with snippets', true],
  ['without', false],
] as const)('%s', (_name, snippets) => {
  it.each(Object.entries(PLACES))('every key of %s, with the first value offered', async (_place, start) => {
    const first = typist(BESIDE, known, { snippets });
    first.type(start);
    const labels = await first.labels();
    expect(labels.length).toBeGreaterThan(1);
    for (const label of labels) {
      const done = await accept(start, label, snippets);
      const { checked } = done.snapshot();
      // Which engine the model of the place runs on is none of the key's, nor is what its first value asks for besides.
      const errors = checked.problems.filter(
        ({ severity, code, message }) =>
          severity === 'error' && code !== 'SC220' && !message.startsWith('`questions` is missing: '),
      );
      expect(
        errors.map(({ code, message }) => `${code} ${message}`),
        `${label}\n${done.text}`,
      ).toEqual([]);
    }
  });
});
