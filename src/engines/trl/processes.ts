import { availableParallelism } from 'node:os';

/** How many processes of one program are started, and by whom. */
export interface Processes {
  /** Absolute path of the interpreter, or its name. */
  readonly python: string;
  /** GPUs of the stage; 0: the processor. */
  readonly gpus: number;
  /** Absolute path of a configuration for `accelerate launch`. */
  readonly accelerate?: string;
}

/**
 * The command of a script on so many GPUs. One process is started directly: `accelerate launch` with a single process
 * dies of SIGTERM and leaves its trainer an orphan. Several are started by torchrun, each with a GPU; a configuration
 * of accelerate (ZeRO, FSDP) needs its own launcher.
 */
export function commandFor({ python, gpus, accelerate }: Processes, script: readonly string[]): string[] {
  if (gpus <= 1 && accelerate === undefined) return [python, ...script];
  if (accelerate === undefined)
    return [
      python,
      '-m',
      'torch.distributed.run',
      '--standalone',
      '--nproc_per_node',
      String(gpus),
      ...script,
    ];
  return [
    python,
    '-m',
    'accelerate.commands.launch',
    '--config_file',
    accelerate,
    '--num_processes',
    String(Math.max(1, gpus)),
    ...script,
  ];
}

/**
 * Environment of the Python processes. Processes that share a machine share its cores (torchrun alone would give each
 * a single thread); what the user has set wins.
 */
export function environmentFor(
  gpus: number,
  env: NodeJS.ProcessEnv = process.env,
): Readonly<Record<string, string>> {
  const threads = Math.max(1, Math.floor(availableParallelism() / Math.max(1, gpus)));
  return {
    HF_HUB_DISABLE_TELEMETRY: '1',
    PYTHONUNBUFFERED: '1',
    // `-m` would look for torch in the curriculum's folder first, where a torch.py may lie.
    PYTHONSAFEPATH: '1',
    PYTHONIOENCODING: 'utf-8',
    // Threads of the tokenizer before a fork are a deadlock; its own warning of that is noise in the log.
    TOKENIZERS_PARALLELISM: 'false',
    ...(gpus > 1 && (env.OMP_NUM_THREADS ?? '') === '' ? { OMP_NUM_THREADS: String(threads) } : {}),
  };
}
