import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { hover, type Known } from '../../../src/service';
import { PATIENCE_MS } from '../../../src/service/hover/patience';
import { NOTHING_KNOWN } from '../known';
import { atCursor, snapshotOf } from '../snapshot';
import { CURRICULUM, openProject, type Project } from './project';

let project: Project;
beforeAll(async () => {
  project = await openProject();
  const { uri } = project.open(CURRICULUM);
  await project.known.plan(project.file, uri);
  await project.known.plan(project.file, uri, 'merged');
});
afterAll(() => project.remove());

const at = (piece: string, marked: string): Promise<string | undefined> => {
  if (!CURRICULUM.includes(piece)) throw new Error(`no ${piece}`);
  return project.at(CURRICULUM.replace(piece, marked));
};

const HISTOGRAM = `pass rate, mean 0.40, 4 rows without
0.0–0.1 ████████████████████ 4
0.1–0.2 ████████████████████ 4
0.2–0.3 ████████████████████ 4
0.3–0.4 ████████████████████ 4
0.4–0.5 ████████████████████ 4
0.5–0.6 ████████████████████ 4
0.6–0.7 ████████████████████ 4
0.7–0.8 ████████████████████ 4
0.8–0.9 ████████████████████ 4
0.9–1.0                      0`;

const COLUMNS = `\`\`\`text
id         VARCHAR  id
problem    VARCHAR  question
answer     VARCHAR  answer
pass_rate  DOUBLE   difficulty  4 empty
images     JSON[]   images
\`\`\``;

describe('the hover of a name', () => {
  it('of a model says its size, engines, encoder and weights', async () => {
    expect(await at('micro-vlm', 'micro-|vlm')).toContain('- Size: 0.2 million parameters.');
    const large = CURRICULUM.replace('engine: embedded', 'engine: trl').replace('micro-vlm', 'internvl3-|8b');
    expect(await project.at(large)).toBe(`**\`internvl3-8b\`**: InternVL3 8B in the Transformers format.

- Size: 7.9 billion parameters.
- Engines: \`trl\`, \`easyr1\`.
- Vision encoder: module \`vision_tower\`, which \`easyr1\` cannot freeze by an option of its own.
- Weights: \`OpenGVLab/InternVL3-8B-hf\` on the Hub.

[Reference](<https://example.org/reference.md#model-presets>)`);
    expect(await at('micro-vlm', 'someone/else-|1b')).toContain(
      'Model `someone/else-1b` of the Hugging Face Hub.',
    );
  });

  it('of an engine says what it is and how it is set', async () => {
    expect(await at('engine: embedded', 'engine: emb|edded')).toContain('- `threads`: `2` by default');
    const own = await at('engine: embedded', 'engine: { emb|edded: { threads: 3 } }');
    expect(own).toContain('- `threads`: `3`');
    expect(own).toContain('- `device`: `cpu` by default');
  });

  it('of a dataset says rows, columns, pass rates and a row of each file', async () => {
    for (const [piece, marked] of [
      ['  sums:', '  su|ms:'],
      ['data: sums\n    until', 'data: su|ms\n    until'],
    ] as const) {
      const words = await at(piece, marked);
      expect(words).toContain(`**\`sums\`**: textual-reasoning, for \`easy\`, \`hard\`

- \`train\` \`data/sums.jsonl\`: 40 rows
- \`val\` \`data/sums-val.jsonl\`: 8 rows

\`\`\`text
train: ${HISTOGRAM}
\`\`\`

${COLUMNS}

\`\`\`text
val: pass rate, mean 0.35
`);
      expect(words).toContain('A row of `train`:\n\n```json\n{\n  "question": "0 + 1 = ?",');
    }
    const file = await at('train: data/sums', 'train: data/s|ums');
    expect(file).toContain(
      `\`train\` \`data/sums.jsonl\`: 40 rows\n\n\`\`\`text\n${HISTOGRAM}\n\`\`\`\n\n${COLUMNS}`,
    );
    expect(await at('columns: { difficulty', 'colu|mns: { difficulty')).toContain(COLUMNS);
    expect(await at('batch: 4', 'validate: su|ms, batch: 4')).toContain(
      '`val` `data/sums-val.jsonl`: 8 rows',
    );
  });

  it('of a dataset with missing images says how many', async () => {
    const some: Known = {
      ...NOTHING_KNOWN,
      facts: () => Promise.resolve({ rows: 1204, columns: [], file: '/a', roles: {}, missingImages: 3 }),
    };
    const { text, offset } = atCursor(CURRICULUM.replace('  sums:', '  su|ms:'));
    const found = await hover(snapshotOf(text), offset, some);
    expect(JSON.stringify(found?.contents)).toContain('1,204 rows, **3 images missing**');
  });

  it('of a stage says steps with their formula, rows, order and the chain of checkpoints', async () => {
    expect(await at('id: easy', 'id: ea|sy')).toBe(`**\`easy\`**: stage 1 of 2, on \`sums\`

- steps: **10**, \`floor(20 rows / 4 a batch) = 5 steps an epoch x 2 epochs = 10\`
- a step: 4 prompts x 4 rollouts = 16 responses
- rows: 20 of 40, which \`where\` keeps
- order: all rows in a new random order each epoch
- starts from: the base model
- chain: base model → \`easy\``);
    const hard = await at('id: hard', 'id: ha|rd');
    expect(hard).toContain('- until: `val_accuracy >= 0.9`, ends earlier when this holds');
    expect(hard).toContain(
      '- starts from: the best checkpoint of easy\n- chain: base model → `easy` → `hard`',
    );
    const fresh = CURRICULUM.replace('id: hard\n', 'id: hard\n    from: base\n').replace(
      'id: hard',
      'id: ha|rd',
    );
    expect(await project.at(fresh)).toContain('- chain: base model → `hard`');
    expect(await project.at(CURRICULUM.replace('until:', 'from: ea|sy\n    until:'))).toContain(
      '**`easy`**: stage 1 of 2',
    );
  });

  it('of a variant says what it changes and how long it trains', async () => {
    expect(await at('  merged:', '  mer|ged:')).toBe(`**\`merged\`**: a variant that changes \`schedule\`

- schedule: \`merged\`, difficulty \`none\`
- stages: \`easy\` → \`hard\`
- steps: 20 in all`);
    expect(
      await at('merged: { schedule: { capability: merged } }', 'turned: { stages: [hard, ea|sy] }'),
    ).toContain('**`easy`**: stage 2 of 2');
  });

  it('of a reward says what it does; a Python function is read, not run', async () => {
    const reward = (marked: string) => at('engine: embedded', `engine: embedded\nreward: ${marked}`);
    expect(await reward('exact-|match')).toContain('**`exact-match`**: Accuracy alone:');
    project.write(
      'rewards/sums.py',
      `import os
os._exit(1)

def helper(x):
    return x

def compute_score(
    rewards: list[dict[str, "a: b"]],  # a comment: with a colon
    weight: float = 0.1,
) -> list[dict]:
    r"""Scores <b>answers</b> by [value](https://example.org).

    More.
    """
    return []
`,
    );
    expect(await reward('rewards/sums.py:compute_|score')).toBe(
      `Python reward \`compute_score\` in \`${project.folder}/rewards/sums.py\`, line 7.

\`\`\`python
def compute_score(
    rewards: list[dict[str, "a: b"]],  # a comment: with a colon
    weight: float = 0.1,
) -> list[dict]:
\`\`\`

Scores &lt;b&gt;answers&lt;/b&gt; by \\[value\\](https\\://example.org).`,
    );
    expect(await reward('rewards/sums.py:no_|such')).toContain(
      'The file defines no such function at its top.',
    );
  });

  it('of an endpoint says where it is', async () => {
    expect(
      await project.at(
        `curriculum: 1\nmodels: { judge: { url: "http://127.0.0.1:1/v1", model: some/model } }\naudit: { method: judge, judge: jud|ge }\n`,
      ),
    ).toBe('**`judge`**: `some/model` at `http://127.0.0.1:1/v1`.');
  });
});

