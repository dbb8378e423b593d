import { basename } from 'node:path';
import { l10n, window, type QuickPickItem } from 'vscode';
import type { FoundResults, ResultKind } from '../../protocol';
import { plainText } from '../run-list/plain';
import { count } from '../audits/words';

interface ResultsItem extends QuickPickItem {
  readonly results: FoundResults;
}

/** Programs as they call themselves. */
const PROGRAMS: Readonly<Record<Exclude<ResultKind, 'table' | 'predictions'>, string>> = {
  vlmevalkit: 'VLMEvalKit',
  'lmms-eval': 'lmms-eval',
  easyr1: 'EasyR1',
};

function kindWords(kind: ResultKind): string {
  if (kind === 'table') return l10n.t('table');
  return kind === 'predictions' ? l10n.t('predictions') : PROGRAMS[kind];
}

/** What of the found results is imported; all is chosen at first, and one alone is not asked for. */
export async function chooseResults(
  found: readonly FoundResults[],
): Promise<readonly FoundResults[] | undefined> {
  if (found.length === 1) return found;
  const items = found.map((results): ResultsItem => {
    const { kind, model, benchmark, rows, source, problems } = results;
    return {
      results,
      label: plainText(`${model} · ${benchmark}`, 120),
      description: [
        kindWords(kind),
        rows === undefined ? '' : l10n.t('{0} rows', count(rows)),
        problems.length > 0 ? plainText(problems[0]?.message ?? '', 120) : '',
      ]
        .filter(Boolean)
        .join(' · '),
      detail: plainText(basename(source), 120),
      picked: true,
    };
  });
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Import which results? Each model becomes an audit of its own.'),
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.map(({ results }) => results);
}
