import type { Place, Problem } from '../protocol';
import type { MadeDataset } from './model-make';
import type { ColumnRole } from './schema/columns';
import type { PartialSettings } from './schema/settings';
import type { EngineName } from './schema/shape';
import type {
  AuditMethod,
  CAPABILITIES,
  CapabilityOrder,
  DifficultyOrder,
  EndpointApi,
  Evaluator,
  ModelServer,
} from './schema/words';

/** The paper's three capabilities; other names are allowed and come after these in capability order. */
export type Capability = (typeof CAPABILITIES)[number] | (string & {});

/** An absolute local path, or a Hub dataset. `text` is what the file says. */
export type DataRef =
  | { readonly kind: 'file'; readonly text: string; readonly path: string }
  | { readonly kind: 'hub'; readonly text: string; readonly id: string; readonly split: string };

export interface Dataset {
  readonly id: string;
  readonly capability: Capability;
  readonly train: DataRef;
  readonly val?: DataRef;
  /** Held-out rows for prediction and audit, never trained or selected on. */
  readonly test?: DataRef;
  /** Absolute folder that image paths are relative to; absent means the data file's folder. */
  readonly images?: string;
  /** Id of the Hub dataset that the files were downloaded from. */
  readonly source?: string;
  /** Only what the user wrote; the data layer fills in the rest from the file's columns. */
  readonly columns: Readonly<Partial<Record<ColumnRole, string>>>;
  /** Of a dataset with `make` or `difficulty`: `train`, and `val`, `test` where it splits, are files of its folder. */
  readonly made?: MadeDataset;
}

export type ModelRef =
  | { readonly kind: 'preset'; readonly name: string }
  | { readonly kind: 'hub'; readonly id: string }
  | { readonly kind: 'folder'; readonly path: string };

export type RewardRef =
  | { readonly kind: 'builtin'; readonly name: string }
  | { readonly kind: 'python'; readonly path: string; readonly function: string };

export type CheckpointRule =
  { readonly kind: 'best' } | { readonly kind: 'last' } | { readonly kind: 'step'; readonly step: number };

export interface Stage {
  readonly id: string;
  /** Dataset ids, at least one. */
  readonly data: readonly string[];
  /** SQL condition over dataset columns. */
  readonly where?: string;
  /** SQL ORDER BY list over dataset columns; given, it replaces the schedule's difficulty order. */
  readonly order?: string;
  /** SQL condition over metrics: the stage ends when it first holds. */
  readonly until?: string;
  /** `base`, a stage id, or absent: the stage before (the first stage starts from base). */
  readonly from?: string;
  readonly checkpoint?: CheckpointRule;
  /** What the stage wrote itself. A file in `validate` is absolute. */
  readonly settings: PartialSettings;
  /**
   * The engine's own keys, flat (`worker.actor.clip_ratio_high`), values as YAML gave them; those of `defaults` are
   * already in, under the stage's own.
   */
  readonly engineOptions: Readonly<Record<string, unknown>>;
}

/** A served model, as `models` says it; keys are named as there. */
export interface Endpoint {
  readonly url: string;
  readonly model: string;
  readonly api?: EndpointApi;
  /** Name of the environment variable or secret that holds the key. */
  readonly key?: string;
  readonly images?: boolean;
  readonly concurrency?: number;
  readonly requests_per_minute?: number;
  readonly tokens_per_minute?: number;
  /** Per million tokens. */
  readonly price?: { readonly input: number; readonly output: number };
  /** Seconds. */
  readonly timeout?: number;
}

/** What `evaluate` says; paths are absolute, keys are named as there. */
export interface Evaluation {
  readonly on: readonly string[];
  readonly with: Evaluator;
  readonly server: ModelServer;
  /** Options of the server's command line, without their dashes. */
  readonly server_options: Readonly<Record<string, unknown>>;
  /** Name of an endpoint of `models` that serves the model already. */
  readonly endpoint?: string;
  /** Name of an endpoint of `models`. */
  readonly judge?: string;
  readonly max_tokens?: number;
  readonly temperature: number;
  readonly concurrency: number;
  /** Class of the evaluator by benchmark. */
  readonly classes: Readonly<Record<string, string>>;
  /** As written, absolute where it is a path. */
  readonly python?: string;
  readonly home?: string;
  readonly data?: string;
}

/** A curriculum with one variant applied: names resolved as far as the text alone allows, paths absolute. */
export interface Curriculum {
  readonly file: string;
  readonly name: string;
  readonly variant?: string;
  readonly model: ModelRef;
  readonly engine: { readonly name: EngineName; readonly options: Readonly<Record<string, unknown>> };
  /** Absolute path of the format prompt (Jinja). */
  readonly prompt?: string;
  readonly reward: RewardRef;
  readonly datasets: readonly Dataset[];
  readonly schedule: { readonly capability: CapabilityOrder; readonly difficulty: DifficultyOrder };
  readonly defaults: PartialSettings;
  readonly stages: readonly Stage[];
  /** Settings of the one stage that `merged` and `ordered` make. */
  readonly pooled?: PartialSettings;
  /** Engine keys of `defaults`, flat; the stages already carry them. */
  readonly engineOptions?: Readonly<Record<string, unknown>>;
  /** Engine keys of `pooled`, on top of those of `defaults`. */
  readonly pooledEngineOptions?: Readonly<Record<string, unknown>>;
  /** Folders outside the workspace that data may be read from, absolute. */
  readonly folders: readonly string[];
  readonly models: Readonly<Record<string, Endpoint>>;
  readonly evaluate?: Evaluation;
  readonly audit?: Readonly<Record<string, unknown>> & {
    /** The first of `methods`. */
    readonly method: AuditMethod;
    readonly methods: readonly AuditMethod[];
    /** Absolute: results of another program. */
    readonly from?: string;
    /** Name of an endpoint of `models`. */
    readonly judge?: string;
    readonly samples?: number;
    readonly limit?: number;
    readonly sample?: number;
    readonly annotators?: readonly string[] | string;
  };
}

/** A path into the document, such as `['stages', 2, 'where']`. */
export type KeyPath = readonly (string | number)[];

/** What the language makes of a file and one of its variants. */
export interface CheckedCurriculum {
  /** Absent only when the text is too broken to mean anything; problems then say why. */
  readonly curriculum?: Curriculum;
  readonly problems: readonly Problem[];
  /** Names of all variants, in file order. */
  readonly variants: readonly string[];
  /** Files that were read: the curriculum and what it extends. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /**
   * Where the value (or key) at a path of the resolved document was written, across `extends` and `variants`;
   * falls back to the nearest ancestor that was written. Stages may be addressed by id or index.
   */
  readonly locate: (path: KeyPath, part?: 'key' | 'value') => Place;
  /**
   * Where the piece [start, end) of a text value was written, offsets in UTF-16 units of the value: looks through
   * quotes, escapes, folded lines and block scalars. The whole value when the path holds no text.
   */
  readonly locateText: (path: KeyPath, start: number, end: number) => Place;
}
