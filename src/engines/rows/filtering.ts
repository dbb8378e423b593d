import type { RateCount } from '../../data';
import type { Problem } from '../../protocol';
import { optionPaths, writtenPlace } from '../../plan';
import { rowsProblem } from './problem';
import { count, numberOption, optionOf, type StageRows } from './stage-rows';

const ONLINE = 'algorithm.online_filtering';
const TRIES = 'trainer.max_try_make_batch';

/**
 * SC444: online filtering drops a prompt whose group is all right or all wrong, and asks for others until the batch is
 * full. By the rows' pass rates too few are kept for that.
 */
export async function onlineFiltering(of: StageRows): Promise<readonly Problem[]> {
  const { plan, stage, checked, data } = of;
  if (plan.curriculum.engine.name !== 'easyr1' || optionOf(of, ONLINE) !== true) return [];
  const rates: RateCount[] = [];
  for (const { where, ...source } of stage.sources) {
    if (source.columns.difficulty === undefined) return [];
    rates.push(...(await data.passRates({ source, ...(where === undefined ? {} : { where }) })));
  }
  const known = rates.filter((one): one is RateCount & { rate: number } => one.rate !== null);
  const rows = known.reduce((sum, one) => sum + one.rows, 0);
  if (rows === 0) return [];
  const low = numberOption(of, 'algorithm.filter_low') ?? 0.01;
  const high = numberOption(of, 'algorithm.filter_high') ?? 0.99;
  const { rollouts, batch } = stage.settings;
  const kept =
    known.reduce((sum, one) => sum + one.rows * keptShare(one.rate, rollouts, low, high), 0) / rows;
  const tries = numberOption(of, TRIES) ?? 20;
  const perTry = numberOption(of, 'data.mini_rollout_batch_size') ?? batch;
  const place = writtenPlace(checked, optionPaths(stage.id, ONLINE));
  const formula = `${percent(kept)} of the groups of ${count(rollouts)} by the pass rates of ${count(rows, 'row')}, between \`algorithm.filter_low\` ${low} and \`algorithm.filter_high\` ${high}`;
  if (kept * perTry < 1) {
    return [
      rowsProblem(
        'SC444',
        `Online filtering keeps less than one prompt of ${count(perTry)} in stage \`${stage.id}\` (${formula}): EasyR1 stops when none is kept`,
        place,
        undefined,
        { hint: 'Leave out rows that are always or never solved: `where: pass_rate > 0 AND pass_rate < 1`.' },
      ),
    ];
  }
  if (tries <= 0 || kept * perTry * tries >= batch) return [];
  const needed = Math.ceil(batch / (kept * perTry));
  return [
    rowsProblem(
      'SC444',
      `Online filtering does not fill a batch of ${count(batch)} in stage \`${stage.id}\`: \`${TRIES}\` ${count(tries)} x ${count(perTry, 'prompt')} x ${formula}`,
      place,
      undefined,
      {
        suggestion: { key: TRIES, stage: stage.id, value: needed },
        hint: `Set \`${TRIES}\` to ${count(needed)} or more, or leave out rows that are always or never solved: \`where: pass_rate > 0 AND pass_rate < 1\`.`,
      },
    ),
  ];
}

const percent = (share: number): string => `${(100 * share).toPrecision(2)} %`;

/** Probability that of `n` responses, each right with probability `rate`, a share strictly between the bounds is right. */
export function keptShare(rate: number, n: number, low: number, high: number): number {
  let sum = 0;
  for (let right = 0; right <= n; right++) {
    if (right / n <= low || right / n >= high) continue;
    sum += choose(n, right) * rate ** right * (1 - rate) ** (n - right);
  }
  return sum;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let index = 1; index <= k; index++) ways = (ways * (n - k + index)) / index;
  return ways;
}
