import type { MetricInfo, RunDetail, RunSummary, StageDetail, StageSummary } from '../../protocol';
import type { PlannedStage } from '../../plan';
import type { RunManifest } from '../../runs';
import type { StageOffset } from '../curves/offsets';
import type { RunStore } from '../store/run-store';
import type { StageStore } from '../store/stage-store';
import { describeMetric, metricOrder } from './metric-names';
import { cutText } from '../cut';
import { settingTexts } from './setting-texts';

/** More than a person can look at is damage, or an attack; known metrics come first. */
const MOST_METRICS = 1000;
const MOST_CAPABILITIES = 50;

/** Everything of a run that a dashboard shows but its curves and samples. Its size is bounded, whoever made the run. */
export function answerDetail(
  summary: RunSummary,
  manifest: RunManifest | undefined,
  store: RunStore,
  offsets: readonly StageOffset[],
  revision: number,
): RunDetail {
  const furthest = offsets.map(({ stage, offset }) => {
    const seen = store.stages.get(stage);
    return seen === undefined ? 0 : offset + seen.lastStep;
  });
  const file = summary.file ?? manifest?.plan.curriculum.file;
  const folders = manifest?.plan.curriculum.folders ?? [];
  return {
    summary: file === undefined ? summary : { ...summary, file },
    revision,
    stages: summary.stages.map((stage, i) => ({
      ...stage,
      totalSteps: Math.max(stage.totalSteps, store.stages.get(stage.id)?.totalSteps ?? 0),
      ...planned(stage, manifest),
      ...spanOf(store.stages.get(stage.id)),
      offset: offsets[i]?.offset ?? 0,
    })),
    metrics: metricInfos(store),
    marks: store.marks.map((mark) => ({ ...mark })),
    findings: store.findings,
    extent: { steps: Math.max(0, ...furthest), seconds: store.clock.seconds },
    samples: store.samples.length,
    ...(folders.length === 0 ? {} : { folders }),
  };
}

const spanOf = (stage: StageStore | undefined): Pick<StageDetail, 'seconds'> =>
  stage?.span === undefined ? {} : { seconds: stage.span };

type Planned = Omit<StageDetail, keyof StageSummary | 'offset' | 'seconds'>;

const UNPLANNED: Planned = {
  capabilities: [],
  rows: 0,
  order: '',
  difficulty: 'none',
  from: '',
  settings: {},
};

function planned({ id, kind }: StageSummary, manifest: RunManifest | undefined): Planned {
  const stage = manifest?.plan.stages.find((one) => one.id === id);
  if (kind !== 'stage' || stage === undefined) return UNPLANNED;
  const { sources, order, until } = stage;
  return {
    capabilities: [...new Set(sources.map(({ capability }) => cutText(capability)))].slice(
      0,
      MOST_CAPABILITIES,
    ),
    rows: sources.reduce((sum, { rowsAfter }) => sum + rowsAfter, 0),
    order: cutText(order.meaning),
    // A list of the stage's own may sort by anything.
    difficulty: order.custom === undefined ? order.byDifficulty : 'none',
    from: cutText(fromWords(stage)),
    ...(until === undefined ? {} : { until: cutText(until) }),
    settings: settingTexts(stage),
  };
}

/** Where a stage's weights come from: `base`, or such as `best of see`. */
function fromWords({ from }: PlannedStage): string {
  if (from.kind === 'base') return 'base';
  const { stage, checkpoint } = from;
  return `${checkpoint.kind === 'step' ? `step ${checkpoint.step}` : checkpoint.kind} of ${stage}`;
}

function metricInfos(store: RunStore): readonly MetricInfo[] {
  const points = new Map<string, number>();
  for (const { columns } of store.stages.values()) {
    for (const [name, { length }] of columns) {
      if (length > 0) points.set(name, (points.get(name) ?? 0) + length);
    }
  }
  return [...points.keys()]
    .sort(metricOrder)
    .slice(0, MOST_METRICS)
    .map((name) => ({ name, ...describeMetric(name), points: points.get(name) ?? 0 }));
}
