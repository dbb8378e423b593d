import {
  isRight,
  type PassRates,
  type RunDetail,
  type RunSummary,
  type SamplesAnswer,
  type SamplesRequest,
  type StageDetail,
  type StageSample,
} from '../../../src/protocol/runs';

export const aStage = (id: string, over: Partial<StageDetail> = {}): StageDetail => ({
  id,
  kind: 'stage',
  state: 'waiting',
  attempts: 0,
  step: 0,
  totalSteps: 96,
  capabilities: ['perception'],
  offset: 0,
  rows: 3291,
  order: 'all rows in a new random order each epoch',
  difficulty: 'none',
  from: 'base',
  settings: { batch: '512', epochs: '16' },
  ...over,
});

export const aSummary = (stages: readonly StageDetail[], over: Partial<RunSummary> = {}): RunSummary => ({
  dir: '/lab/.stagecraft/runs/20261122-160000-staged-0a1b',
  root: '/work',
  id: '20261122-160000-staged-0a1b',
  name: 'qwen3-vl-8b-staged',
  engine: 'easyr1',
  rehearsal: false,
  devices: ['gpu:0'],
  created: '2026-11-22T16:00:00.000Z',
  state: 'running',
  stages,
  findings: { error: 0, warning: 0, info: 0 },
  ...over,
});

export const aDetail = (stages: readonly StageDetail[], over: Partial<RunDetail> = {}): RunDetail => ({
  summary: aSummary(stages),
  revision: 1,
  stages,
  metrics: [],
  marks: [],
  findings: [],
  extent: { steps: 300, seconds: 3000 },
  samples: 0,
  ...over,
});

/** Twenty bins around a mean, as counts of `rows`. */
export function ratesAround(stage: string, mean: number, rows: number, spread = 0.18): PassRates {
  const weights = Array.from({ length: 20 }, (_, i) =>
    Math.exp(-(((i + 0.5) / 20 - mean) ** 2) / (2 * spread ** 2)),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  const bins = weights.map((weight) => Math.round((weight / sum) * rows));
  const clamp = (value: number): number => Math.min(1, Math.max(0, value));
  return {
    stage,
    bins,
    unknown: 0,
    band: [clamp(mean - 1.5 * spread), mean, clamp(mean + 1.5 * spread)],
  };
}

/** Three stages, the second in the middle of an easy-to-hard order, the usual picture. */
export function threeStages(): { readonly detail: RunDetail; readonly passRates: readonly PassRates[] } {
  const stages = [
    aStage('see', {
      state: 'done',
      attempts: 1,
      step: 96,
      best: { step: 80, score: 0.6213 },
      until: 'val_accuracy >= 0.62',
    }),
    aStage('think', {
      state: 'running',
      attempts: 1,
      step: 70,
      totalSteps: 150,
      rows: 12_800,
      offset: 96,
      capabilities: ['textual-reasoning'],
      from: 'best of see',
      difficulty: 'easy-to-hard',
      order: 'from the highest pass rate to the lowest (easy to hard); the same in every epoch',
      settings: { batch: '128', epochs: '1.5' },
    }),
    aStage('see-and-think', {
      totalSteps: 60,
      rows: 2048,
      offset: 246,
      capabilities: ['visual-reasoning'],
      from: 'last of think',
    }),
    aStage('predict', { kind: 'predict', capabilities: [], totalSteps: 0, rows: 0, order: '', from: '' }),
    aStage('audit', { kind: 'audit', capabilities: [], totalSteps: 0, rows: 0, order: '', from: '' }),
  ];
  return {
    detail: aDetail(stages),
    passRates: [
      ratesAround('see', 0.75, 3291),
      ratesAround('think', 0.5, 12_800, 0.25),
      ratesAround('see-and-think', 0.2, 2048, 0.12),
    ],
  };
}

const ANSWERS = ['a red circle', 'a blue square', 'two circles', 'a red square'];

/** Samples oldest first, as a run writes them: rows come again, and get better with time. */
export const someSamples = (count: number): readonly StageSample[] =>
  Array.from({ length: count }, (_, i) => {
    const right = i % 7 === 0 || i > count * 0.6;
    const row = `scene-${i % 5}`;
    const gold = ANSWERS[i % ANSWERS.length] ?? '';
    return {
      stage: i < count / 2 ? 'see' : 'think',
      step: i + 1,
      sample: {
        row,
        question: `<image>Which shapes do you see in picture ${i % 5}?\nName colour and shape.`,
        gold,
        response: `<think>I look at the picture; there is something ${right ? 'red and round' : 'blue'} at step ${i + 1}.</think>\n\\boxed{${right ? gold : 'a green star'}}`,
        reward: { overall: right ? 0.95 : 0.05, accuracy: right ? 1 : 0, format: 0.5 },
        images: ['https://part.stagecraft.test/scene.svg'],
      },
    };
  });

/** Answers the `samples` call over a list, as its contract says: a stand-in for the monitor, which has its own tests. */
export function answerSamples(
  samples: readonly StageSample[],
  request: SamplesRequest,
  revision = 1,
): SamplesAnswer {
  const { stage, row, search, outcome, offset, count } = request;
  const found = samples.filter(
    (entry) =>
      (stage === undefined || entry.stage === stage) &&
      (row === undefined || entry.sample.row === row) &&
      (outcome === undefined || isRight(entry.sample) === (outcome === 'right')) &&
      (search === undefined || JSON.stringify(entry.sample).includes(search)),
  );
  const ordered = row === undefined ? found.toReversed() : found;
  return { run: request.run, revision, total: found.length, samples: ordered.slice(offset, offset + count) };
}
