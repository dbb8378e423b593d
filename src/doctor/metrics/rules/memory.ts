import { mean, series, shown } from '../series';
import { NOTHING, type RuleMaker } from '../rule';

const ASLEEP = 4;
const STEPS = 16;
const QUARTER = 4;
const GROWTH = 1.1;

/**
 * F40: what vLLM still holds after each sleep rises four times in a row by more than a tenth in all; or reserved
 * memory, of which a maximum so far is usual, still rises in each quarter of the last 16 steps.
 */
export const memoryRule: RuleMaker = () => {
  const asleep = series();
  const reserved = series();
  return {
    observe: (step) => {
      const left = step.of('memory_left_in_use');
      if (left !== undefined) {
        asleep.add(left);
        const last = asleep.last(ASLEEP);
        if (last.length === ASLEEP && rises(last))
          return [{ id: 'F40', evidence: `still in use after sleep: ${last.map(shown).join(', ')} GiB` }];
      }
      const used = step.of('gpu_memory');
      if (used === undefined) return NOTHING;
      reserved.add(used);
      const last = reserved.last(STEPS);
      const quarters = [0, 1, 2, 3].map((n) => mean(last.slice(n * QUARTER, (n + 1) * QUARTER)));
      if (last.length < STEPS || !rises(quarters)) return NOTHING;
      return [
        {
          id: 'F40',
          evidence: `GPU memory rose from ${shown(last[0] ?? 0)} to ${shown(used)} GiB in ${STEPS} steps`,
        },
      ];
    },
  };
};

const rises = (values: readonly number[]): boolean =>
  values.every((value, at) => at === 0 || value > (values[at - 1] ?? value) * 1.01) &&
  (values.at(-1) ?? 0) > (values[0] ?? 0) * GROWTH;
