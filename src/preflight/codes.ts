import type { Place, Problem, ProblemCode, Severity } from '../protocol';

/** Problems that only a look at the machine, or at what ran before, can find: SC52x to SC54x. What each means, for people. */
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
      'The engine’s `python`, else `STAGECRAFT_PYTHON` (in VS Code the setting `stagecraft.python`) is the only one that is tried. Without either, the first that has all packages of: the active environment (`VIRTUAL_ENV`, `CONDA_PREFIX`), `.venv` beside the curriculum and in the workspace, the choice of VS Code’s Python extension, what `uv` finds, environments of conda, `python3` on the path.',
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
  vllmMemory: {
    code: 'SC540',
    severity: 'warning',
    title: 'No room for vLLM beside the trainer',
    explanation:
      'vLLM takes a fixed share of the whole GPU while responses are sampled (`vllm_gpu_memory_utilization`, 0.3 for TRL; `worker.rollout.gpu_memory_utilization`, 0.6 for EasyR1). What the trainer keeps on the GPU meanwhile comes on top: weights, optimizer and reference, unless they are offloaded.',
  },
  stepMemory: {
    code: 'SC541',
    severity: 'warning',
    title: 'Too little GPU memory for a step',
    explanation:
      'On top of weights, gradients and optimizer, an update keeps activations and logits of a micro batch, and sampling without vLLM keeps keys and values of all responses of a step. The estimate is for rows at their length limits and is printed with its formula.',
  },
  hostMemory: {
    code: 'SC542',
    severity: 'warning',
    title: 'Too little memory of the machine',
    explanation:
      'Weights pass through the machine’s memory while they are loaded, once for each process of TRL, and what EasyR1 offloads stays there. Ray kills workers when the machine runs short. On a processor (`gpus: 0`) all of the training lies there.',
  },
  vllmRoom: {
    code: 'SC543',
    severity: 'warning',
    title: 'Too small a share for vLLM',
    explanation:
      'The share of the GPU that vLLM is given must hold its weights in 16 bits (divided by the tensor-parallel size) and the keys and values of at least one response at its longest; else it stops at its start for want of cache blocks.',
  },
  flashAttention: {
    code: 'SC534',
    severity: 'error',
    title: 'flash-attn does not import',
    explanation:
      'A wheel of flash-attn fits one version of torch. It was imported in the run’s interpreter, as the engine will.',
  },
  rayAddress: {
    code: 'SC535',
    severity: 'warning',
    title: 'RAY_ADDRESS is set',
    explanation:
      'Ray joins the cluster that `RAY_ADDRESS` names instead of starting one. An error where nobody listens there.',
  },
  openFiles: {
    code: 'SC536',
    severity: 'warning',
    title: 'Too few open files for Ray',
    explanation: 'The soft limit of open files (`ulimit -n`) of the process that starts the run.',
  },
  rayDisk: {
    code: 'SC537',
    severity: 'warning',
    title: 'The disk of Ray’s folder is full',
    explanation:
      'Ray makes no objects on a disk that is more than 95 % full; its sessions lie in `/tmp/ray`, or below `RAY_TMPDIR`.',
  },
  rayCluster: {
    code: 'SC538',
    severity: 'warning',
    title: 'A Ray cluster of before',
    explanation:
      'Ray joins the cluster that was last started on this machine (`/tmp/ray/ray_current_cluster`), with whatever GPUs it has. An error where it is gone.',
  },
  deepspeed: {
    code: 'SC539',
    severity: 'warning',
    title: 'deepspeed beside EasyR1',
    explanation:
      'With deepspeed installed, EasyR1 ends with `0 active drivers` of Triton; it does not use deepspeed.',
  },
  tracker: {
    code: 'SC545',
    severity: 'error',
    title: 'A tracker without a login',
    explanation:
      'W&B and SwanLab ask for a key at the start, and nobody sits at the terminal of a run. Keys come from the environment or their own login files; an offline mode needs none.',
  },
  hub: {
    code: 'SC546',
    severity: 'warning',
    title: 'Not to be had from the Hub',
    explanation:
      'A model that is not in the cache is asked for at `HF_ENDPOINT` before the start: an error where it is not there, is gated or downloads are forbidden, a warning where nothing can be reached.',
  },
  placeholder: {
    code: 'SC547',
    severity: 'error',
    title: 'A path that was never filled in',
    explanation:
      'Published scripts and configurations have `/path/to/...` where everybody writes a path of their own.',
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
