/** Something that a person should know of what was adopted: what was dropped, guessed, or looks like a mistake. */
export interface Note {
  /** `warning`: the curriculum needs a look before it is run; `info`: what became of a key. */
  readonly level: 'warning' | 'info';
  /** One or two sentences. */
  readonly text: string;
}

export interface Adopted {
  /** Text of a `*.curriculum.yaml` file. */
  readonly text: string;
  readonly notes: readonly Note[];
}

/** One start of EasyR1: its configuration file and what stands behind it on the command line, flat. */
export interface Training {
  /** Absolute path of the script or configuration that has it. */
  readonly origin: string;
  /** `worker.rollout.n` and the like; later ones have replaced earlier ones. */
  readonly keys: ReadonlyMap<string, unknown>;
  /** Folder that relative paths count from. */
  readonly base?: string;
  /** Ray cluster that it is submitted to. */
  readonly cluster?: string;
}

/** A stage in the language's words, before it is written. */
export interface StageDraft {
  /** `trainer.experiment_name`, or what stands for it. */
  readonly name: string;
  readonly dataset: DatasetDraft;
  readonly model: ModelDraft;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly prompt?: string;
  readonly reward?: string;
  readonly nodes?: number;
  readonly cluster?: string;
}

export interface DatasetDraft {
  readonly train: string;
  readonly images?: string;
  readonly columns: Readonly<Record<string, string>>;
}

/** Where a stage starts: a model, or the checkpoint of an experiment of the same script. */
export type ModelDraft =
  | { readonly kind: 'model'; readonly text: string; readonly known: boolean }
  | { readonly kind: 'experiment'; readonly experiment: string; readonly step?: number };

/** Collects notes, each once. */
export class Notes {
  private readonly all = new Map<string, Note>();

  warn(text: string): void {
    this.all.set(text, { level: 'warning', text });
  }

  tell(text: string): void {
    if (!this.all.has(text)) this.all.set(text, { level: 'info', text });
  }

  list(): readonly Note[] {
    return [...this.all.values()].sort(
      (one, other) => Number(one.level === 'info') - Number(other.level === 'info'),
    );
  }
}
