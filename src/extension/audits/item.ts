import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { AuditBenchmark, AuditSet } from '../../protocol';
import { COMMAND_IDS } from '../commands/ids';
import { plainText } from '../run-list/plain';
import { benchmarkDescription, count, methodWords, rateWords, setDescription } from './words';

/** An audit's line; Enter and a click open its browser. */
export function setItem(set: AuditSet): TreeItem {
  const title = plainText(set.title);
  const item = new TreeItem(
    title,
    set.benchmarks.length > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
  );
  item.id = set.dir;
  item.description = setDescription(set);
  item.iconPath =
    set.problems.length > 0
      ? new ThemeIcon('warning', new ThemeColor('editorWarning.foreground'))
      : new ThemeIcon(set.kind === 'run' ? 'pulse' : 'database');
  item.tooltip = setTooltip(set);
  item.contextValue = `audit ${set.kind}${set.failures > 0 ? ' failures' : ''}`;
  item.accessibilityInformation = { label: `${title}, ${item.description}` };
  item.command = {
    title: l10n.t('Browse Failures'),
    command: COMMAND_IDS.browseFailures,
    arguments: [{ kind: 'set', set: set.dir }],
  };
  return item;
}

/** A benchmark's line; a click opens the browser with its failures alone. */
export function benchmarkItem(set: AuditSet, benchmark: AuditBenchmark): TreeItem {
  const name = plainText(benchmark.name);
  const item = new TreeItem(name, TreeItemCollapsibleState.None);
  item.id = `${set.dir}\n${benchmark.name}`;
  item.description = benchmarkDescription(benchmark);
  item.iconPath =
    benchmark.differs === undefined
      ? new ThemeIcon('symbol-ruler')
      : new ThemeIcon('warning', new ThemeColor('editorWarning.foreground'));
  item.tooltip = benchmarkTooltip(benchmark);
  item.contextValue = 'benchmark';
  item.accessibilityInformation = { label: `${name}, ${item.description}` };
  item.command = {
    title: l10n.t('Browse Failures'),
    command: COMMAND_IDS.browseFailures,
    arguments: [{ kind: 'benchmark', set: set.dir, name: benchmark.name }],
  };
  return item;
}

/** Lines of a tooltip. Everything in it comes from files, so it is put in as text: no markup, no links, no HTML. */
function tooltip(title: string, lines: readonly (readonly [string, string | undefined])[]): MarkdownString {
  const text = new MarkdownString(undefined, false);
  text.supportHtml = false;
  text.isTrusted = false;
  text.appendMarkdown('**').appendText(plainText(title)).appendMarkdown('**');
  for (const [name, value] of lines) {
    if (value === undefined || value === '') continue;
    text.appendMarkdown('  \n');
    text.appendText(plainText(name === '' ? value : `${name}: ${value}`, 1000));
  }
  return text;
}

const setTooltip = (set: AuditSet): MarkdownString =>
  tooltip(set.title, [
    [l10n.t('Model'), set.model],
    [l10n.t('Rows'), count(set.rows)],
    [l10n.t('Failures'), count(set.failures)],
    [l10n.t('Unjudged'), set.unjudged > 0 ? count(set.unjudged) : undefined],
    [l10n.t('Attributed'), methodWords(set)],
    ...set.problems.slice(0, 5).map((problem) => [l10n.t('Problem'), problem] as const),
    [l10n.t('Folder'), set.dir],
  ]);

const benchmarkTooltip = (benchmark: AuditBenchmark): MarkdownString =>
  tooltip(benchmark.name, [
    [l10n.t('Accuracy'), rateWords(benchmark.accuracy)],
    ...benchmark.reported
      .slice(0, 5)
      .map(({ name, value, meaning }) => [name, `${value} (${meaning})`] as const),
    ['', benchmark.differs],
    [l10n.t('Source'), benchmark.source],
  ]);
