import type { Item } from '../items';
import { rate, type Exclusion, type Rate } from '../statistics';
import { EXCLUSIONS, VERDICTS, type Decision, type ExclusionReason, type Verdict } from './decide';
import { gateOf, type Gate } from './gate';

/** Where failures come from, for a set of items. */
export interface Attribution {
  readonly gate: Gate;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Perception, confirmed or not, of the failures that could be attributed; absent while the gate is closed. */
  readonly perception?: Rate;
  /** The same without every failure whose description so much as mentions the answer. */
  readonly perceptionUnmentioned?: Rate;
  readonly integration?: Rate;
  readonly reasoning?: Rate;
  /** Failures whose samples from the image are neither all wrong nor mostly right. */
  readonly stochastic: number;
}

export function attribute(items: readonly Item[], decisions: readonly Decision[]): Attribution {
  const gate = gateOf(items, decisions);
  const verdicts = Object.fromEntries(Object.keys(VERDICTS).map((name) => [name, 0])) as Record<
    Verdict,
    number
  >;
  for (const { verdict } of decisions) verdicts[verdict] += 1;
  const stochastic = decisions.filter((d) => d.stochastic && d.verdict !== 'right').length;
  const common = { gate, verdicts, stochastic };
  if (gate.state === 'closed' || gate.state === 'absent') return common;
  const share = (of: readonly Verdict[], among: readonly Decision[], excluded: readonly Exclusion[]): Rate =>
    rate(among.filter((d) => of.includes(d.verdict)).length, among.length, 'attributed failures', excluded);
  const attributed = decisions.filter((d) => ATTRIBUTED.has(d.verdict));
  const excluded = exclusions(decisions);
  const unmentioned = attributed.filter((d) => d.leak === 'none');
  const mention = {
    reason: 'whose description mentions the answer',
    n: attributed.length - unmentioned.length,
  };
  return {
    ...common,
    perception: share(PERCEPTION, attributed, excluded),
    ...(mention.n === 0
      ? {}
      : { perceptionUnmentioned: share(PERCEPTION, unmentioned, [...excluded, mention]) }),
    integration: share(['integration'], attributed, excluded),
    reasoning: share(['reasoning'], attributed, excluded),
  };
}

export const PERCEPTION: readonly Verdict[] = ['perception', 'perception-confirmed'];
const ATTRIBUTED: ReadonlySet<Verdict> = new Set<Verdict>([...PERCEPTION, 'integration', 'reasoning']);

function exclusions(decisions: readonly Decision[]): readonly Exclusion[] {
  const reasons = Object.keys(EXCLUSIONS) as ExclusionReason[];
  return reasons
    .map((key) => ({ reason: EXCLUSIONS[key], n: decisions.filter((d) => d.excluded === key).length }))
    .filter(({ n }) => n > 0);
}
