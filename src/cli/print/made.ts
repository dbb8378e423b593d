import {
  MAKE_STEPS,
  MADE_SPLITS,
  type FunnelStep,
  type MadeManifest,
  type MakePlan,
  type MakeSpending,
} from '../../protocol';
import type { Terminal } from '../terminal';
import { displayPath } from './problems';
import { columns, visible, visibleInline } from './text-width';

/** Reasons of a step that are told; the browser shows them all. */
const MOST_REASONS = 4;

/** What making would do and cost, dataset by dataset. */
export function printMakePlan({ datasets, resumable }: MakePlan, { out, style }: Terminal): void {
  for (const { dataset, to, made, words } of datasets) {
    const state =
      made === undefined
        ? 'not made yet'
        : made === 'fresh'
          ? 'made before, from this recipe'
          : 'made before, from another recipe';
    out(
      `${style('bold', visibleInline(dataset))}  ${style('dim', `${state}; ${visibleInline(displayPath(to))}`)}`,
    );
    for (const line of words) out(`  ${visible(line)}`);
  }
  if (resumable !== undefined)
    out(
      `${style('yellow', 'note:')} ${visibleInline(resumable.words)}; \`stagecraft resume ${visibleInline(resumable.id)}\` goes on with the recipe as it was`,
    );
}

/** What came of it: the funnel in words, what was spent, what should be known before it is trained on. */
export function printMade(manifest: MadeManifest, to: string, { out, style }: Terminal): void {
  const { dataset, rows, funnel, warnings } = manifest;
  const splits = MADE_SPLITS.flatMap((split) => {
    const count = rows[split];
    return count === undefined ? [] : [`${split} ${number(count)}`];
  });
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  const where = splits.length === 0 ? '' : `: ${splits.join(', ')}`;
  out(`\n${style('bold', visibleInline(dataset))}  ${countOf(total, 'row')}${where}`);
  const shown = funnel.filter(({ step, in: came, out: went }) => came > 0 || went > 0 || step === 'source');
  columns(shown.map(funnelCells)).forEach((line, i) => {
    out(`  ${line.trimEnd()}`);
    const { dropped } = shown[i] ?? { dropped: [] };
    for (const { reason, count } of dropped.slice(0, MOST_REASONS))
      out(style('dim', `      ${number(count)} x ${visibleInline(reason)}`));
    const rest = dropped.slice(MOST_REASONS).reduce((sum, { count }) => sum + count, 0);
    if (rest > 0) out(style('dim', `      ${number(rest)} for other reasons`));
  });
  for (const line of spendingLines(manifest)) out(`  ${line}`);
  for (const warning of warnings) out(`  ${style('yellow', 'note:')} ${visible(warning)}`);
  out(to);
}

/** What each model cost this time, and over all makes where that is more. */
function spendingLines({ spending, recent }: MadeManifest): readonly string[] {
  const nothing = recent?.length === 0 && spending.length > 0;
  const lines = spending.map((total) => {
    const model = visibleInline(total.model);
    const now = recent?.find((one) => one.model === total.model);
    if (recent === undefined || now?.requests === total.requests) return `${model}: ${spentWords(total)}`;
    if (now === undefined) return `${model}: ${nothing ? '' : 'not asked; '}so far ${spentWords(total)}`;
    return `${model}: ${spentWords(now)}; so far ${spentWords(total)}`;
  });
  return nothing ? ['Nothing was asked this time.', ...lines] : lines;
}

function spentWords({ requests, cached, failed, tokens, cost }: MakeSpending): string {
  const parts = [
    countOf(requests, 'request'),
    ...(cached > 0 ? [`${number(cached)} answered from before`] : []),
    ...(failed > 0 ? [`${number(failed)} given up`] : []),
    countOf(tokens.input + tokens.output, 'token'),
    ...(cost === undefined ? [] : [`cost ${cost.toFixed(2)}`]),
  ];
  return parts.join(', ');
}

function funnelCells({ step, in: came, out: went }: FunnelStep): readonly string[] {
  return [`${step}:`, `${number(came)} -> ${number(went)}`, MAKE_STEPS[step]];
}

const countOf = (count: number, what: string): string => `${number(count)} ${what}${count === 1 ? '' : 's'}`;

const number = (value: number): string => value.toLocaleString('en-US');
