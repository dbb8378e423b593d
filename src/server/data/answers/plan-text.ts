import { planSummary, type Plan, type StageSummary, type SummaryLine } from '../../../plan';

/** A plan as plain text: the run, each stage (or one alone) with its groups of lines, and what comes after. */
export function planText(plan: Plan, stage?: string): string {
  const { head, stages, after } = planSummary(plan);
  const shown = stages.flatMap((one, index) =>
    stage === undefined || one.id === stage ? [stageText(one, index + 1)] : [],
  );
  if (stage !== undefined) return shown.join('\n');
  return [
    linesText(head, ''),
    ...shown,
    ...(after.length === 0 ? [] : [`After the last stage\n${linesText(after, '  ')}`]),
  ].join('\n');
}

const stageText = ({ id, headline, capabilities, sections }: StageSummary, number: number): string =>
  [
    `${number}. ${id}  ${capabilities.join(', ')}  ${headline}\n`,
    ...sections.map(({ title, lines }) => `   ${title}\n${linesText(lines, '     ')}`),
  ].join('');

const LABEL_WIDTH = 36;

function linesText(lines: readonly SummaryLine[], indent: string): string {
  const width = Math.min(LABEL_WIDTH, Math.max(0, ...lines.map(({ label }) => label.length)));
  return lines
    .map(({ label, value, note }) =>
      `${indent}${label.padEnd(width)}  ${value}${note === undefined || note === '' ? '' : `  (${note})`}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
