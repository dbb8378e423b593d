import { UserError } from './command';
import { AuditError } from '../audit';
import { DataError } from '../data';
import { EndpointError } from '../endpoints';
import { EvaluateError } from '../evaluate';
import { MakeError } from '../make';
import { LaunchError } from '../preflight';
import { Refusal, type Problem } from '../protocol';
import { ResultsError } from '../results';
import { RewardError } from '../rewards';
import { RunError } from '../runs';
import { TrialError } from '../trial';

/** What is told of an error: the place and the reason, and what mends it. */
export interface Fault {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly code?: string | undefined;
  readonly problems?: readonly Problem[] | undefined;
}

/** What a user can mend: the message and hint of an error that some layer raised for a user, or of the system. */
export function userFault(error: unknown): Fault | undefined {
  if (error instanceof RunError || error instanceof DataError) return error.problem;
  if (
    error instanceof UserError ||
    error instanceof AuditError ||
    error instanceof ResultsError ||
    error instanceof EndpointError ||
    error instanceof EvaluateError ||
    error instanceof Refusal ||
    error instanceof LaunchError ||
    error instanceof MakeError ||
    error instanceof TrialError
  ) {
    return error;
  }
  if (error instanceof RewardError) return { message: error.message, hint: error.hint, code: error.code };
  // Permissions, a full disk, a missing folder: the system's own words name the file.
  if (error instanceof Error && 'syscall' in error && 'code' in error)
    return { message: error.message, hint: SYSTEM_HINTS[String(error.code)] };
  return undefined;
}

const SYSTEM_HINTS: Readonly<Record<string, string>> = {
  ENOENT: 'check the path: its folder must exist',
  EISDIR: 'give a file: this is a folder',
  ENOTDIR: 'check the path: a part of it is a file, not a folder',
  EACCES: 'check the permissions, or choose another place',
  EPERM: 'check the permissions, or choose another place',
  EROFS: 'the file system is read-only: choose another place',
  ENOSPC: 'the disk is full: make room, then do the same again',
};