describe('data that is not there yet', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const never: Known = {
    ...NOTHING_KNOWN,
    columns: () => new Promise(() => undefined),
    facts: () => new Promise(() => undefined),
    count: () => new Promise(() => undefined),
    text: () => new Promise(() => undefined),
  };

  it('is said to be on its way, and the hover does not wait for it', async () => {
    for (const [piece, marked] of [
      ['  sums:', '  su|ms:'],
      ['pass_rate < 0.5', 'pass|_rate < 0.5'],
      ['train: data/sums', 'train: data/s|ums'],
    ] as const) {
      const { text, offset } = atCursor(CURRICULUM.replace(piece, marked));
      const snapshot = snapshotOf(text);
      let settled = false;
      const shown = hover(snapshot, offset, never).finally(() => (settled = true));
      // It may still come.
      await vi.advanceTimersByTimeAsync(PATIENCE_MS - 1);
      expect(settled).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      expect(settled).toBe(true);
      expect(JSON.stringify((await shown)?.contents)).toContain('_reading the data…_');
    }
  });

  it('that nobody knows is left out', async () => {
    const { text, offset } = atCursor(CURRICULUM.replace('pass_rate < 0.5', 'pass|_rate < 0.5'));
    const found = await hover(snapshotOf(text), offset, NOTHING_KNOWN);
    expect(found).toEqual({
      contents: {
        kind: 'markdown',
        value: 'Rows where `pass_rate` is below `0.5` and the length of `images` is `0`.',
      },
      range: { start: { line: 14, character: 11 }, end: { line: 14, character: 46 } },
    });
  });

  it('is not asked about any more once the signal is aborted', async () => {
    const { text, offset } = atCursor(CURRICULUM.replace('  sums:', '  su|ms:'));
    const stop = new AbortController();
    const found = hover(snapshotOf(text), offset, never, stop.signal);
    stop.abort();
    // The clock stands still: this ends for no other reason.
    expect(await found).toBeUndefined();
  });
});
