import type { NoPrompt, PromptView } from '../../engines';
import type { RewardScore } from '../../rewards';

/** An image of the row. */
export interface TracedImage {
  /** Absolute path, or what the row calls the image that is embedded in it. */
  readonly name: string;
  readonly width?: number;
  readonly height?: number;
  readonly format?: string;
  /** What a large model makes of it, in words. */
  readonly tokens?: string;
  /** Why it cannot be used. */
  readonly fault?: string;
}

export interface TracedRow {
  readonly id: string;
  readonly dataset: string;
  readonly capability: string;
  readonly file: string;
  readonly split: string;
  /** Whether the stage's condition lets it in; absent for rows that are not trained on. */
  readonly trained?: boolean;
  readonly where?: string;
  /** What the row has, by role, with the file's own column. */
  readonly cells: readonly { readonly role: string; readonly column: string; readonly value: string }[];
}

/** A response with what the reward makes of it. */
export interface TracedAnswer {
  readonly kind: 'gold' | 'given' | 'greedy' | 'sampled';
  readonly text: string;
  readonly tokens?: number;
  readonly truncated?: boolean;
  /** By parts; absent when the reward failed. */
  readonly reward?: RewardScore;
  /** What was taken as the answer, as written. */
  readonly extracted?: string;
  /** Why it got that reward. */
  readonly why?: string;
}

/** One row taken through prompt, model and reward. */
export interface SampleTrace {
  readonly stage: string;
  readonly engine: string;
  readonly row: TracedRow;
  readonly images: readonly TracedImage[];
  readonly prompt: PromptView | { readonly text: string } | NoPrompt;
  readonly gold: string;
  /** Who answered, or why nobody did. */
  readonly model:
    | { readonly kind: 'asked'; readonly checkpoint?: string; readonly words: string }
    | { readonly kind: 'not-asked'; readonly words: string }
    | { readonly kind: 'failed'; readonly words: string; readonly hint?: string };
  readonly reward: {
    readonly name: string;
    /** Lines that a Python reward printed. */
    readonly printed: readonly string[];
    readonly failure?: { readonly message: string; readonly hint?: string; readonly place?: string };
  };
  readonly answers: readonly TracedAnswer[];
}

/** Whether the reward gives the gold answer everything: if not, no response can ever be right. */
export const goldIsRight = ({ answers }: SampleTrace): boolean => {
  const score = answers.find(({ kind }) => kind === 'gold')?.reward?.overall;
  return score !== undefined && score >= 1 - 1e-9;
};
