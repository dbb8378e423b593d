import { directionOf, type RunComparison, type RunSummary } from '../../protocol';
import type { RunManifest } from '../../runs';
import type { Column } from '../curves/column';
import type { RunStore } from '../store/run-store';
import { metricOrder } from './metric-names';
import { engineTexts, settingTexts } from './setting-texts';

/** A run as far as a comparison needs it. */
export interface ComparedRun {
  readonly summary: RunSummary;
  /** Absent when its `run.json` is damaged. */
  readonly manifest: RunManifest | undefined;
  readonly store: RunStore;
}

/** What differs in the settings of some runs, and how each of their stages ended. */
export function compareRuns(runs: readonly ComparedRun[]): RunComparison {
  const stages = [...new Set(runs.flatMap(({ summary }) => summary.stages.map(({ id }) => id)))];
  const unknown = runs.flatMap(({ manifest, summary }) => (manifest === undefined ? [summary.id] : []));
  return {
    runs: runs.map(({ summary }) => summary),
    ...(unknown.length === 0 ? {} : { unknown }),
    settings: stages.flatMap((stage) => differing(stage, runs)),
    metrics: stages.flatMap((stage) => metricsOf(stage, runs)),
  };
}

type Settings = Readonly<Record<string, string>>;

function differing(stage: string, runs: readonly ComparedRun[]): RunComparison['settings'] {
  const all = runs.map(({ manifest }) => stageSettings(stage, manifest));
  const keys = [...new Set(all.flatMap((settings) => Object.keys(settings ?? {})))];
  return keys.flatMap((key) => {
    const values = all.map((settings) => settings?.[key]);
    const known = values.filter((_value, i) => runs[i]?.manifest !== undefined);
    return known.every((value) => value === known[0]) ? [] : [{ stage, key, values }];
  });
}

/** The settings of a stage, with what the plan says of its rows and its start. */
function stageSettings(id: string, manifest: RunManifest | undefined): Settings | undefined {
  const stage = manifest?.plan.stages.find((one) => one.id === id);
  if (manifest === undefined || stage === undefined) return undefined;
  const { sources, order, from, until } = stage;
  const { model, reward } = manifest.plan.curriculum;
  return {
    engine: manifest.engine,
    model: model.kind === 'preset' ? model.name : model.kind === 'hub' ? model.id : model.path,
    reward: reward.kind === 'builtin' ? reward.name : `${reward.path}:${reward.function}`,
    data: sources.map(({ dataset }) => dataset).join(', '),
    where: sources.map(({ where }) => where ?? '').join('; '),
    rows: String(sources.reduce((sum, { rowsAfter }) => sum + rowsAfter, 0)),
    order: order.meaning,
    from: from.kind === 'base' ? 'base' : from.stage,
    ...(until === undefined ? {} : { until }),
    ...engineTexts(manifest.plan.curriculum.engine.options),
    ...settingTexts(stage),
  };
}

function metricsOf(stage: string, runs: readonly ComparedRun[]): RunComparison['metrics'] {
  const all = runs.map(({ store }) => store.stages.get(stage)?.columns);
  const names = new Set(all.flatMap((columns) => [...(columns?.keys() ?? [])]));
  return [...names].sort(metricOrder).map((metric) => ({
    stage,
    metric,
    values: all.map((columns) => lastAndBest(metric, columns?.get(metric))),
  }));
}

function lastAndBest(metric: string, column: Column | undefined) {
  if (column === undefined) return undefined;
  const values = column.points('step', 0).values.filter((value) => !Number.isNaN(value));
  const last = values.at(-1);
  if (last === undefined) return undefined;
  const direction = directionOf(metric);
  if (direction === 'none') return { last };
  const better = direction === 'down' ? Math.min : Math.max;
  return { last, best: values.reduce((best, value) => better(best, value), last) };
}
