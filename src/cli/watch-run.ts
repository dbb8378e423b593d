import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { quoted } from '../preflight';
import {
  AUDIT,
  followEvents,
  PREDICT,
  readRun,
  requestStop,
  stageLog,
  type RunManifest,
  type RunView,
} from '../runs';
import { errorText, type RunEvent } from '../protocol';
import { UserError } from './command';
import { onInterrupt } from './interrupt';
import {
  advance,
  duration,
  renderProgress,
  startProgress,
  type Progress,
  type StageProgress,
} from './print/progress';
import { shortReason } from './print/reason';
import { visible, visibleInline } from './print/text-width';
import type { Terminal } from './terminal';

const REDRAW_MS = 100;

export interface Watched {
  /** How the run ended, or how it stood when let go. */
  readonly run: RunView;
  /** It was asked to stop from here. */
  readonly stopping: boolean;
}

/**
 * Shows a run until it ends. The first Ctrl-C asks it to stop, which saves a checkpoint; a second one lets go of it,
 * and it stops by itself. Of the first `told` bytes of its events (before it was resumed) no line is printed.
 */
export async function watchRun(
  dir: string,
  manifest: RunManifest,
  terminal: Terminal,
  told = 0,
): Promise<Watched> {
  let stopping = false;
  let queued = false;
  const letGo = new AbortController();
  const interrupt = onInterrupt(
    () => {
      stopping = true;
      const what = queued ? 'Leaving the queue' : stoppingWords(manifest);
      terminal.out(`\n${what} (Ctrl-C again: do not wait for it) ...`);
      requestStop(dir).catch((error: unknown) => terminal.err(errorText(error)));
    },
    () => letGo.abort(),
  );
  const view = progressView(manifest, terminal);
  try {
    for await (const { event, offset, restarted } of followEvents(dir, { signal: letGo.signal })) {
      if (restarted) view.reset();
      if (event.type === 'run-state') queued = event.state === 'queued';
      view.take(event, offset > told);
    }
  } finally {
    view.close();
    interrupt.dispose();
  }
  const reading = await readRun(dir);
  if (!reading.ok) throw new UserError(`The run cannot be read: ${reading.reason}`);
  return { run: reading.run, stopping };
}

const stoppingWords = ({ make }: RunManifest): string =>
  make === undefined ? 'Stopping after this step, with a checkpoint' : 'Stopping; what is answered is kept';

/** The block of bars on a terminal; a line at each stage's start and end elsewhere. */
function progressView(manifest: RunManifest, terminal: Terminal) {
  const ids = [
    ...manifest.stages,
    ...(manifest.make?.datasets ?? []),
    ...(manifest.predict ? [PREDICT] : []),
    ...(manifest.audit === true ? [AUDIT] : []),
  ];
  const rollouts = new Map(manifest.plan.stages.map(({ id, settings }) => [id, settings.rollouts]));
  let progress = startProgress(ids);
  const draw = () => terminal.status(renderProgress(progress, rollouts, terminal));
  const timer = terminal.interactive ? setInterval(draw, REDRAW_MS) : undefined;
  return {
    reset: () => (progress = startProgress(ids)),
    take: (event: RunEvent, aloud: boolean) => {
      progress = advance(progress, event);
      const line = aloud ? eventLine(event, progress, terminal) : undefined;
      if (line !== undefined) terminal.out(line);
    },
    close: () => {
      clearInterval(timer);
      terminal.status([]);
      if (terminal.interactive)
        for (const line of renderProgress(progress, rollouts, terminal)) terminal.out(line);
    },
  };
}

/** What deserves a line of its own: findings and failures always, stage changes where no block shows them. */
function eventLine(
  event: RunEvent,
  progress: Progress,
  { interactive, style }: Terminal,
): string | undefined {
  switch (event.type) {
    case 'finding': {
      const word = {
        error: style('red', 'error'),
        warning: style('yellow', 'warning'),
        info: style('blue', 'note'),
      };
      const hint = event.hint === undefined ? '' : ` (${visible(event.hint)})`;
      return `${word[event.severity]}: ${visibleInline(event.stage ?? '')}: ${visible(event.message)}${hint}`;
    }
    case 'stage-state': {
      const stage = event.stage === undefined ? undefined : progress.get(event.stage);
      return interactive || !stage || event.state === 'waiting' ? undefined : stageLine(stage);
    }
    case 'run-state':
      return event.state === 'queued'
        ? `${style('cyan', 'queued')}: it ${visible(event.reason ?? 'waits for its devices')}`
        : undefined;
    case 'failed':
    case 'started':
    case 'metric':
    case 'sample':
    case 'checkpoint':
    case 'progress':
    case 'finished':
    case 'machine':
      return undefined;
  }
}

function stageLine({ id, state, step, totalSteps, metrics, reason }: StageProgress): string {
  const steps = totalSteps > 0 && state !== 'running' ? `  step ${step}/${totalSteps}` : '';
  const validation =
    metrics.val_accuracy === undefined || state === 'running'
      ? ''
      : `  val ${metrics.val_accuracy.toFixed(2)}`;
  return `${visibleInline(id)}: ${state}${steps}${validation}${reason === undefined ? '' : `: ${visible(reason)}`}`;
}

/** One line on how a run ended, with what to do next. */
export function endLine(run: RunView, { style }: Terminal, stopping: boolean): string {
  // A name of a folder may hold anything: what is shown here is copied into a shell.
  const id = quoted(visibleInline(basename(run.dir)));
  const took = runSeconds(run);
  const time = took === undefined ? '' : ` in ${duration(took)}`;
  const reason = run.reason === undefined ? '' : `: ${visible(shortReason(run.reason))}`;
  switch (run.state) {
    case 'done':
      return `${style('green', 'done')}${time}`;
    case 'queued':
    case 'running':
      return stopping
        ? `it will ${run.state === 'queued' ? 'leave the queue' : 'stop'} by itself${run.state === 'queued' ? '' : ' after this step'}; \`npx stagecraft runs\` tells${run.rehearsal === true ? '' : `, \`resume ${id}\` goes on then`}`
        : `the run goes on without this window; \`npx stagecraft logs -f ${id}\` shows it again`;
    case 'stopped':
      return `${style('yellow', 'stopped')}${time}${reason}${run.rehearsal === true ? '' : `; \`npx stagecraft resume ${id}\` goes on`}`;
    case 'interrupted':
    case 'failed':
      return `${style('red', run.state)}${time}${reason}${nextSteps(run, id)}`;
  }
}

/** A stage that could not even be started has no log: it has said its reason and no more. */
function nextSteps({ dir, stages, rehearsal }: RunView, id: string): string {
  const failed = stages.find(({ state }) => state === 'failed');
  if (failed !== undefined && !existsSync(stageLog(dir, failed.id)))
    return rehearsal === true ? '' : `; \`npx stagecraft resume ${id}\` tries again`;
  return `; \`npx stagecraft logs ${id}\` shows more${rehearsal === true ? '' : ', `resume` goes on'}`;
}

function runSeconds({ created, stages }: RunView): number | undefined {
  const ends = stages.flatMap(({ ended }) => (ended === undefined ? [] : [Date.parse(ended)]));
  return ends.length === 0 ? undefined : (Math.max(...ends) - Date.parse(created)) / 1000;
}
