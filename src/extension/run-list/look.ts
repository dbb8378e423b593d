import type { RunSummary, StageState } from '../../protocol';

/** A codicon and a theme colour: what a state looks like, in the view and in the status bar. */
export interface Look {
  readonly icon: string;
  readonly color?: string;
}

type State = RunSummary['state'] | StageState;

/** States look alike everywhere, and differ in shape as well as in colour. */
const LOOKS: Readonly<Record<State, Look>> = {
  running: { icon: 'sync~spin', color: 'charts.blue' },
  queued: { icon: 'clock', color: 'charts.yellow' },
  waiting: { icon: 'circle-outline', color: 'disabledForeground' },
  done: { icon: 'pass', color: 'testing.iconPassed' },
  stopped: { icon: 'stop-circle', color: 'descriptionForeground' },
  failed: { icon: 'error', color: 'testing.iconFailed' },
  interrupted: { icon: 'debug-disconnect', color: 'editorWarning.foreground' },
  unreadable: { icon: 'warning', color: 'editorWarning.foreground' },
};

export const lookOf = (state: State): Look => LOOKS[state];

/** What a run looks like: data that was made is not a model that was trained. */
export const runLook = ({ state, make }: Pick<RunSummary, 'state' | 'make'>): Look =>
  make !== undefined && state === 'done' ? { ...LOOKS.done, icon: 'database' } : LOOKS[state];

/** What the actions of an entry depend on, as a row of words for `when` clauses: `run live`, `run ended resumable ...`. */
export function contextOf(run: RunSummary): string {
  const { state, file, stages } = run;
  const words = ['run'];
  if (state === 'running' || state === 'queued') words.push('live');
  else if (state === 'unreadable') words.push('unreadable');
  else words.push('ended');
  if (canResume(run)) words.push('resumable');
  if (isEvaluable(run)) words.push('evaluable');
  if (run.make !== undefined) words.push('make');
  if (file !== undefined) words.push('curriculum');
  if (stages.some(({ kind, state: of }) => kind === 'audit' && of === 'done')) words.push('report');
  if (stages.some(({ kind, state: of }) => kind === 'predict' && of === 'done')) words.push('predictions');
  return words.join(' ');
}

/** Whether a run has something left to do and nobody does it. */
export const canResume = ({ state }: Pick<RunSummary, 'state'>): boolean =>
  state === 'failed' || state === 'stopped' || state === 'interrupted';

/** Whether a run may have left a checkpoint that a server can serve: the micro model is none. */
export const isEvaluable = ({ state, engine, rehearsal, make }: RunSummary): boolean =>
  make === undefined &&
  engine !== 'embedded' &&
  !rehearsal &&
  state !== 'unreadable' &&
  state !== 'running' &&
  state !== 'queued';

/** The stage that a run is at: the running one, else the last that was begun, else the first. */
export function currentStage({
  stages,
}: Pick<RunSummary, 'stages'>): RunSummary['stages'][number] | undefined {
  return (
    stages.find(({ state }) => state === 'running') ??
    stages.findLast(({ state }) => state !== 'waiting') ??
    stages[0]
  );
}
