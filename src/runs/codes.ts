import { errorCode, type Problem, type ProblemCode, type Severity } from '../protocol';

/** Codes of problems that belong to the machine and the run folder, for the messages and the reference page. */
export const RUN_CODES = {
  diskSpace: {
    code: 'SC501',
    severity: 'error',
    title: 'Too little disk space',
    explanation:
      'A run writes events, logs and checkpoints; with less than 16 MB free it cannot even begin, below 500 MB it may soon end. Old runs and checkpoints are often the largest files.',
  },
  unwritable: {
    code: 'SC502',
    severity: 'error',
    title: 'The folder of the runs cannot be written to',
    explanation: 'Runs lie in `.stagecraft/runs` of the workspace. Open a folder that you may write to.',
  },
  locked: {
    code: 'SC503',
    severity: 'error',
    title: 'Another supervisor owns the run',
    explanation: 'A run has one supervisor at a time. Stop the run first, or wait until it has ended.',
  },
  unreadable: {
    code: 'SC504',
    severity: 'error',
    title: 'A file of the run is missing, torn or foreign',
    explanation:
      '`run.json` is written once and cannot be rebuilt: start a new run. A damaged `state.json` is rebuilt from the events by `stagecraft resume`.',
  },
  notStarted: {
    code: 'SC505',
    severity: 'error',
    title: 'The supervisor did not come up',
    explanation: 'What it said stands in `supervisor.log` in the run folder.',
  },
  noCheckpoint: {
    code: 'SC506',
    severity: 'error',
    title: 'No checkpoint to start from',
    explanation:
      'A stage that starts from an earlier one needs a run of the same curriculum, variant and engine that has finished that stage. Run from the earlier stage on, or start from `base`.',
  },
  nothingToDo: {
    code: 'SC507',
    severity: 'error',
    title: 'Nothing to stop or to resume',
    explanation: 'Only a running run can be stopped, and one that is done has nothing left to resume.',
  },
  stageName: {
    code: 'SC508',
    severity: 'error',
    title: 'A stage that does not exist, or cannot have a folder of its own',
    explanation:
      'Each stage has a folder named after its id. Ids that differ only in upper and lower case share it on Windows and macOS, and `predict` and `audit` are kept for what a run does at its end.',
  },
  device: {
    code: 'SC509',
    severity: 'error',
    title: 'A device that this machine does not have',
    explanation:
      'Runs queue for devices: `cpu`, or GPUs by the numbers of `nvidia-smi`. A run that wants more GPUs than there are would wait for ever.',
  },
  changed: {
    code: 'SC510',
    severity: 'error',
    title: 'What a run was made of has changed',
    explanation:
      'A re-run is exact only with the same rows, texts and versions. `stagecraft rerun --even-if-changed` goes on with what is there now.',
  },
} as const satisfies Record<
  string,
  { code: ProblemCode; severity: Severity; title: string; explanation: string }
>;

export type RunCode = keyof typeof RUN_CODES;

/** A problem of a run in the form that every printer knows. `file` is the folder or file it is about. */
export function runProblem(code: RunCode, file: string, message: string, hint?: string): Problem {
  return {
    code: RUN_CODES[code].code,
    severity: RUN_CODES[code].severity,
    message,
    place: { file },
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Thrown by the calls that start, stop and resume; its problem is what a user should see. */
export class RunError extends Error {
  override readonly name = 'RunError';
  constructor(readonly problem: Problem) {
    super(problem.hint === undefined ? problem.message : `${problem.message} (${problem.hint})`);
  }
}

export const runError = (code: RunCode, file: string, message: string, hint?: string): RunError =>
  new RunError(runProblem(code, file, message, hint));

/** No space, quota used up, or file larger than allowed: all mean that the disk takes no more from us. */
export const isDiskFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(errorCode(error) ?? '');

export { errorCode, errorText } from '../protocol';
