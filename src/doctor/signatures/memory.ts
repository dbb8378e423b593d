import { statement } from '../text/statement';
import { halved, numberOf, optionOf, rounded } from './settings';
import type { Signature } from './types';

const UTILIZATION = 'worker.rollout.gpu_memory_utilization';
/** EasyR1’s own default. */
const USUAL_UTILIZATION = 0.6;

/** Failures of GPU memory, main memory and disk. */
export const MEMORY_SIGNATURES: readonly Signature[] = [
  {
    id: 'F36',
    title: 'GPU memory ran out when vLLM woke up',
    kind: 'fatal',
    message: 'vLLM found too little GPU memory when it took its share back for sampling',
    cause:
      'Weights, gradients and optimizer still hold memory that vLLM’s share (`gpu_memory_utilization`) needs.',
    fix: 'Lower `worker.rollout.gpu_memory_utilization`, or offload weights and optimizer (`worker.actor.offload.offload_params: true`).',
    key: { easyr1: `engine_options.${UTILIZATION}`, trl: 'engine_options.vllm_gpu_memory_utilization' },
    lines: [
      {
        has: 'cumem_allocator',
        pattern: statement('CUDA Error: out of memory at .{0,600}cumem_allocator\\.cpp:\\d{1,6}'),
      },
      { has: 'wake_up', pattern: /wake_up.{0,1000}out of memory/ },
      {
        has: 'CUDA out of memory',
        pattern: statement('CUDA out of memory'),
        when: (_, { wakingUp }) => wakingUp,
      },
    ],
    suggest: (settings) => {
      const lower = (optionOf(settings, UTILIZATION) ?? USUAL_UTILIZATION) - 0.1;
      return lower > 0.1 ? rounded(lower) : undefined;
    },
  },
  {
    id: 'F37',
    title: 'GPU memory ran out in training',
    kind: 'fatal',
    message: 'The GPU has too little memory for a training step',
    cause:
      'Micro batch times prompt and response length needs more memory than is left beside weights and optimizer.',
    fix: 'Make the micro batches smaller, offload weights and optimizer, use bf16 weights, or lower the largest image size.',
    key: {
      easyr1: 'engine_options.worker.actor.micro_batch_size_per_device_for_update',
      trl: 'engine_options.per_device_train_batch_size',
      embedded: 'batch',
    },
    lines: [
      {
        has: 'CUDA out of memory',
        pattern: statement('CUDA out of memory(?:\\. Tried to allocate ([\\d.]{1,12} [KMGT]iB))?'),
        when: (match, { wakingUp }) => !wakingUp && !match.input.includes('wake_up'),
        says: (match) =>
          match[1] === undefined
            ? 'The GPU has too little memory for a training step'
            : `The GPU has no ${match[1]} left for a training step`,
      },
    ],
    suggest: (settings) =>
      halved(optionOf(settings, 'worker.actor.micro_batch_size_per_device_for_update') ?? 4),
  },
  {
    id: 'F38',
    title: 'Main memory ran out: Ray killed workers',
    kind: 'fatal',
    message: 'The machine ran out of main memory, and Ray ended a worker',
    cause:
      'Offloaded weights, caches of preprocessed images and a validation of all rows at once add up on every process.',
    fix: 'Offload less, make `data.val_batch_size` smaller, use fewer filter workers, or take a machine with more memory.',
    key: { easyr1: 'engine_options.data.val_batch_size' },
    lines: [
      {
        has: 'killed due to memory pressure',
        pattern: statement(
          '(?:(\\d{1,9}) )?Workers? \\(tasks / actors\\) killed due to memory pressure \\(OOM\\)',
        ),
        // Ray sums up deaths of all kinds in one line: none of them may have been for memory.
        when: (match) => match[1] === undefined || Number(match[1]) > 0,
      },
      {
        has: 'due to the node running low on memory',
        pattern: statement('.{0,200}?Task was killed due to the node running low on memory'),
      },
      {
        has: 'exceeds the memory usage threshold',
        pattern: statement('.{0,1000}?exceeds the memory usage threshold'),
      },
      {
        has: 'Worker unexpectedly exits with a connection error code 2',
        pattern: /Worker unexpectedly exits with a connection error code 2\. End of file/,
        weight: 'symptom',
        says: () => 'A worker was ended from outside, most likely because main memory ran out',
      },
      {
        has: 'ActorDiedError',
        // Ended on purpose, or by an exception that another line tells: no sign of too little memory.
        pattern:
          /(?:^|[\s(:)])(?:ray\.exceptions\.)?ActorDiedError(?::(?!.{0,200}(?:killed by `?ray\.kill|error raised in its creation task|intended|exited intentionally))|$)/,
        weight: 'symptom',
        says: () => 'A worker died without a word of its own, most likely because main memory ran out',
      },
    ],
  },
  {
    id: 'F39',
    title: 'No GPU memory for the cache of vLLM',
    kind: 'fatal',
    message: 'vLLM’s share of the GPU is too small for its cache, or is not free',
    cause:
      'Weights fill the share that `gpu_memory_utilization` leaves to vLLM, or another process holds the GPU.',
    fix: 'Free the GPU, raise `worker.rollout.gpu_memory_utilization`, or shorten the longest sequence.',
    key: { easyr1: `engine_options.${UTILIZATION}`, trl: 'engine_options.vllm_gpu_memory_utilization' },
    lines: [
      {
        has: 'No available memory for the cache blocks',
        pattern: statement('No available memory for the cache blocks'),
      },
      {
        has: 'is less than desired GPU memory utilization',
        pattern: statement('Free memory on device .{0,200} is less than desired GPU memory utilization'),
        says: () => 'Another process holds GPU memory that vLLM was promised',
      },
    ],
  },
  {
    id: 'F40',
    title: 'GPU memory grows with every step',
    kind: 'slow',
    message: 'The GPU memory in use grows from step to step',
    cause:
      'vLLM’s cache of encoded images was not emptied in EasyR1 before July 2026; such growth ends in an out-of-memory error.',
    fix: 'Update EasyR1.',
    key: '/engine',
    // One line of `Sleep mode freed` says nothing: the rise over several of them does, see the metrics.
    lines: [],
  },
  {
    id: 'F50',
    title: 'Disk is full',
    kind: 'fatal',
    message: 'There is no space left to write a checkpoint or log',
    cause:
      'A checkpoint with its optimizer is several times the model, and the old one is kept until the new one is written.',
    fix: 'Free space, keep fewer checkpoints (`keep_checkpoints`), save them less often, or save the weights only.',
    key: 'keep_checkpoints',
    lines: [
      {
        has: 'No space left on device',
        pattern: statement('(?:\\[Errno 28\\] |\\(os error 28\\) )?No space left on device'),
      },
      {
        has: 'Disk quota exceeded',
        pattern: statement('(?:\\[Errno 122\\] )?Disk quota exceeded'),
      },
      {
        has: 'PytorchStreamWriter failed writing file',
        pattern: statement('.{0,200}?PytorchStreamWriter failed writing file'),
      },
      { has: 'unexpected pos ', pattern: /(?:^|[\]:.] |\. )unexpected pos \d{1,15} vs \d{1,15}/ },
    ],
    suggest: (settings) => ((numberOf(settings, 'keep_checkpoints') ?? 3) > 1 ? 1 : undefined),
  },
];
