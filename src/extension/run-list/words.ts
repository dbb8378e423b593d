import { l10n } from 'vscode';
import { isLive, type RunSummary, type StageState, type StageSummary } from '../../protocol';
import { metricOf, moment, progressOf } from './figures';
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
    ...(run.state === 'running' && stage !== undefined
      ? [[stageName(stage), progressOf(stage)].filter(Boolean).join(' ')]
      : [stateWord(run.state)]),
    ...lastMetric(run),
    isLive(run) ? '' : moment(run.created),
  ];
  return parts.filter(Boolean).join(BETWEEN);
}

/** The key metric of the last stage that has one. */
function lastMetric({ stages }: RunSummary): readonly string[] {
  const last = stages.findLast(({ metric }) => metric !== undefined);
  return last === undefined ? [] : [metricOf(last)];
}

/** Behind a stage's name: how far it is, its key metric, its best checkpoint. */
export function stageDescription(stage: StageSummary): string {
  const { state, best } = stage;
  const known = [progressOf(stage), metricOf(stage)].filter(Boolean);
  if (best !== undefined) known.push(l10n.t('best at {0}', best.step));
  return known.length === 0 || (state !== 'running' && state !== 'done')
    ? [stateWord(state), ...known].join(BETWEEN)
    : known.join(BETWEEN);
}

/** A run in one sentence, for a screen reader. */
export const runSentence = (run: RunSummary): string =>
  [runName(run), stateWord(run.state), runDescription(run), run.reason ?? ''].filter(Boolean).join(', ');
