import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MadeManifest } from '../../../src/protocol';
import { pngOf } from '../../make/support/pictures';
import { putMade, type SomeRow } from '../../browse/made/support/set';

const REASONS = {
  check: ['the right option is much longer than the others', 'two options say the same'],
  keep: ['a is right from the image', 'b is wrong from the caption', 'no answer of b from the image'],
  duplicates: ['nearly the same as an earlier question about the image'],
} as const;
const STEPS = ['check', 'keep', 'duplicates'] as const;
const KINDS = ['spatial', 'detail', 'counting'] as const;
/** Of a row that was kept: both models wrong from the image, right from the caption, wrong blind. */
const KEPT = 'wrwwru';
const OTHERS = ['rrwrrw', 'wrrwrm', 'wwumwr', 'urwwrw'];
const NAMES = { r: 'right', w: 'wrong', u: 'unparsable', m: 'missing' } as const;
const ARMS = ['image', 'description', 'neither'] as const;

/** Text that no page may take for markup. */
export const HOSTILE = '<img src=x onerror=alert(1)> **bold** & "quotes"';

/** Question `i` of a set in which one of four was kept; the values come from its number. */
export function someRow(i: number, image: string): SomeRow {
  const kept = i % 4 === 0;
  const step = STEPS[i % 3] ?? 'keep';
  const reasons: readonly string[] = REASONS[step];
  const asked = kept || step !== 'check';
  const outcomes = !asked ? null : kept ? KEPT : (OTHERS[i % 4] ?? KEPT);
  return {
    source: `test_${String(i).padStart(5, '0')}`,
    question:
      i === 1
        ? HOSTILE
        : `Where does the ${i % 2 === 0 ? 'striped boat' : 'small lamp'} stand in scene ${i}?`,
    options: ['left of the tree', 'behind the wall', 'on the red table', 'in front of the door'],
    answer: 'ABCD'[i % 4],
    images: [image],
    caption: `Scene ${i}: a striped boat lies behind a wall. A small lamp stands on the red table, and a door is open.`,
    kind: KINDS[i % 3],
    kept,
    step: kept ? null : step,
    reason: kept ? null : reasons[i % reasons.length],
    // The nearest one before that was kept.
    same: kept || step !== 'duplicates' ? null : `q-${i - (i % 4)}`,
    split: kept ? (i % 20 === 0 ? 'test' : 'train') : null,
    outcomes,
    answers:
      outcomes === null
        ? []
        : Array.from(outcomes, (letter, at) => ({
            model: at < 3 ? 'a' : 'b',
            arm: ARMS[at % 3],
            outcome: NAMES[letter as keyof typeof NAMES],
            text:
              letter === 'm'
                ? null
                : `Looking at what is given, I think that it is option ${'ABCD'[at % 4]}.`,
            extracted: letter === 'u' || letter === 'm' ? null : 'ABCD'[at % 4],
            truncated: false,
            reason: letter === 'm' ? 'The server did not answer within 120 s.' : null,
          })),
    rate: kept ? (i % 9) / 8 : null,
    rate_low: kept ? Math.max(0, (i % 9) / 8 - 0.2) : null,
    rate_high: kept ? Math.min(1, (i % 9) / 8 + 0.2) : null,
    predictions: kept ? Array.from({ length: 8 }, (_, k) => `Rollout ${k}.\nAnswer: ${'ABCD'[k % 4]}`) : null,
    correctness: kept ? Array.from({ length: 8 }, (_, k) => k < i % 9) : null,
    writer: 'w',
    prompt: 'Write one multiple-choice question about this caption.',
    reply: '{"question": "Where does it stand?"}',
  };
}

/** A workspace with `count` such questions; answers with its curriculum and folder. */
export async function someMade(count: number, manifest: Partial<MadeManifest> = {}) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-made-set-')));
  const images = join(root, 'data', 'images');
  mkdirSync(images, { recursive: true });
  const image = join(images, 'scene.png');
  writeFileSync(image, pngOf(0x336699));
  const rows = Array.from({ length: count }, (_, i) => someRow(i, image));
  const of = (holds: (row: SomeRow) => boolean): number => rows.filter(holds).length;
  const kept = of((row) => row.kept === true);
  const dropped = (step: (typeof STEPS)[number]) =>
    REASONS[step].map((reason) => ({
      reason,
      count: of((row) => row.step === step && row.reason === reason),
      samples: [],
    }));
  const [check, keep, duplicates] = STEPS.map((step) => of((row) => row.step === step)) as [
    number,
    number,
    number,
  ];
  const dir = await putMade(root, rows, {
    manifest: {
      funnel: [
        {
          step: 'source',
          in: count + 12,
          out: count,
          dropped: [{ reason: 'its image is broken', count: 12, samples: [] }],
        },
        { step: 'write', in: count, out: count, dropped: [] },
        { step: 'check', in: count, out: count - check, dropped: dropped('check') },
        { step: 'answer', in: count - check, out: count - check, dropped: [] },
        { step: 'keep', in: count - check, out: count - check - keep, dropped: dropped('keep') },
        { step: 'duplicates', in: kept + duplicates, out: kept, dropped: dropped('duplicates') },
        { step: 'rate', in: kept, out: kept, dropped: [] },
      ],
      figures: {
        positions: {
          A: Math.ceil(kept * 0.6),
          B: Math.floor(kept * 0.2),
          C: Math.floor(kept * 0.1),
          D: Math.floor(kept * 0.1),
        },
        positionsP: 0.0004,
        blind: { count: 3, of: kept, low: 0.02, high: 0.09 },
        duplicates: { count: duplicates, of: kept + duplicates, low: 0.44, high: 0.56 },
        longest: { count: Math.floor(kept / 3), of: kept, low: 0.27, high: 0.4 },
        kinds: {
          spatial: Math.floor(kept / 3),
          detail: Math.floor(kept / 3),
          counting: kept - 2 * Math.floor(kept / 3),
        },
        splits: { train: { rows: kept - 5, images: kept - 9 }, test: { rows: 5, images: 5 } },
        outcomes: ['a', 'b'].flatMap((model) =>
          ARMS.map((arm, at) => ({
            model,
            arm,
            counts: {
              right: 20 + at * 30,
              wrong: 100 - at * 20,
              unparsable: 4,
              missing: model === 'b' ? 7 : 0,
            },
          })),
        ),
        agreement: [{ models: ['a', 'b'], same: { count: 90, of: 120, low: 0.66, high: 0.82 }, kappa: 0.41 }],
        difficulty: { bins: [9, 4, 6, 8, 3, 7, 4, 2, 5, 2], mean: 0.43, rollouts: 8 * kept, saved: 120 },
      },
      spending: [
        {
          model: 'w',
          requests: count,
          cached: 0,
          failed: 0,
          tokens: { input: 120_000, output: 40_000 },
          cost: 0.31,
        },
        {
          model: 'a',
          requests: 3 * count,
          cached: 12,
          failed: 2,
          tokens: { input: 900_000, output: 30_000 },
        },
      ],
      rows: { train: kept - 5, test: 5 },
      warnings: [
        'The right option stands at A in 60.0 % of the rows.',
        'The model b did not answer 7 questions.',
      ],
      ...manifest,
    },
  });
  return { root, dir, file: join(root, 'hard.curriculum.yaml') };
}
