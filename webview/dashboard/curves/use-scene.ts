import { useMemo, useRef } from 'preact/hooks';
import type { RunDetail } from '../../../src/protocol/runs';
import { useStore } from '../../kit';
import { useModel } from '../state/context';
import { metricsOf, type ChartSpec } from './charts';
import { linesOf, type Line } from './lines';
import { usePaint } from './paint';
import { markPlaces, stagePlaces, type MarkPlace, type StagePlace } from './places';
import type { Scene } from './plot';
import type { Range } from './zoom';

/** The whole axis of the runs that are shown: to the last point that any of them is known to have. */
function useExtent(): Range {
  const { state, details, feed } = useModel();
  const axis = useStore(state, (value) => value.axis);
  const known = useStore(details, (all) =>
    Math.max(0, ...[...all.values()].map(({ extent }) => (axis === 'step' ? extent.steps : extent.seconds))),
  );
  const last = useStore(feed.data, (data) =>
    data.axis === axis
      ? Math.max(
          0,
          ...[...data.curves.values()].flatMap((of) => [...of.values()].map(({ x }) => x.at(-1) ?? 0)),
        )
      : 0,
  );
  const end = Math.max(known, last, 1);
  return useMemo(() => [0, end], [end]);
}

/** What all charts stand on: the axis with the main run's stages and marks. */
export interface Track {
  readonly run: string;
  readonly whole: Range;
  readonly stages: readonly StagePlace[];
  readonly marks: readonly MarkPlace[];
}

/** The track of a run: the same object as long as it says the same, however often the run is told anew. */
export function useTrack({ summary, stages, marks, extent, findings }: RunDetail): Track {
  const { state } = useModel();
  const axis = useStore(state, (value) => value.axis);
  const whole = useExtent();
  const places = useSame(useMemo(() => stagePlaces({ stages, extent }, axis), [stages, extent.steps, axis]));
  const happened = useSame(
    useMemo(() => markPlaces({ stages, marks, findings }, axis), [stages, marks, findings, axis]),
  );
  return useMemo(
    () => ({ run: summary.dir, whole, stages: places, marks: happened }),
    [summary.dir, whole, places, happened],
  );
}

/** The older of two values that say the same. */
function useSame<T>(value: T): T {
  const kept = useRef(value);
  if (kept.current !== value && JSON.stringify(kept.current) !== JSON.stringify(value)) kept.current = value;
  return kept.current;
}

/** What a chart shows now. The same object as long as nothing of it changes; one that is not seen stands still. */
export function useScene(spec: ChartSpec, { whole, stages, marks }: Track, seen: boolean): Scene {
  const { state, feed } = useModel();
  const runs = useStore(state, (value) => value.runs);
  const axis = useStore(state, (value) => value.axis);
  const logScale = useStore(state, (value) => value.logScale);
  const zoom = useStore(state, (value) => value.zoom);
  const lines = useLines(spec, runs, feed.data);
  const paint = usePaint();
  const range = zoom ?? whole;
  const scene = useMemo(
    () => ({
      lines,
      axis,
      range,
      logScale,
      stages,
      marks,
      runs: runs.length,
      parts: metricsOf(spec).length,
      paint,
    }),
    [lines, axis, range[0], range[1], logScale, stages, marks, runs.length, paint],
  );
  const last = useRef(scene);
  if (seen) last.current = scene;
  return last.current;
}

/** The lines of a chart; other lines only when one of its own curves is another one. */
function useLines(
  spec: ChartSpec,
  runs: readonly string[],
  data: ReturnType<typeof useModel>['feed']['data'],
): readonly Line[] {
  const keeper = useMemo(() => {
    let kept: readonly Line[] = [];
    return (curves: readonly Line[]): readonly Line[] => {
      const same =
        kept.length === curves.length &&
        kept.every((line, i) => line.curve === curves[i]?.curve && line.run === curves[i].run);
      if (!same) kept = curves;
      return kept;
    };
  }, [spec]);
  return useStore(data, ({ curves }) =>
    keeper(
      linesOf(
        spec,
        runs.map((run) => curves.get(run)),
      ),
    ),
  );
}
