/** A zero-based place in a text: `column` counts UTF-16 code units, as editors and LSP do. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A range in a file; `file` is an absolute path. */
export interface Place {
  readonly file: string;
  readonly range?: Range;
}

export type Severity = 'error' | 'warning' | 'info';

/** `SC1xx` syntax and schema, `SC2xx` meaning, `SC3xx` data, `SC4xx` engine, `SC5xx` machine, `SC6xx` seen in a run. */
export type ProblemCode = `SC${1 | 2 | 3 | 4 | 5 | 6}${number}`;

/** Something a user should know before the GPU does: what is wrong, where, why, and what would mend it. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** One sentence, no trailing stop needed by the printer; says what is wrong. */
  readonly message: string;
  readonly place: Place;
  /** What would mend it, as an instruction; `nearest name` hints go here. */
  readonly hint?: string;
  /** Other places that belong to the story, such as the first of two duplicate keys. */
  readonly related?: readonly { readonly place: Place; readonly message: string }[];
  /** A value that should mend it, for a key as in `RunFinding`. */
  readonly suggestion?: {
    readonly key: string;
    readonly stage?: string;
    readonly value: string | number | boolean;
  };
}

export const isError = (problem: Problem): boolean => problem.severity === 'error';
