import type { MonitorFailure } from './failure';
import { errorText } from './system-error';

/** A call that cannot be done, in words for a person. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/**
 * Anything thrown as a failure. What some layer raised for a person (it carries a problem, or a hint of its own) and
 * what the system says (it names the file) are told as they are; anything else is a fault of ours.
 */
export function toFailure(error: unknown): MonitorFailure {
  if (!(error instanceof Error)) return { message: errorText(error), defect: true };
  const problem = 'problem' in error ? error.problem : undefined;
  if (isTold(problem)) {
    const { message, hint, code } = problem;
    return { message, ...textOf('hint', hint), ...textOf('code', code) };
  }
  const { message } = error;
  const hint = 'hint' in error ? error.hint : undefined;
  if (FOR_PEOPLE.has(error.name)) {
    return { message, ...textOf('hint', hint), ...('syscall' in error ? {} : textOf('code', codeOf(error))) };
  }
  if ('syscall' in error) return { message };
  return { message: error.stack ?? message, defect: true };
}

/** Errors of other layers that are sentences; some have a hint, some a code as well. */
const FOR_PEOPLE = new Set([
  'Refusal',
  'AuditError',
  'EndpointError',
  'LaunchError',
  'MakeError',
  'ResultsError',
  'RewardError',
  'RunError',
  'TrialError',
]);

const isTold = (value: unknown): value is { message: string; hint?: unknown; code?: unknown } =>
  typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';

const codeOf = (error: Error): unknown => ('code' in error ? error.code : undefined);

const textOf = (key: 'hint' | 'code', value: unknown): Partial<Pick<MonitorFailure, 'hint' | 'code'>> =>
  typeof value === 'string' ? { [key]: value } : {};
