import type { PassRates, RunDetail, StageDetail } from '../../../src/protocol/runs';
import { capabilityTitle } from '../../kit/capability';
import { formatCount, formatNumber, plural } from '../../kit/format';
import { isSorted, passRateOfStep } from './difficulty';

/** A pass rate as people say it. */
export const rate = (value: number): string => value.toFixed(2);

const STATE_WORDS: Readonly<Record<StageDetail['state'], string>> = {
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  stopped: 'stopped',
  failed: 'failed',
  interrupted: 'interrupted',
};

/** `running, step 34 of 96`; `failed at step 12: out of memory`. */
export function stateWords({ state, step, totalSteps, reason, kind }: StageDetail): string {
  const word = STATE_WORDS[state];
  if (kind !== 'stage' || state === 'waiting') return word;
  const of = totalSteps > 0 ? ` of ${formatCount(totalSteps)}` : '';
  const place =
    state === 'done' ? '' : `${state === 'running' ? ', ' : ' at '}step ${formatCount(step)}${of}`;
  return `${word}${place}${reason === undefined ? '' : `: ${reason}`}`;
}

/** The steps under a stage's name: `34 / 96 steps`. */
export function stepWords({ state, step, totalSteps }: StageDetail): string {
  if (totalSteps <= 0) return step > 0 ? plural(step, 'step') : 'steps unknown';
  return state === 'waiting' || (state === 'done' && step >= totalSteps)
    ? plural(totalSteps, 'step')
    : `${formatCount(step)} / ${plural(totalSteps, 'step')}`;
}

/** What is known of the difficulty of a stage's rows, in a sentence part. */
export function bandWords(rates: PassRates | undefined): string {
  if (rates?.band === undefined) return 'its rows have no pass rates';
  const [low, median, high] = rates.band.map(rate);
  const unknown = rates.unknown > 0 ? `; ${plural(rates.unknown, 'row')} without one` : '';
  return `pass rates: median ${median}, middle 90 % from ${low} to ${high}${unknown}`;
}

/** Everything the picture shows of one stage, as a sentence. */
export function stageSentence(stage: StageDetail, rates: PassRates | undefined): string {
  const here = rates === undefined ? undefined : positionWords(stage, rates);
  return [
    `Stage ${stage.id}, ${stage.capabilities.map(capabilityTitle).join(' and ') || 'no capability'}, ${stateWords(stage)}`,
    [
      plural(stage.rows, 'row'),
      stage.totalSteps > 0 ? plural(stage.totalSteps, 'step') : 'steps unknown',
      ...(stage.from === '' ? [] : [`from ${fromWords(stage)}`]),
    ].join(', '),
    stage.order,
    bandWords(rates),
    ...(here === undefined ? [] : [here]),
    ...(stage.best === undefined
      ? []
      : [`best checkpoint at step ${formatCount(stage.best.step)} with ${formatNumber(stage.best.score)}`]),
    ...(stage.until === undefined ? [] : [`stops early when ${stage.until}`]),
  ]
    .filter((part) => part !== '')
    .join('; ');
}

/** `the base model`, `best of see`. */
export const fromWords = ({ from }: StageDetail): string => (from === 'base' ? 'the base model' : from);

/** Where a running stage is on the difficulty axis. */
export function positionWords(stage: StageDetail, rates: PassRates): string | undefined {
  if (stage.state !== 'running') return undefined;
  const at = passRateOfStep(stage, rates, stage.step);
  if (at !== undefined) return `now at rows of pass rate ${rate(at)}`;
  return isSorted(stage) || rates.band === undefined ? undefined : 'now drawing from all of its rows';
}

/** The whole picture in a few sentences, for those who do not see it. */
export function planSentence({ summary, stages }: RunDetail, rates: ReadonlyMap<string, PassRates>): string {
  const trained = stages.filter(({ kind }) => kind === 'stage');
  const ends = stages.filter(({ kind }) => kind !== 'stage');
  const head = `Plan of ${summary.name}: ${plural(trained.length, 'stage')} in training order on the capability axis, pass rates of their rows on the difficulty axis.`;
  const each = trained.map((stage) => `${stageSentence(stage, rates.get(stage.id))}.`);
  const last =
    ends.length === 0 ? [] : [`Then ${ends.map((end) => `${end.id} (${stateWords(end)})`).join(', ')}.`];
  return [head, ...each, ...last].join(' ');
}
