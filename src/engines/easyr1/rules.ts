import type { EngineCode } from '../codes';
import type { NumberKey, Numbers } from './numbers';

/** A rule of EasyR1's start-up that the numbers of a stage break. */
export interface Breach {
  readonly code: EngineCode;
  /** The keys that it is about: a change of any one of them may mend it. */
  readonly keys: readonly NumberKey[];
  /** What is wrong; `name` gives a key the word that the user knows it by. */
  readonly say: (name: (key: NumberKey) => string) => string;
}

const BATCH = 'data.rollout_batch_size';
const MINI = 'data.mini_rollout_batch_size';
const ROLLOUTS = 'worker.rollout.n';
const GPUS = 'trainer.n_gpus_per_node';
const NODES = 'trainer.nnodes';
const TENSOR = 'worker.rollout.tensor_parallel_size';
const TOKENS = 'worker.rollout.max_num_batched_tokens';
const PROMPT = 'data.max_prompt_length';
const RESPONSE = 'data.max_response_length';

/** What EasyR1 would stop at, in the order in which it looks. Where a number is below 1, nothing else is looked at. */
export function breachesOf(numbers: Numbers): readonly Breach[] {
  const small = tooSmall(numbers);
  if (small.length > 0) return small;
  const shares = dispatch(numbers);
  const workers = [
    ...workerBreaches(numbers, 'actor'),
    ...(numbers.hasCritic ? workerBreaches(numbers, 'critic') : []),
  ];
  // What nobody wrote could only not be fitted because rows cannot be shared: that is the one thing to be told.
  const own = workers.filter(({ keys: [key] }) => key !== undefined && numbers.written[key] !== undefined);
  return [...(shares.length === 0 ? workers : own), ...sampling(numbers), ...shares];
}

function tooSmall({ of, hasCritic }: Numbers): readonly Breach[] {
  return (Object.entries(of) as [NumberKey, number][])
    .filter(([key, value]) => value < 1 && (hasCritic || !key.startsWith('worker.critic.')))
    .map(([key, value]) => ({
      code: 'SC424',
      keys: [key],
      say: (name) =>
        key === GPUS
          ? `EasyR1 trains on GPUs, and \`${name(key)}\` is ${value}`
          : `\`${name(key)}\` is ${value}, and EasyR1 divides by it`,
    }));
}

const gpusOf = ({ of }: Numbers): number => of[GPUS] * of[NODES];

/** `8 GPUs`, or `2 x 8 GPUs`. */
const machine = ({ of }: Numbers): string => {
  const gpus = `${of[GPUS]} GPU${of[GPUS] === 1 && of[NODES] === 1 ? '' : 's'}`;
  return of[NODES] === 1 ? gpus : `${of[NODES]} x ${gpus}`;
};

function workerBreaches(numbers: Numbers, worker: 'actor' | 'critic'): readonly Breach[] {
  const { of } = numbers;
  const GLOBAL = `worker.${worker}.global_batch_size` as const;
  const UPDATE = `worker.${worker}.micro_batch_size_per_device_for_update` as const;
  const EXPERIENCE = `worker.${worker}.micro_batch_size_per_device_for_experience` as const;
  const ULYSSES = `worker.${worker}.ulysses_size` as const;
  const answers = of[BATCH] * of[ROLLOUTS];
  const found: Breach[] = [];
  if (of[BATCH] % of[GLOBAL] !== 0) {
    found.push({
      code: 'SC421',
      keys: [GLOBAL, BATCH],
      say: (name) =>
        `A step of ${of[BATCH]} prompts (\`${name(BATCH)}\`) does not divide into updates of ${of[GLOBAL]} (\`${name(GLOBAL)}\`)`,
    });
  }
  if (answers % of[EXPERIENCE] !== 0) {
    found.push({
      code: 'SC422',
      keys: [EXPERIENCE, BATCH, ROLLOUTS],
      say: (name) =>
        `The ${answers} responses of a step (\`${name(BATCH)}\` ${of[BATCH]} x \`${name(ROLLOUTS)}\` ${of[ROLLOUTS]}) do not divide into pieces of ${of[EXPERIENCE]} (\`${name(EXPERIENCE)}\`)`,
    });
  }
  const perGpu = perDevice(numbers, worker);
  const how = (name: (key: NumberKey) => string): string =>
    `${of[GLOBAL]} prompts x ${of[ROLLOUTS]} responses of an update (\`${name(GLOBAL)}\`) on ${machine(numbers)}${of[ULYSSES] === 1 ? '' : ` in groups of ${of[ULYSSES]}`}`;
  if (perGpu < 1 || !Number.isFinite(perGpu)) {
    found.push({
      code: 'SC423',
      keys: [GLOBAL, ULYSSES, GPUS],
      say: (name) => `${how(name)} (\`${name(GPUS)}\`) leave nothing for each GPU`,
    });
  } else if (perGpu % of[UPDATE] !== 0) {
    found.push({
      code: 'SC423',
      keys: [UPDATE, GLOBAL, GPUS],
      say: (name) =>
        `${how(name)} are ${perGpu} for each (\`${name(GPUS)}\`), which do not divide into pieces of ${of[UPDATE]} (\`${name(UPDATE)}\`)`,
    });
  } else if (numbers.offloads[worker] && perGpu !== of[UPDATE]) {
    found.push({
      code: 'SC423',
      keys: [UPDATE, GLOBAL],
      say: (name) =>
        `With \`worker.${worker}.fsdp.enable_cpu_offload\` no gradients are added up, so \`${name(UPDATE)}\` must be all ${perGpu} responses of a GPU, not ${of[UPDATE]}`,
    });
  }
  return found;
}

