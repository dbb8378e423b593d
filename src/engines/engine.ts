import type { DataEngine, DataSource } from '../data';
import type { EngineName } from '../language';
import type { Plan, PlannedStage } from '../plan';
import type { Arm, EngineEvent, Problem } from '../protocol';

/** How a process is started: an argv array (never a shell string), its environment additions, its folder. */
export interface Launch {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Files to be written before the start: absolute path -> text. */
  readonly files: Readonly<Record<string, string>>;
}

export interface StageLaunch {
  readonly plan: Plan;
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly stage: PlannedStage;
  /** Where the rows are: one source when the training file was materialised, in training order; else the plan's own. */
  readonly train: readonly DataSource[];
  /** Absolute `stages/<id>` folder of the run; exists. */
  readonly stageDir: string;
  /** Absolute checkpoint folder that the stage starts from; absent means the base model. */
  readonly from?: string;
  /** Absolute checkpoint folder of this very stage to resume from. */
  readonly resume?: string;
  /** Of a command that is only shown: the environment that names the interpreter; absent: this process's. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface PredictLaunch {
  readonly plan: Plan;
  /** Absolute folder of the workspace. */
  readonly root: string;
  /** Absolute checkpoint folder; absent means the base model. */
  readonly checkpoint?: string;
  /** Absolute path of the JSONL file to write, one `Prediction` a line (see audit). */
  readonly output: string;
  /** Also answer the audit's counterfactual arms (`only` some of them), `k` samples each. */
  readonly arms?: { readonly k: number; readonly only?: readonly Arm[] };
  /** At most so many held-out rows, drawn with the seed; absent means all. */
  readonly limit?: number;
}

export interface Checkpoint {
  readonly step: number;
  /** Absolute folder. */
  readonly path: string;
  readonly score?: number;
}

/** Splits an engine's output into events and log text; lines may arrive in pieces. */
export interface OutputReader {
  push(chunk: string): { readonly events: readonly EngineEvent[]; readonly log: string };
}

/** What every engine offers: check before launch, start a stage, read what it says, find its checkpoints. */
export interface Engine {
  readonly name: EngineName;
  /** Whether its process looks at `until` itself; else the supervisor evaluates it and asks the process to stop. */
  readonly endsByUntil: boolean;
  /** Milliseconds that its process may need to save and end when it is asked to; absent: a minute is enough. */
  readonly farewellMs?: number;
  /** Problems only this engine knows (options, divisibility, machine). */
  check(plan: Plan): Promise<readonly Problem[]>;
  /**
   * Writes data files that the process of a stage or of predictions reads (large ones, which `files` of a launch is
   * not for), below the stage's folder or beside the output. What is there and whole from an earlier attempt stays.
   * Absent: the engine's process reads the sources itself.
   */
  readonly prepare?: {
    stage(request: StageLaunch, data: DataEngine): Promise<void>;
    predict(request: PredictLaunch, data: DataEngine): Promise<void>;
  };
  /**
   * The engine's own command for a stage, as a person would run it by hand: to be shown. An interpreter that is not on
   * this machine stands there by its name. Rejects with an `Error` for people when there is none.
   */
  command(stage: StageLaunch): Promise<Launch>;
  /** What the supervisor starts for a stage; speaks to `reader`. Rejects with an `Error` for people. */
  launch(stage: StageLaunch): Promise<Launch>;
  /** Predictions on the plan's held-out rows. */
  predict(request: PredictLaunch): Promise<Launch>;
  reader(): OutputReader;
  /** Complete checkpoints of a stage folder, oldest first. */
  checkpoints(stageDir: string): Promise<readonly Checkpoint[]>;
}
