import type { StageSummary } from '../../../src/protocol/runs';

type Phase = NonNullable<StageSummary['phase']>['name'];

const PHASES: Readonly<Partial<Record<Phase, string>>> = {
  load: 'loads the model',
  source: 'reads the source',
  write: 'writes questions',
  check: 'checks questions',
  answer: 'answers',
  keep: 'applies the condition',
  duplicates: 'finds duplicates',
  hand: 'reads decisions by hand',
  rate: 'measures pass rates',
};

/** What the making of a dataset is at, as `measures pass rates`. */
export const phaseWords = (phase: Phase): string => PHASES[phase] ?? '';
