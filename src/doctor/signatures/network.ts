import { statement } from '../text/statement';
import type { Signature } from './types';

/** Failures between processes, and between the machine and the net. */
export const NETWORK_SIGNATURES: readonly Signature[] = [
  {
    id: 'F42',
    title: 'Training hangs: processes wait for one another',
    kind: 'hang',
    message: 'Some processes wait for others that went another way',
    cause:
      'When one process has images in its batch and another has none, they run different parts of the model and wait for each other for ever. Older EasyR1 has this with mixed batches.',
    fix: 'Update EasyR1; keep rows with images, with videos and without either in stages of their own.',
    key: 'data',
    lines: [
      {
        has: 'Watchdog caught collective operation timeout',
        pattern:
          /Watchdog caught collective operation timeout: WorkNCCL\(SeqNum=(\d{1,18}), OpType=(\w{1,80})/,
        weight: 'symptom',
        says: (match) =>
          `The processes did not meet in ${match[2] ?? ''} number ${match[1] ?? ''}, and nothing else had failed: they went different ways`,
      },
      {
        has: 'Process group watchdog thread terminated',
        pattern: /Process group watchdog thread terminated/,
        weight: 'symptom',
      },
    ],
  },
  {
    id: 'F43',
    title: 'NCCL gave up waiting',
    kind: 'fatal',
    message: 'GPUs waited in vain for one of them, and NCCL ended the run',
    cause:
      'One process died or hung (memory, reward, data), or the connection between the GPUs failed; the others time out.',
    fix: 'Look for what the first process said before it died; else raise the timeout, set `NCCL_DEBUG=INFO` and check `/dev/shm` (containers: `--ipc=host`).',
    lines: [
      {
        has: 'Watchdog caught collective operation timeout',
        pattern: /Watchdog caught collective operation timeout/,
      },
      {
        has: 'Some NCCL operations have failed or timed out',
        pattern: statement('.{0,200}?Some NCCL operations have failed or timed out'),
      },
      {
        has: 'NCCL error',
        pattern: statement('NCCL error(?::| in:? [^,]{1,300},) unhandled (?:cuda|system) error'),
      },
      {
        has: 'To avoid data inconsistency',
        pattern: /(?:\[Rank \d{1,5}\] |^)To avoid data inconsistency, we are taking the entire process down/,
      },
    ],
  },
  {
    id: 'F45',
    title: 'Fewer GPUs than wanted',
    kind: 'fatal',
    message: 'Ray sees fewer GPUs than the stage wants',
    cause:
      '`gpus` is larger than what is there, `CUDA_VISIBLE_DEVICES` hides some, or an old Ray cluster still holds them.',
    fix: 'Set `gpus` to what is there, or end old clusters with `ray stop`.',
    key: 'gpus',
    lines: [
      {
        has: 'is less than total desired GPUs',
        pattern: statement('Total available GPUs ([\\d.]{1,12}) is less than total desired GPUs (\\d{1,9})'),
        says: (match) => `The stage wants ${match[2] ?? ''} GPUs, Ray has ${Number(match[1])}`,
      },
      {
        has: 'No available node types can fulfill resource request',
        pattern: statement('.{0,200}?No available node types can fulfill resource request'),
      },
    ],
    suggest: (_, match) => {
      const free = Math.floor(Number(match?.[1]));
      return Number.isFinite(free) && free >= 1 ? free : undefined;
    },
  },
  {
    id: 'F46',
    title: 'Ray does not start or cannot be reached',
    kind: 'fatal',
    message: 'Ray did not come up, or its cluster cannot be reached',
    cause:
      'An old cluster or address (`RAY_ADDRESS`), a full `/tmp/ray`, too few file handles, or taken ports.',
    fix: '`ray stop --force`, unset `RAY_ADDRESS`, clear `/tmp/ray`, raise `ulimit -n`.',
    key: '/engine',
    lines: [
      { has: 'Failed to register worker', pattern: statement('Failed to register worker .{0,200}to Raylet') },
      {
        has: 'The current node',
        pattern: statement(
          'The current node (?:\\([^)]{0,80}\\) )?(?:has not been updated within|timed out during startup)',
        ),
      },
      {
        has: 'Could not find any running Ray instance',
        pattern: statement('Could not find any running Ray instance'),
      },
      {
        has: 'Failed to get the system config from raylet',
        pattern: statement('Failed to get the system config from raylet'),
      },
    ],
  },
  {
    id: 'F48',
    title: 'Weights & Biases is not logged in',
    kind: 'fatal',
    message: 'Weights & Biases has no key and cannot ask for one here',
    cause: 'The logger list has `wandb`, and on a machine without a terminal nobody can type the key.',
    fix: 'Set `WANDB_API_KEY`, or `WANDB_MODE=offline`, or leave `wandb` out of `trainer.logger`.',
    key: { easyr1: 'engine_options.trainer.logger', trl: 'engine_options.report_to' },
    lines: [
      {
        has: 'api_key not configured (no-tty)',
        pattern: statement('(?:wandb: ERROR )?api_key not configured \\(no-tty\\)'),
      },
      {
        has: 'wandb: ERROR',
        // Uploads that are tried again and messages about notebooks are errors to W&B, not to the run.
        pattern:
          /^wandb: ERROR (?!.{0,300}(?:Dropped streaming|notebook|retry|Summary data exceeds|Failed to sample|Errno|No space left|quota))/,
        says: () => 'Weights & Biases reports an error, most likely because it is not logged in',
      },
    ],
  },
  {
    id: 'F49',
    title: 'Model or data cannot be fetched from the Hub',
    kind: 'fatal',
    message: 'A model or dataset is neither on this machine nor can it be fetched',
    cause:
      'A path or name is wrong, the machine is offline, the repository needs permission, or a local file was given a split other than `train`.',
    fix: 'Correct the path or name; set `HF_TOKEN` for gated ones, `HF_ENDPOINT` for a mirror. Local files have the split `train` only.',
    key: '/model',
    lines: [
      {
        has: "Couldn't reach '",
        pattern: statement("Couldn't reach '(.{0,300})' on the Hub"),
        key: () => 'data',
      },
      {
        has: 'LocalEntryNotFoundError',
        pattern: /(?:^|[\s(:)])(?:huggingface_hub\.(?:utils\._)?errors\.)?LocalEntryNotFoundError(?::|$)/,
      },
      {
        has: 'is not a local folder and is not a valid model identifier',
        pattern: statement('.{1,600}? is not a local folder and is not a valid model identifier'),
      },
      {
        has: "Couldn't find any data file at",
        pattern: statement("Couldn't find any data file at"),
        key: () => 'data',
      },
      {
        has: 'Unknown split "',
        pattern: statement('Unknown split "(\\w{1,120})"\\. Should be one of'),
        says: (match) => `The data has no split \`${match[1] ?? ''}\``,
        key: () => 'data',
      },
    ],
  },
];
