import type { Step } from './readings';
import { median, series, shown } from './series';
import { NOTHING, type Symptom } from './rule';

/** Steps of a usual pace that may be missed. */
const TIMES = 10;
/** Milliseconds. Validation, saving and other work between steps takes this long in the smallest of runs. */
const PATIENCE = 60_000;
const FEWEST_STEPS = 3;

export interface SilenceWatch {
  /** The engine said something. */
  readonly heard: () => void;
  readonly observe: (step: Step) => void;
  readonly tick: (now: number) => readonly Symptom[];
}

/**
 * F42: nothing was heard for ten times the median time of a step, and at least for a minute. The time of a step is
 * what the engine says, else the time between two steps. Before the third step nothing is usual yet.
 */
export function silenceWatch(): SilenceWatch {
  const told = series();
  const measured = series();
  let steps = 0;
  let sinceTick = false;
  let stepped = 0;
  let lastHeard: number | undefined;
  let lastStep: number | undefined;
  return {
    heard: () => {
      sinceTick = true;
    },
    observe: (step) => {
      steps += 1;
      stepped += 1;
      const seconds = step.of('step_seconds');
      if (seconds !== undefined) told.add(seconds);
    },
    tick: (now) => {
      if (stepped > 0) {
        if (lastStep !== undefined) measured.add((now - lastStep) / 1000 / stepped);
        lastStep = now;
        stepped = 0;
      }
      if (sinceTick || lastHeard === undefined) {
        lastHeard = now;
        sinceTick = false;
        return NOTHING;
      }
      const seconds = told.count() > 0 ? told : measured;
      if (steps < FEWEST_STEPS || seconds.count() === 0) return NOTHING;
      const usual = median(seconds.last(64));
      const silent = now - lastHeard;
      if (silent < PATIENCE || silent < TIMES * usual * 1000) return NOTHING;
      return [
        {
          id: 'F42',
          message: 'Nothing was heard from the engine for over ten times the time of a step',
          evidence: `silent for ${shown(silent / 1000)} s, a step takes ${shown(usual)} s`,
        },
      ];
    },
  };
}
