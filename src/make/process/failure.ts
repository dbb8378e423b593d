import { DataError } from '../../data';
import { EndpointError } from '../../endpoints';
import { ResultsError } from '../../results';
import { RewardError } from '../../rewards';
import { RunError } from '../../runs';
import { errorText } from '../../protocol';
import { MakeError } from '../error';

export interface MakeFailure {
  readonly message: string;
  readonly hint?: string | undefined;
  /** Of a defect of ours: for the log. */
  readonly stack?: string | undefined;
}

const SYSTEM_HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: make room, then resume; what is answered is kept.',
  EDQUOT: 'Your share of the disk is used up: make room, then resume.',
  EACCES: 'Check the permissions.',
  EPERM: 'Check the permissions.',
  EROFS: 'The file system is read-only: choose another folder with `to:`.',
  ENOTDIR:
    'A file stands where a folder is needed: move it away, or choose another folder with `to:` below `make`.',
  EEXIST:
    'A file stands where a folder is needed: move it away, or choose another folder with `to:` below `make`.',
  ENOENT: 'Check the path: a file or folder is gone.',
};

/** What a person is told of an error that ended a make: place, reason, fix; of a defect also where it is. */
export function failureOf(error: unknown): MakeFailure {
  if (error instanceof DataError || error instanceof RunError) return error.problem;
  if (
    error instanceof MakeError ||
    error instanceof EndpointError ||
    error instanceof ResultsError ||
    error instanceof RewardError
  )
    return { message: error.message, hint: error.hint };
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    const full = error.code === 'ENOSPC' || error.code === 'EDQUOT' ? 'disk full: ' : '';
    return { message: `${full}${error.message}`, hint: SYSTEM_HINTS[String(error.code)] };
  }
  const stack = error instanceof Error ? error.stack : undefined;
  return {
    message: `A defect in Stagecraft: ${errorText(error)}`,
    hint: 'The log has the details.',
    ...(stack === undefined ? {} : { stack }),
  };
}
