import type { ProblemCode, Severity } from '../protocol';
import { codeOf, severityOf, SIGNATURES, type FailureKind, type Signature } from './signatures';

const KINDS: Readonly<Record<FailureKind, string>> = {
  fatal: 'Ends the run',
  silent: 'The run goes on and learns nothing, or something else',
  slow: 'Costs time',
  hang: 'The run stands still',
  quality: 'The model gets worse, or no better',
};

interface DoctorCode {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly title: string;
  readonly explanation: string;
}

/**
 * A problem code for each failure that the log doctor knows: `SC6NN` is failure `FNN`. `own` is for what an engine
 * reports of itself.
 */
export const DOCTOR_CODES: Readonly<Record<string, DoctorCode>> = {
  own: {
    code: 'SC600',
    severity: 'warning',
    title: 'Found by the engine itself',
    explanation: 'An engine reports what it notices while it trains; the message says what it is.',
  },
  ...Object.fromEntries(SIGNATURES.map((signature) => [signature.id, doctorCode(signature)])),
};

function doctorCode(signature: Signature): DoctorCode {
  const { id, kind, title, cause, fix } = signature;
  return {
    code: codeOf(id),
    severity: severityOf(signature),
    title,
    explanation: `Failure ${id}, seen in a run. ${KINDS[kind]}. ${cause} ${fix}`,
  };
}
