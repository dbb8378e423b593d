import type { DataSource } from '../data';
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
  readonly stage: PlannedStage;
  /** Where the rows are: one source when the training file was materialised, in training order; else the plan's own. */
  readonly train: readonly DataSource[];
  /** Absolute `stages/<id>` folder of the run; exists. */
  readonly stageDir: string;
  /** Absolute checkpoint folder that the stage starts from; absent means the base model. */
  readonly from?: string;
  /** Absolute checkpoint folder of this very stage to resume from. */
  readonly resume?: string;
}

export interface PredictLaunch {
  readonly plan: Plan;
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
  /** Problems only this engine knows (options, divisibility, machine). */
  check(plan: Plan): Promise<readonly Problem[]>;
  launch(stage: StageLaunch): Launch;
  /** Predictions on the plan's held-out rows. */
  predict(request: PredictLaunch): Launch;
  reader(): OutputReader;
  /** Complete checkpoints of a stage folder, oldest first. */
  checkpoints(stageDir: string): Promise<readonly Checkpoint[]>;
}