/** Responses of one update that a group of GPUs holds. */
function perDevice(numbers: Numbers, worker: 'actor' | 'critic'): number {
  const { of } = numbers;
  const groups = Math.floor(gpusOf(numbers) / of[`worker.${worker}.ulysses_size`]);
  return Math.floor((of[`worker.${worker}.global_batch_size`] * of[ROLLOUTS]) / groups);
}

function sampling(numbers: Numbers): readonly Breach[] {
  const { of } = numbers;
  const found: Breach[] = [];
  if (gpusOf(numbers) % of[TENSOR] !== 0) {
    found.push({
      code: 'SC424',
      keys: [TENSOR, GPUS],
      say: (name) =>
        `${machine(numbers)} (\`${name(GPUS)}\`) do not divide into groups of ${of[TENSOR]} that share a copy of the model for sampling (\`${name(TENSOR)}\`)`,
    });
  }
  if (of[TOKENS] < of[PROMPT] + of[RESPONSE]) {
    found.push({
      code: 'SC425',
      keys: [TOKENS, RESPONSE, PROMPT],
      say: (name) =>
        `A prompt of ${of[PROMPT]} and a response of ${of[RESPONSE]} tokens (\`${name(PROMPT)}\`, \`${name(RESPONSE)}\`) do not fit into ${of[TOKENS]} (\`${name(TOKENS)}\`)`,
    });
  }
  return found;
}

/** A machine has 1, 2, 4 or 8 GPUs: with another number, what is learned need not change to mend it. */
const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value));

/** Rows go to the GPUs in equal parts. */
function dispatch(numbers: Numbers): readonly Breach[] {
  const { of } = numbers;
  const world = gpusOf(numbers);
  const answers = of[BATCH] * of[ROLLOUTS];
  const perCall = of[MINI];
  if (perCall % world !== 0) {
    const key = perCall === of[BATCH] ? BATCH : MINI;
    return [
      {
        code: 'SC424',
        keys: isPowerOfTwo(world) ? [key, GPUS] : [GPUS, key],
        say: (name) =>
          `${perCall} prompts (\`${name(key)}\`) cannot be shared equally by ${machine(numbers)} (\`${name(GPUS)}\`)`,
      },
    ];
  }
  if (answers % world !== 0) {
    return [
      {
        code: 'SC424',
        keys: isPowerOfTwo(world) ? [BATCH, GPUS, ROLLOUTS] : [GPUS, BATCH, ROLLOUTS],
        say: (name) =>
          `${answers} responses (\`${name(BATCH)}\` ${of[BATCH]} x \`${name(ROLLOUTS)}\` ${of[ROLLOUTS]}) cannot be shared equally by ${machine(numbers)} (\`${name(GPUS)}\`)`,
      },
    ];
  }
  const perUpdate = perDevice(numbers, 'actor');
  if (
    perUpdate < 1 ||
    (answers / world) % perUpdate === 0 ||
    of[BATCH] % of['worker.actor.global_batch_size'] !== 0
  )
    return [];
  return [
    {
      code: 'SC424',
      keys: ['worker.actor.global_batch_size', BATCH, GPUS],
      say: (name) =>
        `The ${answers / world} responses of a GPU (\`${name(BATCH)}\` x \`${name(ROLLOUTS)}\` on ${machine(numbers)}, \`${name(GPUS)}\`) do not divide into updates of ${perUpdate} (\`${name('worker.actor.global_batch_size')}\`)`,
    },
  ];
}
