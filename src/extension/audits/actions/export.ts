import { join } from 'node:path';
import { commands, l10n, Uri, window, workspace, type QuickPickItem } from 'vscode';
import { EXPORT_FORMATS, type AuditQuery, type AuditSet, type ExportFormat } from '../../../protocol';
import { auditQuery } from '../../audit-browser/state';
import type { Ctx } from '../../context';
import { askWithProgress } from '../../process';
import { plainText } from '../../run-list/plain';
import { chosenSet } from '../chosen';
import { textOf } from '../entry';
import { count } from '../words';

interface FormatItem extends QuickPickItem {
  readonly format: ExportFormat;
}

/**
 * Writes an audit's items where the user wants them. The argument may say more than the audit: `{ set, query }` exports
 * what a browser shows, `format` and `output` (an absolute path) leave nothing to ask.
 */
export async function exportAudit(ctx: Ctx, argument: unknown): Promise<void> {
  const set = await chosenSet(ctx, argument, l10n.t('Export which audit?'));
  if (set === undefined) return;
  const query = queryOf(argument, set);
  const format = EXPORT_FORMATS.find((name) => name === textOf(argument, 'format')) ?? (await pickFormat());
  if (format === undefined) return;
  const named = textOf(argument, 'output');
  const output = named === undefined ? await askWhere(set, format) : Uri.file(named);
  if (output === undefined) return;
  const written = await askWithProgress(
    ctx.auditor,
    l10n.t('Exporting {0}', plainText(set.title, 60)),
    'export',
    { ...query, format, output: output.fsPath },
  );
  if (written === undefined || named !== undefined) return;
  const open = l10n.t('Open');
  const message = l10n.t('{0} items are in {1}.', count(written.rows), plainText(output.fsPath));
  if ((await window.showInformationMessage(message, open)) === open)
    await commands.executeCommand(format === 'html' ? 'revealFileInOS' : 'vscode.open', output);
}

/** What is exported: the failures, unless the argument asks for others. */
function queryOf(argument: unknown, set: AuditSet): AuditQuery {
  const asked: unknown =
    typeof argument === 'object' && argument !== null && 'query' in argument ? argument.query : undefined;
  const query = auditQuery(asked);
  return query?.set === set.dir ? query : { set: set.dir, filter: {}, order: 'source', descending: false };
}

async function pickFormat(): Promise<ExportFormat | undefined> {
  const words: Readonly<Record<ExportFormat, string>> = {
    jsonl: l10n.t('a line an item, with verdicts and their evidence'),
    csv: l10n.t('for a spreadsheet; formulas in it have no effect'),
    html: l10n.t('the report: figures, tables and examples'),
  };
  const items = EXPORT_FORMATS.map((format): FormatItem => ({
    format,
    label: format.toUpperCase(),
    description: words[format],
  }));
  const picked = await window.showQuickPick(items, { title: l10n.t('Export as what?') });
  return picked?.format;
}

function askWhere(set: AuditSet, format: ExportFormat): Thenable<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? set.dir;
  return window.showSaveDialog({
    title: l10n.t('Export of {0}', plainText(set.title, 60)),
    saveLabel: l10n.t('Export'),
    defaultUri: Uri.file(join(folder, `${set.id.replaceAll(/[^\w.-]+/g, '-')}.${format}`)),
    filters: { [format.toUpperCase()]: [format] },
  });
}
