import { l10n, window } from 'vscode';
import type { PreflightReport } from '../../protocol';
import type { Ctx } from '../context';
import { Refusal } from '../refusal';
import { plainText } from '../run-list/plain';
import { preflightText } from './text';
import { verdictOf } from './verdict';

/** What is to be done after a pre-flight; nothing when the user leaves. */
export type Decision =
  { readonly kind: 'start' } | { readonly kind: 'resume'; readonly dir: string } | undefined;

/** A modal message has room for so many lines. */
const MOST_WARNINGS = 8;

/**
 * Reads pre-flights as a start must: an error refuses with its reason, warnings are asked about once and all together,
 * with an older run that could go on instead.
 */
export async function decide(
  { reports }: Ctx,
  title: string,
  flights: readonly PreflightReport[],
): Promise<Decision> {
  const verdict = verdictOf(flights);
  if (verdict.kind === 'go') return { kind: 'start' };
  if (verdict.kind === 'refuse') {
    const details = reports.keep(
      l10n.t('Pre-flight of {0}', title),
      flights.map((flight) => preflightText(title, flight)).join('\n'),
    );
    const { reason, count } = verdict;
    throw new Refusal(
      count === 1
        ? l10n.t('Nothing was started. {0}', reason)
        : l10n.t('Nothing was started. {0} Reasons in all: {1}.', reason, count),
      { title: l10n.t('Show Problems'), command: 'workbench.actions.view.problems' },
      { title: l10n.t('Details'), command: 'vscode.open', arguments: [details] },
    );
  }
  return ask(title, verdict.warnings, flights);
}

async function ask(
  title: string,
  warnings: readonly string[],
  flights: readonly PreflightReport[],
): Promise<Decision> {
  // Of several starts none has one older run.
  const older = flights.length === 1 ? flights[0]?.resumable : undefined;
  const shown = warnings.slice(0, MOST_WARNINGS).map((warning) => `• ${plainText(warning)}`);
  if (warnings.length > shown.length) shown.push(l10n.t('and {0} more', warnings.length - shown.length));
  if (older !== undefined) shown.push(`• ${plainText(older.words)}`);
  const run = warnings.length > 0 ? l10n.t('Run Anyway') : l10n.t('Start New Run');
  const resume = older && l10n.t('Resume {0} Instead', plainText(older.id, 60));
  const pressed = await window.showWarningMessage(
    warnings.length > 0
      ? l10n.t('{0}: warnings before the start', title)
      : l10n.t('{0}: an older run could go on', title),
    { modal: true, detail: shown.join('\n') },
    run,
    ...(resume === undefined ? [] : [resume]),
  );
  if (pressed === run) return { kind: 'start' };
  return pressed !== undefined && pressed === resume && older !== undefined
    ? { kind: 'resume', dir: older.dir }
    : undefined;
}
