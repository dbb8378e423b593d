import { l10n, MarkdownString } from 'vscode';
import type { RunSummary, StageSummary } from '../../protocol';
import { duration, formatValue, metricOf, stepsOf } from './figures';
import { runName, stageName, stateWord } from './words';

/** Lines of a tooltip. Everything in it comes from files, so it is put in as text: no markup, no links, no HTML. */
function tooltip(title: string, lines: readonly (readonly [string, string | undefined])[]): MarkdownString {
  const text = new MarkdownString(undefined, false);
  text.supportHtml = false;
  text.isTrusted = false;
  text.appendMarkdown('**').appendText(title).appendMarkdown('**');
  for (const [name, value] of lines) {
    if (value === undefined || value === '') continue;
    // A line each: paragraphs would be twice as high.
    text.appendMarkdown('  \n');
    text.appendText(name === '' ? value : `${name}: ${value}`);
  }
  return text;
}

const time = (iso: string | undefined): string => {
  const at = new Date(iso ?? '');
  return Number.isNaN(at.getTime()) ? '' : at.toLocaleString();
};

/** What is known of a run beyond its line. */
export function runTooltip(run: RunSummary): MarkdownString {
  const { findings, devices } = run;
  const ended = run.stages.findLast(({ ended: at }) => at !== undefined)?.ended;
  const over = run.state !== 'running' && run.state !== 'queued';
  return tooltip(runName(run), [
    ['', `${stateWord(run.state)}${run.reason === undefined ? '' : `: ${run.reason}`}`],
    ['', run.note],
    [
      '',
      run.rehearsal ? l10n.t('A rehearsal: a short trial whose checkpoints nobody starts from.') : undefined,
    ],
    [l10n.t('Created'), time(run.created)],
    [over ? l10n.t('Took') : l10n.t('Since'), duration(run.created, over ? (ended ?? NaN) : Date.now())],
    [l10n.t('Engine'), run.engine],
    [l10n.t('Devices'), devices.join(', ')],
    [l10n.t('Findings'), findingsWords(findings)],
    [l10n.t('Id'), run.id],
  ]);
}

/** `errors 1, notes 3`: those that there are. */
const findingsWords = ({ error, warning, info }: RunSummary['findings']): string =>
  [
    error > 0 ? l10n.t('errors {0}', error) : '',
    warning > 0 ? l10n.t('warnings {0}', warning) : '',
    info > 0 ? l10n.t('notes {0}', info) : '',
  ]
    .filter(Boolean)
    .join(', ');

/** What is known of a stage beyond its line. */
export function stageTooltip(stage: StageSummary): MarkdownString {
  const { best, attempts } = stage;
  return tooltip(stageName(stage), [
    ['', `${stateWord(stage.state)}${stage.reason === undefined ? '' : `: ${stage.reason}`}`],
    [l10n.t('Steps'), stepsOf(stage)],
    [l10n.t('Latest'), metricOf(stage)],
    [
      l10n.t('Best checkpoint'),
      best === undefined ? undefined : l10n.t('step {0}, score {1}', best.step, formatValue(best.score)),
    ],
    [l10n.t('Started'), time(stage.started)],
    [l10n.t('Took'), stage.ended === undefined ? undefined : duration(stage.started, stage.ended)],
    [l10n.t('Engine starts'), attempts > 1 ? String(attempts) : undefined],
  ]);
}
