import type { Place, Problem, ProblemCode, Severity } from '../protocol';

/** Problems that only a look at the machine, or at what ran before, can find: SC52x. What each means, for people. */
export const PREFLIGHT_CODES = {
  noVariant: {
    code: 'SC520',
    severity: 'error',
    title: 'No such variant',
    explanation: 'What is to be run is a variant that the curriculum does not have.',
  },
  gpuCount: {
    code: 'SC521',
    severity: 'error',
    title: 'Fewer GPUs than the run needs',
    explanation:
      '`nvidia-smi` lists the GPUs of this machine; `gpus` says how many a stage uses. A stage on a Ray cluster (`cluster`) is not held against this machine.',
  },
  gpuMemory: {
    code: 'SC522',
    severity: 'warning',
    title: 'Too little free GPU memory',
    explanation:
      'Weights, gradients and optimizer state alone are more than what is free on the GPUs. The estimate is a lower bound and is printed with its formula: activations and the sampler come on top.',
  },
  gpuUnseen: {
    code: 'SC523',
    severity: 'warning',
    title: 'GPUs that cannot be seen',
    explanation:
      'The engine trains on GPUs, but `nvidia-smi` is not there, does not answer or has failed. Nothing is known of them.',
  },
  checkpointSpace: {
    code: 'SC524',
    severity: 'error',
    title: 'The checkpoints do not fit on the disk',
    explanation:
      'A stage keeps `keep_checkpoints` checkpoints and the best one, and writes the next before it removes an old one. An error where the size is known exactly, a warning where it is estimated by the name of the model.',
  },
  memory: {
    code: 'SC525',
    severity: 'warning',
    title: 'Too little free memory',
    explanation: 'The engine needs more memory than the machine, or its container, has free.',
  },
  noInterpreter: {
    code: 'SC526',
    severity: 'error',
    title: 'No Python for the engine',
    explanation:
      'Looked for in this order: the engine’s `python`, `STAGECRAFT_PYTHON`, the active environment (`VIRTUAL_ENV`, `CONDA_PREFIX`), `.venv` beside the curriculum and in the workspace, what `uv` finds, `python3` on the path.',
  },
  packages: {
    code: 'SC527',
    severity: 'error',
    title: 'Missing packages',
    explanation:
      'The engine needs packages that its interpreter does not have, or has in too old a version. The hint is the command that installs them.',
  },
  earlierRun: {
    code: 'SC528',
    severity: 'warning',
    title: 'An earlier run could be resumed',
    explanation:
      'The newest run of this curriculum and variant has not ended: it was stopped, was interrupted or has failed. Resuming keeps its finished stages; a new run begins anew.',
  },
  queue: {
    code: 'SC529',
    severity: 'info',
    title: 'The run will wait',
    explanation: 'Another run holds the device. The new one is queued and starts when the device is free.',
  },
} as const satisfies Record<
  string,
  { code: ProblemCode; severity: Severity; title: string; explanation: string }
>;

export type PreflightCode = keyof typeof PREFLIGHT_CODES;

/** A problem of the machine, at the key that asks for what is not there. */
export const preflightProblem = (
  code: PreflightCode,
  place: Place,
  message: string,
  hint?: string,
  severity: Severity = PREFLIGHT_CODES[code].severity,
): Problem => ({
  code: PREFLIGHT_CODES[code].code,
  severity,
  message,
  place,
  ...(hint === undefined ? {} : { hint }),
});
