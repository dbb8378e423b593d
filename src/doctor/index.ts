export { DOCTOR_CODES } from './codes';
export { createDoctor } from './doctor';
export { diagnoseFiles, type DiagnoseRequest, type LogSource, type TextSource } from './files/diagnose';
export { codeOf, SIGNATURES, type FailureKind, type Signature } from './signatures';
export { patientOf } from './patient';
export type { Diagnosis, Doctor, Patient } from './types';
