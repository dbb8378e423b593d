import type { EngineName } from '../../language';
import type { ProblemCode, Severity } from '../../protocol';

/** What a failure does to a run: ends it, spoils it unnoticed, slows it, stalls it, or makes the model worse. */
export type FailureKind = 'fatal' | 'silent' | 'slow' | 'hang' | 'quality';

export type FailureId = `F${number}`;

/** Settings of the stage by curriculum key, with those of the engine itself under `engine_options`. */
export type Settings = Readonly<Record<string, unknown>>;
export type Suggestion = string | number | boolean;

/** What a line of a log looks like that shows a failure. */
export interface LinePattern {
  /** A text that every such line has, in this case: looked for first, because it costs next to nothing. */
  readonly has: string;
  readonly pattern: RegExp;
  /** What the numbers in it must be. */
  readonly when?: (match: RegExpExecArray, scene: Scene) => boolean;
  /**
   * `symptom`: other failures end with this line, too, so it counts only when none of them shows up around it.
   * A `proof` says what it is.
   */
  readonly weight?: 'proof' | 'symptom';
  /** The sentence for this line, with its numbers; else that of the signature. */
  readonly says?: (match: RegExpExecArray) => string;
  /** The key of the curriculum that this line names. */
  readonly key?: (match: RegExpExecArray) => string | undefined;
  /** A line soon after it that says where: its first group is a path in the engine's configuration. */
  readonly detail?: RegExp;
  /** A message about a single item that is dropped or a try that is repeated: less severe than the signature. */
  readonly severity?: Severity;
}

/** What earlier lines of the log have told. */
export interface Scene {
  /** The stack trace being printed went through vLLM's wake-up or the copying of weights to it. */
  readonly wakingUp: boolean;
  /** The last frame of the stack trace being printed is of a library that only watches the run. */
  readonly inWatcher: boolean;
  /** The configuration that was printed names a checkpoint to start from. */
  readonly checkpointChosen: boolean;
  /** Something else than its types was wrong with a data file. */
  readonly badDataFile: boolean;
}

/** A known failure of RLVR training of vision-language models. */
export interface Signature {
  readonly id: FailureId;
  readonly title: string;
  readonly kind: FailureKind;
  /** One sentence: what is wrong, where the evidence has no better words. */
  readonly message: string;
  readonly cause: string;
  readonly fix: string;
  /** The responsible key of the curriculum; see `RunFinding.key`. */
  readonly key?: string | Readonly<Partial<Record<EngineName, string>>>;
  readonly lines: readonly LinePattern[];
  /** A better value for the key, from the values the user has. */
  readonly suggest?: (settings: Settings, match: RegExpExecArray | undefined) => Suggestion | undefined;
}

const SEVERITIES: Readonly<Record<FailureKind, Severity>> = {
  fatal: 'error',
  silent: 'warning',
  slow: 'warning',
  hang: 'warning',
  quality: 'warning',
};
export const severityOf = ({ kind }: Pick<Signature, 'kind'>): Severity => SEVERITIES[kind];

/** `F07` is `SC607`. */
export const codeOf = (id: string): ProblemCode => `SC${600 + Number(id.slice(1))}` as ProblemCode;

export function keyFor({ key }: Pick<Signature, 'key'>, engine: EngineName | undefined): string | undefined {
  if (key === undefined || typeof key === 'string') return key;
  return engine === undefined ? (key.easyr1 ?? key.trl ?? key.embedded) : key[engine];
}
