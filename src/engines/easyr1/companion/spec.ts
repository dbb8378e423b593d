/** A process that is started as it stands: an argv array, never a shell string. */
export interface Process {
  readonly argv: readonly string[];
  /** Additions to the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** Weights that EasyR1 has left in pieces (FSDP shards), and the command that joins them in Hugging Face's format. */
export interface Merge {
  /** Absolute folder `global_step_N/actor`; its `huggingface` folder gets the weights. */
  readonly actor: string;
  readonly process: Process;
}

/** A Ray cluster that the main process runs on, instead of this machine. */
export interface Cluster {
  /** `http://host:8265` or `ray://host:10001`, as the curriculum writes it. */
  readonly address: string;
  /**
   * Names the job for ever, so that a restarted companion finds it again: unique to run and stage. A later attempt,
   * after a job of that name has failed or was stopped, gets `-2`, `-3` and so on.
   */
  readonly submission: string;
  /**
   * Whether `output` is the same folder on the cluster's machines and here. Absent: it is looked for, and where no log
   * appears in it the metrics are read from what the job prints.
   */
  readonly shared?: boolean;
}

interface Common {
  readonly stage: string;
  /** What must be merged before the main process starts; skipped where the weights are there. */
  readonly merges: readonly Merge[];
  readonly main: Process;
}

/** Training: EasyR1 itself, followed by its files. */
export interface TrainSpec extends Common {
  readonly kind: 'train';
  /** Absolute folder that is `trainer.save_checkpoint_path`: tracker, `global_step_N`, logs of the file logger. */
  readonly output: string;
  readonly steps: {
    readonly total: number;
    /** `trainer.save_freq` and `trainer.val_freq`; absent or not positive: only at the end. */
    readonly saveEvery?: number;
    readonly validateEvery?: number;
  };
  /** False: the stage has no validation rows; what EasyR1 validates on all the same (it must) is not told. */
  readonly validates?: boolean;
  /** What it trains on, for people: `2 GPUs`. */
  readonly device?: string;
  readonly cluster?: Cluster;
}

/** Predictions: a process that speaks our own event lines, after the merges. */
export interface PredictSpec extends Common {
  readonly kind: 'predict';
}

/** What the companion of EasyR1 (`dist/easyr1-runner.cjs SPEC.json`) is told; written by `launch`, read once. */
export type CompanionSpec = TrainSpec | PredictSpec;
