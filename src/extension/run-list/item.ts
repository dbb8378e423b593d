import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { isLive, type RunFinding, type RunSummary, type Severity, type StageSummary } from '../../protocol';
import { COMMAND_IDS } from '../commands/ids';
import { contextOf, lookOf, runLook, type Look } from './look';
import { runDescription, runName, runSentence, stageDescription, stageName, stateWord } from './words';
import { runTooltip, stageTooltip } from './tooltip';

const icon = ({ icon: id, color }: Look): ThemeIcon =>
  new ThemeIcon(id, color === undefined ? undefined : new ThemeColor(color));

/**
 * A run's line; Enter and a click open its dashboard, or its folder where there is nothing else to see. A live one
 * shows its stages at once.
 */
export function runItem(run: RunSummary): TreeItem {
  const item = new TreeItem(
    runName(run),
    run.state === 'unreadable'
      ? TreeItemCollapsibleState.None
      : isLive(run)
        ? TreeItemCollapsibleState.Expanded
        : TreeItemCollapsibleState.Collapsed,
  );
  // By the run alone: what is unfolded stays so when the state changes.
  item.id = run.dir;
  item.description = runDescription(run);
  item.iconPath = icon(runLook(run));
  item.tooltip = runTooltip(run);
  item.contextValue = contextOf(run);
  item.accessibilityInformation = { label: runSentence(run) };
  item.command =
    run.state === 'unreadable'
      ? { title: l10n.t('Open Run Folder'), command: COMMAND_IDS.openRunFolder, arguments: [run.dir] }
      : { title: l10n.t('Open Dashboard'), command: COMMAND_IDS.openDashboard, arguments: [run.dir] };
  return item;
}

/** A stage's line; a click on a dataset that was made shows what is in it. */
export function stageItem(run: string, stage: StageSummary): TreeItem {
  const item = new TreeItem(stageName(stage), TreeItemCollapsibleState.None);
  item.id = `${run}\n${stage.id}`;
  item.description = stageDescription(stage);
  item.iconPath = icon(lookOf(stage.state));
  item.tooltip = stageTooltip(stage);
  item.contextValue = `stage ${stage.kind}`;
  if (stage.kind === 'make' && stage.state === 'done')
    item.command = {
      title: l10n.t('Browse Made Data'),
      command: COMMAND_IDS.browseMade,
      arguments: [{ run, stage: stage.id }],
    };
  item.accessibilityInformation = {
    label: [stageName(stage), stateWord(stage.state), stageDescription(stage)].join(', '),
  };
  return item;
}

const SEVERITY: Readonly<Record<Severity, Look>> = {
  error: { icon: 'error', color: 'problemsErrorIcon.foreground' },
  warning: { icon: 'warning', color: 'problemsWarningIcon.foreground' },
  info: { icon: 'info', color: 'problemsInfoIcon.foreground' },
};

/** A finding's line; a click goes to the key of the curriculum that is responsible for it. */
export function findingItem(run: string, finding: RunFinding, index: number): TreeItem {
  const { id, severity, message, stage, step, key, cause, hint, evidence } = finding;
  const item = new TreeItem(message, TreeItemCollapsibleState.None);
  item.id = `${run}\nfinding ${index}`;
  item.description = [id, stage, step === undefined ? '' : l10n.t('step {0}', step)]
    .filter(Boolean)
    .join(' · ');
  item.iconPath = icon(SEVERITY[severity]);
  // A plain string: nothing in it is markup.
  item.tooltip = [message, cause, hint, evidence].filter(Boolean).join('\n\n');
  item.contextValue = 'finding';
  item.accessibilityInformation = { label: [severity, id, message].join(', ') };
  if (key !== undefined)
    item.command = {
      title: l10n.t('Go to the Responsible Key'),
      command: COMMAND_IDS.openFindingKey,
      arguments: [{ run, key, ...(stage === undefined ? {} : { stage }) }],
    };
  return item;
}

/** The last line of a list that is not all: fetches more. */
export function moreItem(left: number): TreeItem {
  const item = new TreeItem(l10n.t('Show more'), TreeItemCollapsibleState.None);
  item.id = 'more';
  item.description = l10n.t('{0} older runs', left);
  item.iconPath = new ThemeIcon('ellipsis');
  item.command = { title: l10n.t('Show more'), command: COMMAND_IDS.moreRuns };
  return item;
}
