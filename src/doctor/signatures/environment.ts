import { statement } from '../text/statement';
import type { Signature } from './types';

/** Failures of the Python environment. */
export const ENVIRONMENT_SIGNATURES: readonly Signature[] = [
  {
    id: 'F44',
    title: 'flash-attn does not fit the installed torch',
    kind: 'fatal',
    message: 'flash-attn cannot be loaded: it was built for another torch',
    cause: 'Its compiled part works with exactly one version of torch, CUDA and Python.',
    fix: 'Install the wheel of flash-attn for this torch and CUDA, or use the engine’s container image.',
    key: '/engine',
    lines: [
      { has: 'flash_attn_2_cuda', pattern: /flash_attn_2_cuda.{0,1000}undefined symbol/ },
      {
        has: 'flash_attn',
        pattern: /(?:^|[\s(:)])ImportError: .{0,1000}flash_attn/,
        says: ({ input }) =>
          input.includes('not installed')
            ? 'The engine wants flash-attn, which is not installed'
            : 'flash-attn cannot be loaded: most likely it was built for another torch',
      },
    ],
  },
  {
    id: 'F47',
    title: 'deepspeed hides the GPU from triton',
    kind: 'fatal',
    message: 'triton finds no driver for the GPU',
    cause: 'An installed deepspeed loads triton before the GPU is visible to the worker.',
    fix: 'Uninstall deepspeed from the environment of the engine.',
    key: '/engine',
    lines: [
      {
        has: '0 active drivers ([])',
        pattern: statement('0 active drivers \\(\\[\\]\\)\\. There should only be one'),
      },
    ],
  },
];
