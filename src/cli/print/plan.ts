import { planSummary, type Plan, type StageSummary, type SummaryLine } from '../../plan';
import type { Style, Terminal } from '../terminal';
import { displayPath } from './problems';
import { displayWidth, fit, visible } from './text-width';

/** The capabilities' colours, the same everywhere; the name always stands beside. */
const CAPABILITY_STYLE: Readonly<Record<string, Style>> = {
  perception: 'blue',
  'textual-reasoning': 'green',
  'visual-reasoning': 'yellow',
};

/** Prints what would run: the whole, each stage with its groups of lines, and what comes after. */
export function printPlan(
  plan: Plan,
  terminal: Terminal,
  options: { readonly keys: boolean } = { keys: true },
): void {
  const { head, stages, after } = planSummary(plan);
  const { out, style } = terminal;
  printLines(head, '', terminal);
  stages.forEach((stage, i) => printStage(stage, i + 1, terminal, options.keys));
  if (after.length > 0) {
    out(`\n${style('bold', 'After the last stage')}`);
    printLines(after, '  ', terminal);
  }
}

function printStage(stage: StageSummary, number: number, terminal: Terminal, keys: boolean): void {
  const { out, style } = terminal;
  const capabilities = stage.capabilities.map((name) =>
    style(CAPABILITY_STYLE[name] ?? 'cyan', visible(name)),
  );
  out(
    `\n${style('bold', `${number}. ${stage.id}`)}  ${capabilities.join(', ')}  ${style('dim', stage.headline)}`,
  );
  for (const { id, title, lines } of stage.sections) {
    if (id === 'keys' && !keys) continue;
    out(`   ${style('dim', title)}`);
    printLines(lines, '     ', terminal);
  }
}

function printLines(lines: readonly SummaryLine[], indent: string, { out, style }: Terminal): void {
  const labelWidth = Math.min(36, Math.max(0, ...lines.map(({ label }) => displayWidth(label))));
  for (const { label, value, note } of lines) {
    const shown = visible(pathOrText(value));
    out(
      `${indent}${fit(visible(label), Math.max(labelWidth, displayWidth(label)))}  ${shown}${note === undefined ? '' : `  ${style('dim', visible(pathOrText(note)))}`}`,
    );
  }
}

/** Absolute paths are shown as a user would type them. */
const pathOrText = (text: string): string =>
  /^(\/|[A-Za-z]:[\\/])/.test(text) && !text.includes(' ') ? displayPath(text) : text;
