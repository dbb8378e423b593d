import { metricTitle } from '../../kit/format';

/** One of the small multiples: the metrics on its left axis, and those on a right one of their own unit. */
export interface ChartSpec {
  readonly id: string;
  readonly title: string;
  readonly left: readonly string[];
  readonly right: readonly string[];
}

interface Group {
  readonly id: string;
  readonly title: string;
  readonly left: readonly string[];
  readonly right?: readonly string[];
}

/** The curves that matter for reinforcement learning with verifiable rewards, the most telling first; then a make's. */
const GROUPS: readonly Group[] = [
  { id: 'reward', title: 'Reward', left: ['reward', 'accuracy', 'format'] },
  { id: 'validation', title: 'Validation', left: ['val_accuracy', 'val_reward'] },
  { id: 'length', title: 'Response length', left: ['response_length'], right: ['truncated'] },
  { id: 'kl', title: 'KL to the start', left: ['kl'] },
  { id: 'entropy', title: 'Entropy', left: ['entropy'] },
  { id: 'clip', title: 'Clip fraction', left: ['clip_fraction'] },
  { id: 'gradient', title: 'Gradient norm', left: ['grad_norm'] },
  { id: 'groups', title: 'Live groups', left: ['live_groups'] },
  { id: 'loss', title: 'Loss', left: ['loss'] },
  { id: 'rate', title: 'Learning rate', left: ['learning_rate'] },
  { id: 'speed', title: 'Speed', left: ['tokens_per_second'], right: ['step_seconds'] },
  { id: 'questions', title: 'Questions', left: ['questions', 'kept'] },
  { id: 'answers', title: 'Answers', left: ['right', 'wrong'] },
  { id: 'unparsable', title: 'Unparsable', left: ['unparsable', 'missing'] },
  { id: 'rated', title: 'Rated', left: ['rated'] },
  { id: 'requests', title: 'Requests', left: ['requests', 'cached'] },
  { id: 'pace', title: 'Requests a second', left: ['requests_per_second'] },
  { id: 'failed', title: 'Requests failed', left: ['requests_failed'] },
  { id: 'tokens', title: 'Tokens', left: ['tokens'], right: ['cost'] },
  { id: 'gpu', title: 'GPU', left: ['gpu_memory'], right: ['gpu_use'] },
  { id: 'machine', title: 'Memory and cores', left: ['memory'], right: ['cpu'] },
];

/** `gpu_memory` of `gpu_memory.1`: the same figure of several devices belongs into one chart. */
const baseOf = (metric: string): string => /^(.+)\.\d+$/.exec(metric)?.[1] ?? metric;

/**
 * The charts of the metrics that some runs have: those of the groups in their order, then one for each metric that
 * is in none, by name.
 */
export function chartsOf(metrics: readonly string[]): readonly ChartSpec[] {
  const all = [...new Set(metrics)];
  const members = (names: readonly string[]): readonly string[] =>
    names.flatMap((name) =>
      all
        .filter((metric) => metric === name || (baseOf(metric) === name && metric !== name))
        .sort((a, b) => a.localeCompare(b, 'en', { numeric: true })),
    );
  const grouped = GROUPS.map(({ id, title, left, right = [] }) => ({
    id,
    title,
    left: members(left),
    right: members(right),
  })).filter(({ left, right }) => left.length + right.length > 0);
  const taken = new Set(grouped.flatMap(({ left, right }) => [...left, ...right]));
  const own = all
    .filter((metric) => !taken.has(metric))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((metric) => ({ id: `metric:${metric}`, title: metricTitle(metric), left: [metric], right: [] }));
  return [...grouped, ...own];
}

export const metricsOf = ({ left, right }: ChartSpec): readonly string[] => [...left, ...right];
