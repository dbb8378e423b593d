/** What a question asks for: decides how its answer is found in a response and when it is right. */
export const KINDS = ['boxed-math', 'choice', 'yes-no', 'number'] as const;
export type Kind = (typeof KINDS)[number];
export const isKind = (name: unknown): name is Kind => KINDS.some((kind) => kind === name);

export interface Verdict {
  readonly correct: boolean;
  /** What was taken as the answer; absent when the response gives none, or more than one. */
  readonly extracted?: string;
}

export const NONE: Verdict = { correct: false };
