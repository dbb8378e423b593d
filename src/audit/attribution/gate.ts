import type { Item } from '../items';
import { rate, type Rate } from '../statistics';
import { LEAST_SAMPLES, solved, type Decision } from './decide';

/**
 * Whether the description arm can tell anything: a model that cannot answer from descriptions calls every failure
 * reasoning, whatever its eyes do.
 */
export interface Gate {
  readonly state: 'open' | 'doubtful' | 'closed' | 'absent';
  /** Visual items (solved from the image or not) that are solved from the reference description. */
  readonly accuracy: Rate;
  readonly message: string;
}

/** From here on descriptions are answered well enough. */
export const GATE_OPEN = 0.9;
/** Below, no share is given: a quarter and more of the perception failures would look like reasoning. */
export const GATE_CLOSED = 0.75;

export function gateOf(items: readonly Item[], decisions: readonly Decision[]): Gate {
  let n = 0;
  let k = 0;
  let blind = 0;
  let leaking = 0;
  let small = 0;
  items.forEach((item, i) => {
    if (item.images.length === 0 || item.arms.description === undefined) return;
    const right = solved(item, 'description');
    if (right === undefined) small += 1;
    else if (decisions[i]?.leak === 'stated') leaking += 1;
    else if (solved(item, 'neither') === true) blind += 1;
    else {
      n += 1;
      if (right) k += 1;
    }
  });
  const accuracy = rate(k, n, 'visual items', [
    { reason: 'solved without the image', n: blind },
    { reason: 'whose description states the answer', n: leaking },
    { reason: `with fewer than ${LEAST_SAMPLES} samples`, n: small },
  ]);
  return { ...judge(accuracy), accuracy };
}

function judge(accuracy: Rate): Pick<Gate, 'state' | 'message'> {
  if (accuracy.n === 0) {
    return {
      state: 'absent',
      message: 'No item was answered from a description: failures cannot be attributed.',
    };
  }
  if (accuracy.value < GATE_CLOSED) {
    return {
      state: 'closed',
      message:
        `GATE CLOSED: the model cannot answer from descriptions (at least ${100 * GATE_CLOSED} % needed, ` +
        `${100 * GATE_OPEN} % wanted), so the attribution says nothing and no share is given.`,
    };
  }
  if (accuracy.value < GATE_OPEN) {
    return {
      state: 'doubtful',
      message:
        `Doubtful: fewer than the ${100 * GATE_OPEN} % wanted are solved from their description. Perception is ` +
        'understated: a failure that no description repairs counts as reasoning.',
    };
  }
  return { state: 'open', message: 'Open: descriptions are answered well enough to tell.' };
}
