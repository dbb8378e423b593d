import type { RunSummary, StageSummary } from '../../protocol';
import { inLine } from '../log/in-line';
import { formatValue, metricOf, progressOf } from '../run-list/figures';

/** What the picture beside a stage says. */
export type MarkIcon = 'running' | 'done' | 'failed' | 'queued' | 'stopped';

/** How a stage of the newest run stands, for the line that names it in the curriculum. */
export interface StageMark {
  readonly icon: MarkIcon;
  /** Behind the line; empty: the picture says all. */
  readonly text: string;
  /** Plain text, of as many lines as there is to say. */
  readonly hover: string;
}

/** Words of the user's language. */
export interface MarkWords {
  readonly state: (state: StageSummary['state']) => string;
  readonly queued: string;
  readonly rehearsal: string;
  readonly best: (score: string, step: number) => string;
  readonly run: (title: string, time: string) => string;
}

const ICONS: Readonly<Record<StageSummary['state'], MarkIcon | undefined>> = {
  running: 'running',
  done: 'done',
  failed: 'failed',
  stopped: 'stopped',
  interrupted: 'failed',
  waiting: undefined,
};

/** Characters behind a line: more would push what a user writes out of sight. */
const LONGEST = 80;

/** The marks of a run's stages, by stage; a stage that only waits has one while its run is alive. */
export function marksOf(run: RunSummary, words: MarkWords): ReadonlyMap<string, StageMark> {
  const marks = new Map<string, StageMark>();
  for (const stage of run.stages) {
    if (stage.kind !== 'stage') continue;
    const mark = markOf(stage, run, words);
    if (mark !== undefined) marks.set(stage.id, mark);
  }
  return marks;
}

function markOf(stage: StageSummary, run: RunSummary, words: MarkWords): StageMark | undefined {
  const title = run.variant === undefined ? run.name : `${run.name} (${run.variant})`;
  const about = words.run(title, run.created);
  if (stage.state === 'waiting') {
    if (run.state !== 'queued' && run.state !== 'running') return undefined;
    return {
      icon: 'queued',
      text: run.state === 'queued' ? words.queued : '',
      hover: lines(about, run.reason),
    };
  }
  const icon = ICONS[stage.state];
  if (icon === undefined) return undefined;
  const { best } = stage;
  const parts = [
    [words.state(stage.state), progressOf(stage)].filter(Boolean).join(' '),
    metricOf(stage),
    run.rehearsal ? words.rehearsal : '',
  ];
  const text = inLine(parts.filter(Boolean).join(' · '));
  return {
    icon,
    text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text,
    hover: lines(
      about,
      best === undefined ? undefined : words.best(formatValue(best.score), best.step),
      stage.reason ?? (stage.state === 'running' ? run.note : undefined),
    ),
  };
}

const lines = (...parts: readonly (string | undefined)[]): string =>
  parts.flatMap((part) => (part === undefined || part === '' ? [] : [inLine(part)])).join('\n');

/** The newest run of each curriculum, by the absolute path of its file. */
export function newestByFile(runs: Iterable<RunSummary>): ReadonlyMap<string, RunSummary> {
  const newest = new Map<string, RunSummary>();
  for (const run of runs) {
    if (run.file === undefined || run.state === 'unreadable') continue;
    const known = newest.get(run.file);
    if (known === undefined || run.created > known.created) newest.set(run.file, run);
  }
  return newest;
}
