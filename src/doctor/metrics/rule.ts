import type { Patient } from '../types';
import type { FailureId } from '../signatures';
import type { Step } from './readings';

/** What the curves show. */
export interface Symptom {
  readonly id: FailureId;
  /** The figures that show it. */
  readonly evidence: string;
  /** The sentence, where the signature's is too general. */
  readonly message?: string;
}

/** A rule over the metrics of one stage, in bounded memory. It may speak again: a finding is told only once. */
export interface Rule {
  readonly observe: (step: Step) => readonly Symptom[];
  /** What can be said only when no more will come. */
  readonly end?: () => readonly Symptom[];
}

export type RuleMaker = (patient: Patient) => Rule;

export const NOTHING: readonly Symptom[] = [];
