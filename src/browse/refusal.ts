import { errorText, type MonitorFailure } from '../protocol';

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

/** Errors of the layers below that are sentences for a person. */
const FOR_PEOPLE = new Set([
  'Refusal',
  'AuditError',
  'RewardError',
  'EndpointError',
  'ResultsError',
  'RunError',
]);

/**
 * Anything thrown as a failure. What some layer raised for a person and what the system says (it names the file) are
 * told as they are; anything else is a fault of ours.
 */
export function toFailure(error: unknown): MonitorFailure {
  if (!(error instanceof Error)) return { message: errorText(error), defect: true };
  const problem = 'problem' in error ? error.problem : undefined;
  if (isTold(problem)) {
    const { message, hint, code } = problem;
    return { message, ...textOf('hint', hint), ...textOf('code', code) };
  }
  const hint = 'hint' in error ? error.hint : undefined;
  if (FOR_PEOPLE.has(error.name)) return { message: error.message, ...textOf('hint', hint) };
  if ('syscall' in error) return { message: error.message };
  return { message: error.stack ?? error.message, defect: true };
}

const isTold = (value: unknown): value is { message: string; hint?: unknown; code?: unknown } =>
  typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';

const textOf = (key: 'hint' | 'code', value: unknown): Partial<Pick<MonitorFailure, 'hint' | 'code'>> =>
  typeof value === 'string' ? { [key]: value } : {};
