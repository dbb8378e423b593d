import { l10n, StatusBarAlignment, window, type StatusBarItem } from 'vscode';
import { type RunSummary } from '../../protocol';
import { COMMAND_IDS } from '../commands/ids';
import type { Parts } from '../context';
import { metricOf } from './figures';
import { currentStage } from './look';
import { plainText } from './plain';
import { runTooltip } from './tooltip';
import { runName, runSentence, whereWords } from './words';

/** Shows the live run in the status bar, or how many there are; a click opens its dashboard, or the list. */
export function runStatusBar({ runs, disposables }: Parts): void {
  const item = disposables.add(window.createStatusBarItem('stagecraft.run', StatusBarAlignment.Left, 20));
  item.name = l10n.t('Stagecraft Run');
  const show = (): void => {
    const list = runs.list();
    const running = list.filter(({ state }) => state === 'running');
    const queued = list.filter(({ state }) => state === 'queued');
    const [only] = running.length > 0 ? running : queued;
    if (only === undefined) item.hide();
    else {
      if (running.length + queued.length === 1) showOne(item, only);
      else showMany(item, running.length, queued.length);
      item.show();
    }
  };
  disposables.add(runs.onChanged(show));
  show();
}

function showOne(item: StatusBarItem, run: RunSummary): void {
  const stage = currentStage(run);
  const where =
    run.state === 'queued'
      ? [plainText(run.name, 60), l10n.t('queued')]
      : stage === undefined
        ? [plainText(run.name, 60)]
        : [plainText(whereWords(stage), 80), plainText(metricOf(stage), 60)];
  item.text = `${run.state === 'queued' ? '$(clock)' : '$(sync~spin)'} ${where.filter(Boolean).join(' · ')}`;
  item.tooltip = runTooltip(run);
  item.accessibilityInformation = { label: runSentence(run) };
  item.command = { title: runName(run), command: COMMAND_IDS.openDashboard, arguments: [run.dir] };
}

function showMany(item: StatusBarItem, running: number, queued: number): void {
  const text =
    queued === 0 ? l10n.t('Runs: {0}', running) : l10n.t('Runs: {0}, queued: {1}', running, queued);
  item.text = `${running > 0 ? '$(sync~spin)' : '$(clock)'} ${text}`;
  item.tooltip = l10n.t('Show the runs');
  item.accessibilityInformation = { label: text };
  item.command = { title: l10n.t('Show the runs'), command: COMMAND_IDS.showRuns };
}
