import { dirname } from 'node:path';
import type { Audit, Curve, ReportRun, StageRow } from '../audit';
import type { Plan, PlannedStage } from '../plan';
import { readEvents, type RunManifest, type RunView } from '../runs';
import type { RunEvent } from '../protocol';

/** Curves that a report shows, in its order: what a person looks at first when a GRPO run is judged. */
const CURVE_METRICS = [
  'accuracy',
  'val_accuracy',
  'reward',
  'response_length',
  'kl',
  'entropy',
  'live_groups',
  'clip_fraction',
  'grad_norm',
] as const;

/** What the report shows of a run folder: its audit, its learning curves, its stages. */
export async function reportRun(run: RunView, manifest: RunManifest, audit: Audit): Promise<ReportRun> {
  const events = await readEvents(run.dir);
  const { plan } = manifest;
  const variant = run.variant === undefined ? '' : `, variant ${run.variant}`;
  return {
    title: run.variant === undefined ? run.name : `${run.name}, ${run.variant}`,
    subtitle: `${run.id}${variant}; ${run.engine} engine; started ${run.created.slice(0, 16).replace('T', ' ')} UTC`,
    audit,
    curves: plan.stages.flatMap((stage) => stageCurves(stage, events)),
    stages: plan.stages.map((stage) => stageRow(stage, run)),
    imageFolders: [
      manifest.root,
      dirname(plan.curriculum.file),
      ...plan.curriculum.folders,
      run.dir,
      ...imageRoots(plan),
    ],
  };
}

const imageRoots = ({ heldOut }: Plan): readonly string[] => heldOut.map(({ images }) => images);

const capabilityOf = ({ sources }: PlannedStage): string => {
  const names = new Set(sources.map(({ capability }) => capability));
  return names.size === 1 ? ([...names][0] ?? '') : 'all';
};

/** A resumed stage repeats steps: `started` with `firstStep` f takes back what was said of the steps behind f. */
function stageCurves(stage: PlannedStage, events: readonly RunEvent[]): readonly Curve[] {
  const points = new Map<string, { step: number; value: number }[]>();
  for (const event of events) {
    if (event.stage !== stage.id) continue;
    if (event.type === 'started') {
      for (const [metric, list] of points)
        points.set(
          metric,
          list.filter(({ step }) => step <= event.firstStep),
        );
    } else if (event.type === 'metric') {
      for (const metric of CURVE_METRICS) {
        const value = event.values[metric];
        if (typeof value !== 'number') continue;
        const list = points.get(metric) ?? [];
        list.push({ step: event.step, value });
        points.set(metric, list);
      }
    }
  }
  const capability = capabilityOf(stage);
  return CURVE_METRICS.flatMap((metric) => {
    const list = points.get(metric);
    return list === undefined ? [] : [{ stage: stage.id, capability, metric, points: list }];
  });
}

function stageRow(stage: PlannedStage, run: RunView): StageRow {
  const status = run.stages.find(({ id }) => id === stage.id);
  const seconds =
    status?.started === undefined || status.ended === undefined
      ? undefined
      : (Date.parse(status.ended) - Date.parse(status.started)) / 1000;
  return {
    id: stage.id,
    capability: capabilityOf(stage),
    state: status?.state ?? 'not run',
    from:
      stage.from.kind === 'base'
        ? 'base model'
        : `${checkpointText(stage.from.checkpoint)} of ${stage.from.stage}`,
    rows: stage.sources.reduce((sum, source) => sum + source.rowsAfter, 0),
    order: stage.order.meaning,
    ...difficultyOf(stage),
    steps: status === undefined ? String(stage.steps.total) : `${status.step} of ${stage.steps.total}`,
    ...(seconds === undefined ? {} : { seconds }),
  };
}

/** A list of the stage's own may sort by anything: nothing is said of it. */
const difficultyOf = ({ order }: PlannedStage): Pick<StageRow, 'difficulty'> =>
  order.byDifficulty === 'none' || order.custom !== undefined ? {} : { difficulty: order.byDifficulty };

const checkpointText = (rule: Extract<PlannedStage['from'], { kind: 'stage' }>['checkpoint']): string =>
  rule.kind === 'step' ? `step ${rule.step}` : rule.kind;
