import type { EngineCode } from '../codes';
import { filterFaults } from './filter-faults';
import { changesFor, type Change } from './mend';
import { modelFaults } from './model-faults';
import { nameOf, numbersOf, valueOf, type Easyr1Stage, type NumberKey } from './numbers';
import { ownedKeys } from './owned';
import { breachesOf } from './rules';

/** What EasyR1 would stop at, or not do, for a stage. */
export interface Easyr1Fault {
  readonly code: EngineCode;
  readonly message: string;
  readonly hint: string;
}

/** All faults of a stage that its settings and options show, without a look at data or this machine. */
export function easyr1Faults(stage: Easyr1Stage): readonly Easyr1Fault[] {
  if (stage.settings.method === 'sft') {
    return [
      {
        code: 'SC427',
        message: 'EasyR1 trains by reinforcement learning only, and `method` is `sft`',
        hint: 'Write `engine: trl` for this curriculum, or leave `method` out.',
      },
    ];
  }
  return [
    ...ownedKeys(stage),
    ...modelFaults(stage),
    ...refused(stage),
    ...filterFaults(stage),
    ...numberFaults(stage),
  ];
}

/** Numbers that mend the faults of a code, for each of its breaches the likeliest first. */
export function easyr1Changes(stage: Easyr1Stage, code: string): readonly Change[] {
  const numbers = numbersOf(stage);
  if (numbers === undefined) return [];
  return breachesOf(numbers)
    .filter((breach) => breach.code === code)
    .flatMap((breach) => changesFor(numbers, breach));
}

function numberFaults(stage: Easyr1Stage): readonly Easyr1Fault[] {
  const numbers = numbersOf(stage);
  if (numbers === undefined) return [];
  const name = (key: NumberKey): string => nameOf(stage, key);
  const groups: readonly Easyr1Fault[] =
    ['grpo', 'rloo', 'grpo_passk'].includes(numbers.estimator) &&
    numbers.of['worker.rollout.n'] === 1 &&
    name('worker.rollout.n') === 'worker.rollout.n'
      ? [
          {
            code: 'SC403',
            message: `\`worker.rollout.n\` is 1, and \`${numbers.estimator}\` compares the responses of a group`,
            hint: 'Leave it out, and set `rollouts` to 2 or more; the paper uses 5.',
          },
        ]
      : [];
  return [
    ...groups,
    ...breachesOf(numbers).map((breach): Easyr1Fault => {
      const ways = changesFor(numbers, breach)
        .slice(0, 3)
        .map((change) =>
          Object.entries(change)
            .map(([key, value]) => `\`${name(key as NumberKey)}: ${value}\``)
            .join(' with '),
        );
      return {
        code: breach.code,
        message: breach.say(name),
        hint: ways.length === 0 ? 'Use the defaults of EasyR1.' : `Write ${ways.join(', or ')}.`,
      };
    }),
  ];
}

function refused(stage: Easyr1Stage): readonly Easyr1Fault[] {
  const fault = (message: string, hint: string): Easyr1Fault => ({ code: 'SC427', message, hint });
  const horizon = valueOf(stage, 'algorithm.kl_horizon');
  return [
    ...(valueOf(stage, 'worker.hybrid_engine') === false
      ? [
          fault(
            'EasyR1 has no other workers than hybrid ones, and `worker.hybrid_engine` is off',
            'Leave it out.',
          ),
        ]
      : []),
    ...(valueOf(stage, 'algorithm.kl_type') === 'adaptive' && typeof horizon === 'number' && horizon <= 0
      ? [
          fault(
            `\`algorithm.kl_horizon\` must be above 0, and is ${horizon}`,
            'Leave it out: EasyR1 takes 10000.',
          ),
        ]
      : []),
  ];
}
