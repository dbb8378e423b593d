import type { Axis, Curve, MonitorFailure } from '../../../src/protocol/runs';
import { ask, createStore, failureOf, refresher, type Refresher, type Store } from '../../kit';
import type { Range } from './zoom';

/** What part of the curves is looked at, and how. */
export interface View {
  readonly axis: Axis;
  /** Absent: everything, growing. */
  readonly zoom?: Range | undefined;
  readonly smoothing: number;
}

/** The curves that are here. Those of an earlier range stay until the new ones come, so that nothing flickers. */
export interface FeedData {
  readonly axis: Axis;
  readonly curves: ReadonlyMap<string, ReadonlyMap<string, Curve>>;
  readonly failures: ReadonlyMap<string, MonitorFailure>;
}

/** Brings the curves of the charts that can be seen: one request a run for all of them. */
export interface Feed {
  readonly data: Store<FeedData>;
  /** A chart is seen, so many pixels wide, and needs these metrics. */
  want(chart: string, metrics: readonly string[], pixels: number): void;
  drop(chart: string): void;
  look(view: View): void;
  follow(runs: readonly string[]): void;
  /** The run has grown. */
  grew(run: string): void;
  /** Ask for everything again. */
  again(): void;
}

/** Time between two requests for a run, ms. */
const INTERVAL = 300;

/** Beyond the end of any run; JSON has no infinity. */
const FAR = 1e12;

/**
 * What a run is asked for before it is known what it has, so that its first charts need not wait for that: the metrics
 * of those that stand first.
 */
const FIRST = [
  ...['reward', 'accuracy', 'format', 'val_accuracy', 'val_reward', 'response_length', 'truncated'],
  ...['kl', 'entropy', 'clip_fraction', 'grad_norm', 'live_groups', 'loss'],
];

/** Points a curve that are always asked for, and never exceeded. */
const BUCKETS = { least: 200, most: 2000, step: 100 };

export function createFeed(): Feed {
  const data = createStore<FeedData>({ axis: 'step', curves: new Map(), failures: new Map() });
  const wants = new Map<string, { readonly metrics: readonly string[]; readonly pixels: number }>();
  const asking = new Map<string, Refresher>();
  /** What each run was asked for last. */
  const last = new Map<string, { readonly metrics: ReadonlySet<string>; readonly buckets: number }>();
  let view: View = { axis: 'step', smoothing: 0 };

  const wanted = (isFirst: boolean): { readonly metrics: readonly string[]; readonly buckets: number } => {
    const metrics = [...new Set([...wants.values()].flatMap((want) => want.metrics))];
    const guessed = isFirst && metrics.length === 0;
    const pixels = guessed ? columnWidth() : Math.max(0, ...[...wants.values()].map((want) => want.pixels));
    const buckets = Math.ceil(pixels / BUCKETS.step) * BUCKETS.step;
    return {
      metrics: guessed ? FIRST : metrics,
      buckets: Math.min(BUCKETS.most, Math.max(BUCKETS.least, buckets)),
    };
  };

  const fetch = async (run: string): Promise<boolean> => {
    const { metrics, buckets } = wanted(!last.has(run));
    if (metrics.length === 0) return false;
    const { axis, smoothing, zoom } = view;
    last.set(run, { metrics: new Set(metrics), buckets });
    const [from, to] = zoom === undefined ? [0, FAR] : roomy(zoom);
    try {
      const answer = await ask('series', { run, metrics, axis, from, to, buckets, smoothing });
      if (view.axis !== axis || !asking.has(run)) return true;
      data.set((old) => {
        const of = new Map(old.curves.get(run));
        for (const metric of metrics) of.delete(metric);
        for (const curve of answer.curves) of.set(curve.metric, curve);
        const failures = new Map(old.failures);
        failures.delete(run);
        return { ...old, curves: new Map(old.curves).set(run, of), failures };
      });
    } catch (error) {
      const failure = failureOf(error);
      data.set((old) => ({ ...old, failures: new Map(old.failures).set(run, failure) }));
    }
    return true;
  };

  // Many charts come into view at once: that is one request.
  let soon = false;
  const againSoon = (): void => {
    if (soon) return;
    soon = true;
    setTimeout(() => {
      soon = false;
      const { metrics, buckets } = wanted(false);
      for (const [run, one] of asking) {
        const asked = last.get(run);
        if (asked?.buckets !== buckets || !metrics.every((metric) => asked.metrics.has(metric))) one.poke();
      }
    });
  };

  const again = (): void => {
    for (const one of asking.values()) one.poke();
  };

  return {
    data,
    want: (chart, metrics, pixels) => {
      const old = wants.get(chart);
      wants.set(chart, { metrics, pixels });
      if (old?.pixels !== pixels || old.metrics.join('\n') !== metrics.join('\n')) againSoon();
    },
    drop: (chart) => wants.delete(chart),
    look: (next) => {
      const { axis, zoom, smoothing } = view;
      if (
        axis === next.axis &&
        smoothing === next.smoothing &&
        zoom?.[0] === next.zoom?.[0] &&
        zoom?.[1] === next.zoom?.[1]
      )
        return;
      view = next;
      if (axis !== next.axis) data.set((old) => ({ ...old, axis: next.axis, curves: new Map() }));
      again();
    },
    follow: (runs) => {
      for (const [run, one] of asking) {
        if (runs.includes(run)) continue;
        one.stop();
        asking.delete(run);
        last.delete(run);
        data.set((old) => {
          const [curves, failures] = [new Map(old.curves), new Map(old.failures)];
          curves.delete(run);
          failures.delete(run);
          return { ...old, curves, failures };
        });
      }
      for (const run of runs)
        if (!asking.has(run)) {
          // Registered before it first asks: an answer to a run that is not followed is passed over.
          asking.set(run, { poke: () => undefined, stop: () => undefined });
          asking.set(
            run,
            refresher(() => fetch(run), INTERVAL),
          );
        }
    },
    grew: (run) => asking.get(run)?.poke(),
    again,
  };
}

/** About how wide a chart will be, CSS pixels: the page's width in as many columns as the grid has. */
const columnWidth = (): number => {
  const room = Math.min(1800, document.documentElement.clientWidth) - 40;
  return room / Math.max(1, Math.floor((room + 20) / 360));
};

/** A little more than what is seen, so that lines run to the edges. */
const roomy = ([from, to]: Range): Range => [from - 0.02 * (to - from), to + 0.02 * (to - from)];
