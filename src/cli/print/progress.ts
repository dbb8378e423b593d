import type { MetricValues, RunEvent, StageState } from '../../protocol';
import type { Terminal } from '../terminal';
import { displayWidth, fit, visibleInline } from './text-width';

/** What the progress block knows of a stage; a pure fold over the run's events. */
export interface StageProgress {
  readonly id: string;
  readonly state: StageState;
  readonly totalSteps: number;
  readonly step: number;
  readonly metrics: MetricValues;
  readonly phase?: { readonly name: string; readonly done: number; readonly total: number };
  /** Wall-clock seconds of the latest steps, newest last: the ETA is their mean times the steps left. */
  readonly stepSeconds: readonly number[];
  readonly reason?: string;
}

export type Progress = ReadonlyMap<string, StageProgress>;

const RECENT_STEPS = 10;

export const startProgress = (stages: readonly string[]): Progress =>
  new Map(
    stages.map((id) => [id, { id, state: 'waiting', totalSteps: 0, step: 0, metrics: {}, stepSeconds: [] }]),
  );

/** The progress after one more event. */
export function advance(progress: Progress, event: RunEvent): Progress {
  const stage = event.stage === undefined ? undefined : progress.get(event.stage);
  if (!stage) return progress;
  const next = advanceStage(stage, event);
  return next === stage ? progress : new Map(progress).set(stage.id, next);
}

function advanceStage(stage: StageProgress, event: RunEvent): StageProgress {
  switch (event.type) {
    case 'started':
      return {
        ...stage,
        state: 'running',
        totalSteps: event.totalSteps,
        step: event.firstStep,
        stepSeconds: [],
      };
    case 'metric': {
      const seconds = event.values.step_seconds;
      const { phase: _over, ...rest } = stage;
      return {
        // Without steps to count, what it is at is all there is to show.
        ...(stage.totalSteps === 0 ? stage : rest),
        step: event.step,
        metrics: { ...stage.metrics, ...event.values },
        stepSeconds:
          seconds === undefined ? stage.stepSeconds : [...stage.stepSeconds, seconds].slice(-RECENT_STEPS),
      };
    }
    case 'progress':
      return { ...stage, phase: { name: event.phase, done: event.done, total: event.total } };
    case 'stage-state': {
      // A resumed stage goes on without the reason why it had stopped.
      const { reason: _past, ...rest } = stage;
      return {
        ...rest,
        state: event.state,
        ...(event.reason === undefined ? {} : { reason: event.reason }),
      };
    }
    case 'finished':
    case 'failed':
    case 'checkpoint':
    case 'sample':
    case 'finding':
    case 'run-state':
    case 'machine':
      return stage;
  }
}

/** Seconds left in the stage, from measured steps only; absent before the second step. */
export function etaSeconds({ stepSeconds, totalSteps, step }: StageProgress): number | undefined {
  if (stepSeconds.length < 2 || totalSteps === 0) return undefined;
  const mean = stepSeconds.reduce((sum, value) => sum + value, 0) / stepSeconds.length;
  return mean * Math.max(0, totalSteps - step);
}

/** One line a stage: a mark, the bar, the step, mean@k, validation, ETA; as many as the screen has room for. */
export function renderProgress(
  progress: Progress,
  rollouts: ReadonlyMap<string, number>,
  terminal: Terminal,
): string[] {
  const most = Math.min(24, Math.floor(terminal.width / 2));
  const idWidth = Math.min(most, Math.max(0, ...[...progress.keys()].map(displayWidth)));
  const stages = roomFor([...progress.values()], terminal.interactive ? terminal.height - 1 : Infinity);
  return stages.map((stage) =>
    typeof stage === 'string'
      ? terminal.style('dim', stage)
      : renderStage(stage, rollouts.get(stage.id), idWidth, terminal),
  );
}

/** Of more stages than rows: the window around the one that runs, and how many there are before and behind it. */
function roomFor(stages: readonly StageProgress[], rows: number): readonly (StageProgress | string)[] {
  if (stages.length <= rows) return stages;
  const room = Math.max(1, rows - 2);
  const running = stages.findIndex(({ state }) => state !== 'done');
  const from = Math.max(0, Math.min((running < 0 ? stages.length : running) - 1, stages.length - room));
  const behind = stages.length - from - room;
  return [
    ...(from > 0 ? [`  … ${from} before`] : []),
    ...stages.slice(from, from + room),
    ...(behind > 0 ? [`  … ${behind} more`] : []),
  ];
}

const MARK: Readonly<Record<StageState, string>> = {
  waiting: '·',
  running: '▸',
  done: '✓',
  stopped: '■',
  failed: '✗',
  interrupted: '!',
};
const MARK_STYLE = {
  waiting: 'dim',
  running: 'cyan',
  done: 'green',
  stopped: 'yellow',
  failed: 'red',
  interrupted: 'yellow',
} as const;

function renderStage(
  stage: StageProgress,
  rollouts: number | undefined,
  idWidth: number,
  { style, width }: Terminal,
): string {
  const head = `${style(MARK_STYLE[stage.state], MARK[stage.state])} ${fit(visibleInline(stage.id), idWidth)}`;
  if (stage.state === 'waiting') return `${head}  ${style('dim', 'waiting')}`;
  const { phase } = stage;
  // Nothing is counted in the audit, and not yet in a stage that has only been entered.
  if (stage.totalSteps === 0 && phase === undefined) return `${head}  ${style('dim', stage.state)}`;
  const counted = phase && (stage.totalSteps === 0 || phase.name !== 'train') ? phase : undefined;
  const { name: what, done, total } = counted ?? { name: 'step', done: stage.step, total: stage.totalSteps };
  const room = width - idWidth - 5;
  const text = fitting([`${what} ${done}/${total}`, ...metricTexts(stage, rollouts)], room);
  const barWidth = Math.min(24, room - text.length - 2);
  const drawn = barWidth < LEAST_BAR ? '' : `  ${bar(total === 0 ? 0 : done / total, barWidth)}`;
  return `${head}${drawn}  ${text}`;
}

const LEAST_BAR = 4;

/** As many texts as there is room for; the first and the last (what is done, what is left) go last. */
function fitting(texts: readonly string[], room: number): string {
  const text = texts.join('  ');
  return text.length <= room || texts.length <= 1
    ? text
    : fitting(texts.length > 2 ? texts.toSpliced(-2, 1) : texts.slice(0, 1), room);
}

function metricTexts(stage: StageProgress, rollouts: number | undefined): string[] {
  const { accuracy, reward, val_accuracy: validation, kept, requests_per_second: speed } = stage.metrics;
  const meanAtK = accuracy ?? reward;
  const eta = stage.state === 'running' ? etaSeconds(stage) : undefined;
  return [
    ...(meanAtK === undefined
      ? []
      : [`${rollouts === undefined ? 'mean' : `mean@${rollouts}`} ${meanAtK.toFixed(2)}`]),
    ...(validation === undefined ? [] : [`val ${validation.toFixed(2)}`]),
    ...(kept === undefined ? [] : [`kept ${kept}`]),
    ...(speed === undefined || speed === 0 ? [] : [`${speed.toFixed(speed < 10 ? 1 : 0)}/s`]),
    ...(eta === undefined || eta <= 0 ? [] : [`ETA ${duration(eta)}`]),
  ];
}

const bar = (share: number, width: number): string => {
  const filled = Math.round(Math.max(0, Math.min(1, share)) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
};

/** Such as `8 s`, `2 min 05 s`, `3 h 20 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}
