import type { Audit } from '../audit';
import { compareRuns, type RunComparison } from '../compare';
import { attributionSection } from './sections/attribution';
import { armTable, groupPlots, responses } from './sections/accuracy';
import type { Failure } from './sections/card';
import { comparisonSection } from './sections/comparison';
import { learningCurves } from './sections/curves';
import { failureList } from './sections/failures';
import { methodsSection } from './sections/methods';
import { oracleSection } from './sections/oracle';
import { overview, stageTable } from './sections/overview';
import { html } from './html';
import { imageStore } from './images';
import { page, type Section } from './page/page';
import { loadTexts } from './texts';
import type { ReportOptions, ReportRun } from './types';

const MIB = 1024 * 1024;

/**
 * One self-contained HTML file for a run, or for two runs compared: opens from file://, loads nothing, and treats every
 * text of a run as hostile. Resolves to the document.
 */
export async function renderReport(
  run: ReportRun,
  other?: ReportRun,
  options: ReportOptions = {},
): Promise<string> {
  const { summary } = run.audit;
  const comparison = other === undefined ? undefined : compareRuns(run.audit, other.audit);
  const store = imageStore(options.maxImageBytes ?? 24 * MIB, run.imageFolders);
  const wanted = failuresOf(run.audit, comparison);
  const kept = wanted.slice(0, options.maxFailures ?? 2_000);
  const keys = new Set(kept.map((index) => run.audit.items[index]?.key ?? ''));
  const texts = await loadTexts(run.audit.predictions, keys);
  const otherTexts = other === undefined ? undefined : await loadTexts(other.audit.predictions, keys);
  const otherItems = new Map(other?.audit.items.map((item) => [item.key, item]));
  const failures = kept.flatMap((index): readonly Failure[] => {
    const item = run.audit.items[index];
    const decision = run.audit.decisions[index];
    if (item === undefined || decision === undefined) return [];
    const change = comparison?.changes.get(item.key);
    const second = otherItems.get(item.key);
    return [
      {
        item,
        decision,
        texts: texts.get(item.key) ?? {},
        images: item.images.map(store.add),
        ...(change === undefined ? {} : { change }),
        ...(second === undefined ? {} : { second: { item: second, texts: otherTexts?.get(item.key) ?? {} } }),
      },
    ];
  });
  const others = other?.audit.summary;
  const sections: readonly (Section | undefined)[] = [
    { id: 'why', title: 'Why it fails', content: attributionSection(summary) },
    run.figures === undefined
      ? undefined
      : { id: 'methods', title: 'Methods', content: methodsSection(run.figures) },
    comparison === undefined || other === undefined
      ? undefined
      : { id: 'compared', title: 'Second run', content: comparisonSection(comparison, other.title) },
    {
      id: 'accuracy',
      title: 'Accuracy',
      content: html`${groupPlots('capability', summary.capabilities, others?.capabilities ?? [])}${summary.datasets.length > summary.capabilities.length && groupPlots('data set', summary.datasets, others?.datasets ?? [])}${armTable(summary)}`,
    },
    {
      id: 'curves',
      title: 'Learning curves',
      content: learningCurves(run.curves ?? [], other?.curves ?? [], run.stages ?? []),
    },
    { id: 'stages', title: 'Stages', content: stageTable(run.stages ?? []) },
    { id: 'responses', title: 'Responses', content: responses(summary) },
    summary.oracle === undefined
      ? undefined
      : { id: 'oracle', title: 'Against the truth', content: oracleSection(summary.oracle) },
    {
      id: 'failures',
      title: 'Failures',
      content: failureList(
        failures,
        wanted.length,
        comparison !== undefined,
        !['closed', 'absent'].includes(summary.attribution.gate.state),
      ),
    },
  ];
  const title = other === undefined ? run.title : `${run.title} and ${other.title}`;
  return page(
    `${title} – audit`,
    overview(run, other),
    sections.filter((section) => section !== undefined),
    store.used,
  );
}

/** Indices of the items to show: wrong in this run, or broken by the second; visual ones first, then in file order. */
function failuresOf(audit: Audit, comparison: RunComparison | undefined): readonly number[] {
  const wrong = audit.items.flatMap((item, i) =>
    audit.decisions[i]?.verdict !== 'right' || comparison?.changes.get(item.key) === 'broken' ? [i] : [],
  );
  const isVisual = (i: number): number => (audit.decisions[i]?.verdict === 'not-visual' ? 1 : 0);
  return wrong.sort((a, b) => isVisual(a) - isVisual(b) || a - b);
}
