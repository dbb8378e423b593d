import type { GoldTrial } from '../../preflight';
import type { RehearsalResult, RehearsedStage } from '../../trial';
import { columns, visibleInline } from './text-width';
import type { Terminal } from '../terminal';

const HEAD = ['stage', 'state', 'steps', 'seconds', 'reward', 'format', 'cut', 'validation', 'findings'];

/** Prints what a rehearsal showed: a row a stage, then what should be looked at. */
export function printRehearsal(
  { stages, remarks }: RehearsalResult,
  gold: readonly GoldTrial[],
  { out, style }: Terminal,
): void {
  const [head = '', ...lines] = columns([HEAD, ...stages.map(rowOf)]);
  out(style('dim', head));
  for (const line of lines) out(line);
  for (const { id, findings } of stages)
    for (const { severity, message, hint } of findings)
      if (severity !== 'info')
        out(
          `${style(severity === 'error' ? 'red' : 'yellow', severity)}: ${visibleInline(`${id}: ${message}`)}${hint === undefined ? '' : ` (${visibleInline(hint)})`}`,
        );
  for (const remark of remarks) out(`${style('yellow', 'look at')}: ${visibleInline(remark)}`);
  for (const { stage, row, response, overall } of gold)
    out(
      `${style('red', 'error')}: ${visibleInline(`${stage}: the reward gives the gold answer of row ${row} ${overall}, not 1: ${JSON.stringify(response)}`)}`,
    );
}

/** Reward first and last; a supervised stage has its loss there. */
function rowOf(stage: RehearsedStage): readonly string[] {
  const { id, state, step, totalSteps, seconds, measure, first, last, format, truncated, findings } = stage;
  const way = first === undefined || last === undefined ? '' : `${first.toFixed(2)} to ${last.toFixed(2)}`;
  const told = findings.filter(({ severity }) => severity !== 'info').length;
  return [
    visibleInline(id),
    state,
    `${step}/${totalSteps}`,
    seconds === undefined ? '' : seconds.toFixed(1),
    measure === 'loss' && way !== '' ? `loss ${way}` : way,
    share(format),
    share(truncated),
    share(stage.validation),
    told === 0 ? '-' : String(told),
  ];
}

const share = (value: number | undefined): string =>
  value === undefined ? '' : `${Math.round(value * 100)} %`;
