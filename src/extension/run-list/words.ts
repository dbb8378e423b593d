import { l10n } from 'vscode';
import { isLive, type Phase, type RunSummary, type StageState, type StageSummary } from '../../protocol';
import { metricOf, moment, progressOf, stepsOf } from './figures';
import { currentStage } from './look';

/** A state in the user's language. */
export function stateWord(state: RunSummary['state'] | StageState): string {
  switch (state) {
    case 'queued':
      return l10n.t('queued');
    case 'running':
      return l10n.t('running');
    case 'waiting':
      return l10n.t('waiting');
    case 'done':
      return l10n.t('done');
    case 'stopped':
      return l10n.t('stopped');
    case 'failed':
      return l10n.t('failed');
    case 'interrupted':
      return l10n.t('interrupted');
    case 'unreadable':
      return l10n.t('cannot be read');
  }
}

/** What a stage is called in a list; the acts after the last stage have names of their own. */
export function stageName({ id, kind }: Pick<StageSummary, 'id' | 'kind'>): string {
  if (kind === 'predict') return l10n.t('predictions');
  return kind === 'audit' ? l10n.t('audit') : id;
}

export const runName = ({ name, variant }: Pick<RunSummary, 'name' | 'variant'>): string =>
  variant === undefined ? name : `${name} (${variant})`;

/** Between the parts of a description. */
const BETWEEN = ' · ';

/** Behind a run's name: where it is while it lives; after that how it ended, and when it began, to tell it from others. */
export function runDescription(run: RunSummary): string {
  const stage = currentStage(run);
  const parts = [
    ...(run.rehearsal ? [l10n.t('rehearsal')] : []),
    ...(run.make === undefined ? [] : [l10n.t('makes data')]),
    ...(run.state === 'running' && stage !== undefined
      ? [whereWords(stage)]
      : [run.make !== undefined && run.state === 'done' ? l10n.t('made') : stateWord(run.state)]),
    ...lastMetric(run),
    isLive(run) ? '' : moment(run.created),
  ];
  return parts.filter(Boolean).join(BETWEEN);
}

/** Where a running stage is: `see 12/21`, or of a dataset `docci-mcq answers 320/900`. */
export const whereWords = (stage: StageSummary): string =>
  [stageName(stage), phaseWords(stage) || stepsOf(stage)].filter(Boolean).join(' ');

/** What the making of a dataset is at; nothing for what is not being made. */
function phaseWords({ phase, state }: Pick<StageSummary, 'phase' | 'state'>): string {
  if (phase === undefined || state !== 'running') return '';
  const { name, done, total } = phase;
  return [phaseWord(name), progressOf({ step: done, totalSteps: total })].filter(Boolean).join(' ');
}

function phaseWord(name: Phase): string {
  switch (name) {
    case 'load':
      return l10n.t('loads');
    case 'source':
      return l10n.t('reads');
    case 'write':
      return l10n.t('writes questions');
    case 'check':
      return l10n.t('checks');
    case 'answer':
      return l10n.t('answers');
    case 'keep':
      return l10n.t('keeps');
    case 'duplicates':
      return l10n.t('finds duplicates');
    case 'hand':
      return l10n.t('reads decisions');
    case 'rate':
      return l10n.t('measures pass rates');
    case 'train':
    case 'validate':
    case 'predict':
      return '';
  }
}

/** The key metric of the last stage that has one. */
function lastMetric({ stages }: RunSummary): readonly string[] {
  const last = stages.findLast(({ metric }) => metric !== undefined);
  return last === undefined ? [] : [metricOf(last)];
}

/** Behind a stage's name: how far it is, its key metric, its best checkpoint. */
export function stageDescription(stage: StageSummary): string {
  const { state, best, kind } = stage;
  const made = kind === 'make' && state === 'done' ? l10n.t('made') : '';
  const known = [made || phaseWords(stage) || stepsOf(stage), metricOf(stage)].filter(Boolean);
  if (best !== undefined) known.push(l10n.t('best at {0}', best.step));
  return known.length === 0 || (state !== 'running' && state !== 'done')
    ? [stateWord(state), ...known].join(BETWEEN)
    : known.join(BETWEEN);
}

/** A run in one sentence, for a screen reader. */
export const runSentence = (run: RunSummary): string =>
  [runName(run), stateWord(run.state), runDescription(run), run.reason ?? ''].filter(Boolean).join(', ');
