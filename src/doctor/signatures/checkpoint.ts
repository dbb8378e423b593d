import { statement } from '../text/statement';
import type { Signature } from './types';

/** Failures in starting from, going on from, and finding checkpoints. */
export const CHECKPOINT_SIGNATURES: readonly Signature[] = [
  {
    id: 'F26',
    title: 'Model folder has no weights',
    kind: 'fatal',
    message: 'The folder of the model has a configuration, but no weights',
    cause:
      'EasyR1 saves weights in shards beside `huggingface/`; that folder is complete only after they were merged.',
    fix: 'Merge the checkpoint: `python3 scripts/model_merger.py --local_dir .../global_step_N/actor`.',
    key: '/model',
    lines: [
      {
        has: 'no file named',
        pattern: statement(
          '(?:Error )?no file named (?:pytorch_model\\.bin|model\\.safetensors|diffusion_pytorch_model)',
        ),
      },
      { has: 'Error no file named', pattern: /(?:^|[\s(:)])OSError: Error no file named/ },
      {
        has: 'does not appear to have a file named',
        pattern: statement(
          '.{0,600}? ?does not appear to have a file named (?:pytorch_model\\.bin|model\\.safetensors)',
        ),
      },
    ],
  },
  {
    id: 'F27',
    title: 'Goes on from an older run unasked',
    kind: 'silent',
    message: 'The engine found a checkpoint of an earlier run and goes on from it',
    cause:
      '`find_last_checkpoint` takes up whatever a run of the same experiment name has left, and the logs of that run are overwritten.',
    fix: 'Use a new name, or set `trainer.find_last_checkpoint: false`.',
    key: { easyr1: 'engine_options.trainer.find_last_checkpoint' },
    lines: [
      {
        has: 'Found latest checkpoint:',
        pattern: statement(
          'Found latest checkpoint: (.{1,1000}), will resume from it\\. Turn off `find_last_checkpoint` to disable it',
        ),
        says: (match) =>
          `The engine goes on from ${(match[1] ?? '').slice(0, 300)}, which it found by itself`,
      },
      {
        has: 'Load from checkpoint: ',
        pattern: statement('Load from checkpoint: \\S'),
        // Whoever names a checkpoint wants it loaded.
        when: (_, { checkpointChosen }) => !checkpointChosen,
      },
    ],
    suggest: () => false,
  },
  {
    id: 'F28',
    title: 'Checkpoint is from another number of GPUs, or has weights only',
    kind: 'fatal',
    message: 'A part of the checkpoint for this number of GPUs is missing',
    cause:
      'Each process saves its own shard under the number of processes. With another number of GPUs these names do not exist; a checkpoint saved without its optimizer lacks them, too.',
    fix: 'Use as many GPUs as the checkpoint was saved with, or merge it and start from it anew.',
    key: 'gpus',
    lines: [
      {
        has: '_world_size_',
        pattern:
          /(?:^|[\s(:)])FileNotFoundError: .{0,1500}?(model|optim|extra_state)_world_size_(\d{1,6})_rank_(\d{1,6})\.pt/,
        says: (match) =>
          `The checkpoint has no ${match[1] ?? ''} file for rank ${match[3] ?? ''} of ${match[2] ?? ''} processes`,
      },
    ],
  },
  {
    id: 'F29',
    title: 'Checkpoint path is wrong',
    kind: 'fatal',
    message: 'The checkpoint to start from is not there',
    cause: 'The path does not exist, or is not the folder `global_step_N` itself.',
    fix: 'Set `trainer.load_checkpoint_path` to an existing folder that ends with `global_step_N`.',
    key: { easyr1: 'engine_options.trainer.load_checkpoint_path', trl: 'checkpoint', embedded: 'checkpoint' },
    lines: [
      {
        has: '`load_checkpoint_path` should end with',
        pattern: statement('`load_checkpoint_path` should end with `global_step_\\*`'),
      },
      { has: 'Model checkpoint', pattern: statement('Model checkpoint .{1,1000} not found\\.') },
    ],
  },
];
