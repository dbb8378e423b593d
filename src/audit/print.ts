import { ARMS, type Arm } from '../protocol';
import { VERDICTS, type Attribution, type Verdict } from './attribution';
import type { Comparison, RunComparison } from './compare';
import { printFigure, printProbability } from './statistics';
import type { AuditSummary, GroupSummary } from './summary';

/** The audit in plain text, for a terminal. Every figure comes with its n, interval, method and exclusions. */
export function printAudit(summary: AuditSummary): string {
  const { predictions, attribution, traces, oracle, mentions } = summary;
  const lines = [`${summary.items} items from ${predictions.read} predictions${trouble(predictions)}`, ''];
  lines.push('Accuracy by arm');
  for (const [arm, accuracy] of Object.entries(summary.arms)) {
    lines.push(`  ${arm} (${ARMS[arm as Arm]})`);
    lines.push(`    mean@${samples(accuracy.samples)}  ${printFigure(accuracy.mean)}`);
    lines.push(`    solved  ${printFigure(accuracy.solved)}`);
    if (accuracy.greedy !== undefined) lines.push(`    greedy  ${printFigure(accuracy.greedy)}`);
  }
  lines.push('', 'Where failures come from', ...printAttribution(attribution));
  lines.push(
    `  leak check (${mentions.method})`,
    `    descriptions that mention their answer   ${printFigure(mentions.own)}`,
    `    the same with descriptions shuffled      ${printFigure(mentions.shuffled)}`,
  );
  for (const [title, groups] of [
    ['By capability', summary.capabilities],
    ['By dataset', summary.datasets],
  ] as const) {
    lines.push('', title, ...groups.flatMap(printGroup));
  }
  lines.push('', 'Responses', `  length    ${printFigure(traces.mean)}`);
  lines.push(`  cut off   ${printFigure(traces.truncated)}`, `  no answer ${printFigure(traces.unanswered)}`);
  lines.push(`  not in exactly one box ${printFigure(traces.unboxed)}`);
  if (oracle !== undefined) {
    lines.push(
      '',
      'Against the scenes’ truth',
      `  perception by the oracle  ${printFigure(oracle.perception)}`,
    );
    lines.push(`  both methods agree        ${printFigure(oracle.agreement.agreement)}`);
    const { kappa } = oracle.agreement;
    if (kappa === undefined) lines.push('  kappa     none: one of the methods uses a single label');
    else {
      lines.push(
        `  kappa ${kappa.value.toFixed(2)} (${kappa.low.toFixed(2)} to ${kappa.high.toFixed(2)}; ${kappa.method})`,
      );
    }
    lines.push(...table(['attribution \\ oracle', ...oracle.columns], oracle.rows, oracle.counts));
  }
  return `${lines.join('\n')}\n`;
}

const samples = ({ least, most }: { readonly least: number; readonly most: number }): string =>
  least === most ? String(most) : `${least}-${most}`;

function trouble(predictions: AuditSummary['predictions']): string {
  const { broken, duplicates, examples } = predictions;
  const [first] = examples;
  const parts = [
    ...(broken > 0 && first !== undefined
      ? [`${broken} broken lines skipped (line ${first.line}: ${first.reason})`]
      : []),
    ...(duplicates > 0 ? [`${duplicates} repeated, the last one counts`] : []),
  ];
  return parts.length === 0 ? '' : `; ${parts.join('; ')}`;
}

function printAttribution(attribution: Attribution): readonly string[] {
  const { gate, perception, perceptionUnmentioned, integration, reasoning, verdicts } = attribution;
  const lines = [`  gate        ${gate.message}`, `              ${printFigure(gate.accuracy)}`];
  if (perception !== undefined) lines.push(`  perception  ${printFigure(perception)}`);
  if (perceptionUnmentioned !== undefined) lines.push(`              ${printFigure(perceptionUnmentioned)}`);
  if (integration !== undefined) lines.push(`  integration ${printFigure(integration)}`);
  if (reasoning !== undefined) lines.push(`  reasoning   ${printFigure(reasoning)}`);
  if (gate.state === 'closed' || gate.state === 'absent') return lines;
  const counts = (Object.keys(VERDICTS) as Verdict[]).filter((verdict) => verdicts[verdict] > 0);
  lines.push(`  verdicts    ${counts.map((verdict) => `${verdicts[verdict]} ${verdict}`).join(', ')}`);
  return lines;
}

function printGroup({ name, items, accuracy, attribution }: GroupSummary): readonly string[] {
  const lines = [`  ${name}: ${items} items`];
  if (accuracy !== undefined) lines.push(`    solved      ${printFigure(accuracy.solved)}`);
  if (attribution.perception !== undefined)
    lines.push(`    perception  ${printFigure(attribution.perception)}`);
  else if (attribution.gate.state === 'closed') lines.push(`    ${attribution.gate.message}`);
  return lines;
}

/** Two runs side by side, in plain text. */
export function printComparison(comparison: RunComparison): string {
  const lines = ['Second run against the first, on the items of both'];
  for (const group of [comparison.all, ...comparison.capabilities]) lines.push(...printChange(group));
  const { labels, counts } = comparison.moves;
  lines.push('', 'What became of each verdict', ...table(['first \\ second', ...labels], labels, counts));
  return `${lines.join('\n')}\n`;
}

function printChange(group: Comparison): readonly string[] {
  const { counts, test, adjusted } = group;
  const holm = adjusted === undefined ? '' : `, after Holm ${printProbability(adjusted)}`;
  return [
    `  ${group.name}: ${group.common} common (${group.onlyFirst} only in the first, ${group.onlySecond} only in the second)`,
    `    ${counts.fixed} fixed, ${counts.broken} broken, ${counts['still wrong']} still wrong; ${test.method}: ${printProbability(test.p)}${holm}`,
    `    accuracy  ${printFigure(group.accuracy)}`,
    `    length    ${printFigure(group.tokens)}`,
  ];
}

function table(
  head: readonly string[],
  rows: readonly string[],
  counts: readonly (readonly number[])[],
): readonly string[] {
  const cells = [head, ...rows.map((row, i) => [row, ...(counts[i] ?? []).map(String)])];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  return cells.map(
    (row) =>
      `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')}`,
  );
}
