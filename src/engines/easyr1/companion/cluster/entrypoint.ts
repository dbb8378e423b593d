import type { Process } from '../spec';

/** A word for a POSIX shell: Ray hands the command line of a job to one. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;

/** The command line of a job, every word quoted, in its folder. */
export function entrypointOf({ argv, cwd }: Process): string {
  return `cd ${quoted(cwd)} && exec ${argv.map(quoted).join(' ')}`;
}

/** Variables that EasyR1 sets for its workers itself: Ray refuses a job whose own environment says otherwise. */
const EASYR1_SETS = new Set([
  'TOKENIZERS_PARALLELISM',
  'NCCL_DEBUG',
  'VLLM_LOGGING_LEVEL',
  'TORCH_NCCL_AVOID_RECORD_STREAMS',
  'PYTORCH_CUDA_ALLOC_CONF',
  'NCCL_CUMEM_ENABLE',
]);

/** The environment of a job: the driver's and its workers'. */
export const jobEnvironment = ({ env }: Process): Readonly<Record<string, string>> => ({
  PYTHONUNBUFFERED: '1',
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !EASYR1_SETS.has(name))),
});
