import type { FailureId } from '../signatures';
import type { Patient } from '../types';
import { stepOf, type Reading } from './readings';
import type { Symptom } from './rule';
import { RULES } from './rules';
import { silenceWatch } from './silence';

/** What a finding explains: with one of these, the other needs no finding of its own. */
export const EXPLAINED_BY: Readonly<Partial<Record<string, readonly FailureId[]>>> = {
  F33: ['F51'],
  F53: ['F04', 'F30', 'F31', 'F32', 'F33', 'F34', 'F51'],
};

export interface MetricWatch {
  readonly observe: (reading: Reading) => readonly Symptom[];
  readonly heard: () => void;
  readonly tick: (now: number) => readonly Symptom[];
  readonly end: () => readonly Symptom[];
}

/** All rules over the metrics of one stage. `known` tells what else was found. */
export function metricWatch(patient: Patient, known: (id: FailureId) => boolean): MetricWatch {
  const rules = RULES.map((make) => make(patient));
  const silence = silenceWatch();
  const worthwhile = (symptoms: readonly Symptom[]): readonly Symptom[] => {
    const there = (id: FailureId) => known(id) || symptoms.some((each) => each.id === id);
    return symptoms.filter(({ id }) => !(EXPLAINED_BY[id] ?? []).some(there));
  };
  return {
    heard: silence.heard,
    tick: silence.tick,
    observe: (reading) => {
      if (Object.keys(reading.values).length === 0) return [];
      const step = stepOf(reading);
      silence.observe(step);
      return worthwhile(rules.flatMap((rule) => rule.observe(step)));
    },
    end: () => worthwhile(rules.flatMap((rule) => rule.end?.() ?? [])),
  };
}
