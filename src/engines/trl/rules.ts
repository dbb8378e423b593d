import type { TrlNumberKey, TrlNumbers } from './numbers';

/** Numbers that break a rule of TRL, in the words of whoever wrote them. */
export interface TrlBreach {
  readonly code: 'SC450' | 'SC451';
  /** Those that take part, the likeliest to be changed first. */
  readonly keys: readonly TrlNumberKey[];
  readonly say: (name: (key: TrlNumberKey) => string) => string;
}

/**
 * The rules of a step: what a step learns from (`batch` prompts, each with its group) is shared by the processes, and
 * by each in micro batches; what is sampled at once is whole groups and whole micro batches (trl 1.13, GRPOConfig).
 */
export function trlBreaches(numbers: TrlNumbers): readonly TrlBreach[] {
  return [...ofStep(numbers), ...(numbers.samples ? ofSampling(numbers) : [])];
}

/** What a step learns from, in what TRL counts: responses, or rows where none are sampled. */
export const perStep = ({ batch, num_generations: group }: TrlNumbers): number => batch * group;

/** The size of a micro batch of all processes together, where it is written or follows from what is. */
export function globalMicroBatch(numbers: TrlNumbers): number | undefined {
  const { per_device_train_batch_size: own, gradient_accumulation_steps: pieces, gpus } = numbers;
  if (own !== undefined) return own * gpus;
  return pieces === undefined ? undefined : perStep(numbers) / pieces;
}

function ofStep(numbers: TrlNumbers): readonly TrlBreach[] {
  const {
    batch,
    gpus,
    samples,
    num_generations: group,
    per_device_train_batch_size: own,
    gradient_accumulation_steps: pieces,
  } = numbers;
  const total = perStep(numbers);
  const product = (name: (key: TrlNumberKey) => string): string =>
    samples
      ? `\`${name('batch')}\` x \`${name('num_generations')}\` = ${batch} x ${group} = ${total} responses`
      : `\`${name('batch')}\` = ${total} rows`;
  const keys = (...more: readonly TrlNumberKey[]): readonly TrlNumberKey[] => [
    ...more,
    'batch',
    ...(samples ? (['num_generations'] as const) : []),
    ...(gpus > 1 ? (['gpus'] as const) : []),
  ];
  if (own !== undefined && pieces !== undefined) {
    if (own * pieces * gpus === total) return [];
    return [
      {
        code: 'SC450',
        keys: keys('gradient_accumulation_steps', 'per_device_train_batch_size'),
        say: (name) =>
          `A step learns from ${product(name)}, but \`per_device_train_batch_size\` x \`gradient_accumulation_steps\` x processes = ${own} x ${pieces} x ${gpus} = ${own * pieces * gpus}`,
      },
    ];
  }
  if (own !== undefined) {
    if (total % (own * gpus) === 0) return [];
    return [
      {
        code: 'SC450',
        keys: keys('per_device_train_batch_size'),
        say: (name) =>
          `${product(name)} do not divide into micro batches of \`per_device_train_batch_size\` x processes = ${own} x ${gpus} = ${own * gpus}`,
      },
    ];
  }
  const shares = gpus * (pieces ?? 1);
  if (total % shares === 0) return [];
  return [
    {
      code: 'SC450',
      keys: keys(...(pieces === undefined ? [] : (['gradient_accumulation_steps'] as const))),
      say: (name) =>
        pieces === undefined
          ? `${product(name)} cannot be shared by \`${name('gpus')}\` = ${gpus} GPUs`
          : `${product(name)} do not divide into \`gradient_accumulation_steps\` x processes = ${pieces} x ${gpus} = ${shares} micro batches`,
    },
  ];
}

function ofSampling(numbers: TrlNumbers): readonly TrlBreach[] {
  const { num_generations: group, generation_batch_size: sampled, steps_per_generation: steps } = numbers;
  const micro = globalMicroBatch(numbers);
  if (sampled !== undefined && steps !== undefined)
    return [
      {
        code: 'SC451',
        keys: [],
        say: () =>
          '`generation_batch_size` and `steps_per_generation` cannot both be written: each follows from the other',
      },
    ];
  if (sampled !== undefined) {
    const groups: readonly TrlBreach[] =
      sampled % group === 0
        ? []
        : [
            {
              code: 'SC451',
              keys: ['generation_batch_size', 'num_generations'],
              say: (name) =>
                `\`generation_batch_size\` (${sampled}) must be divisible by \`${name('num_generations')}\` (${group}): groups are sampled whole`,
            },
          ];
    const pieces: readonly TrlBreach[] =
      micro === undefined || sampled % micro === 0
        ? []
        : [
            {
              code: 'SC451',
              keys: ['generation_batch_size', 'per_device_train_batch_size'],
              say: () =>
                `\`generation_batch_size\` (${sampled}) must be divisible by the micro batch of all processes (${micro})`,
            },
          ];
    return [...groups, ...pieces];
  }
  if (steps === undefined || micro === undefined || (steps * micro) % group === 0) return [];
  return [
    {
      code: 'SC451',
      keys: ['steps_per_generation', 'num_generations'],
      say: (name) =>
        `\`steps_per_generation\` x micro batch of all processes = ${steps} x ${micro} = ${steps * micro} responses are no whole groups of \`${name('num_generations')}\` (${group})`,
    },
  ];
}
