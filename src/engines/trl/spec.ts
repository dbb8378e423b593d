import type { RewardRef, StageSettings } from '../../language';
import type { Arm } from '../../protocol';

/** How weights are held and sampled: `engine: { trl: { ... } }` with its defaults. */
export interface TrlOptions {
  readonly precision: 'bf16' | 'fp16' | 'fp32';
  readonly adapter: 'none' | 'lora' | 'qlora';
  readonly lora_rank: number;
  readonly vllm: boolean;
}

interface CommonSpec {
  /** Hub id, or absolute folder, of the model at the beginning of the curriculum. */
  readonly model: string;
  /** Absolute folder of the checkpoint to start from or to predict with; absent: the model itself. */
  readonly checkpoint?: string;
  readonly engine: TrlOptions;
  /** Text of the format prompt, a Jinja template over `content`. */
  readonly prompt?: string;
  readonly settings: StageSettings;
  /** `engine_options`: arguments of GRPOConfig or SFTConfig; they win over what the settings say. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the runner is told to train. Rows are JSON lines of `EngineRow`, in training order. */
export interface TrainSpec extends CommonSpec {
  readonly kind: 'train';
  /** Absolute folder that gets `checkpoint-N` folders. */
  readonly output: string;
  readonly train: string;
  readonly validation?: string;
  /** Validation rows that `datasets` downloads. */
  readonly hubValidation?: { readonly id: string; readonly split: string };
  readonly reward: RewardRef;
  /** A new random order each epoch; false: the file's own. */
  readonly shuffle: boolean;
  /** Optimizer steps; each sees `settings.batch` prompts (and for GRPO as many groups of `settings.rollouts`). */
  readonly steps: { readonly total: number; readonly perEpoch: number };
  /** Absolute folder of a complete checkpoint of this very stage to go on from. */
  readonly resume?: string;
  /** Names of modules that `freeze: [vision]` holds still, a regular expression. */
  readonly vision: string;
}

/** What the runner is told to predict: one `Prediction` a line, appended, answered ones of `output` are kept. */
export interface PredictSpec extends CommonSpec {
  readonly kind: 'predict';
  readonly rows: string;
  readonly output: string;
  readonly arms?: { readonly k: number; readonly only?: readonly Arm[] };
  /** At most so many rows, drawn with the seed. */
  readonly limit?: number;
}

/** The argument of `runner/main.py` is the path of such a file. */
export type RunnerSpec = TrainSpec | PredictSpec;

/** A line of the rows that a runner reads: a `Sample` with absolute image paths; embedded images are written first. */
export interface EngineRow {
  readonly id: string;
  readonly dataset: string;
  readonly capability: string;
  readonly question: string;
  readonly answer: string;
  /** Absolute paths; empty for a row of text alone, never absent. */
  readonly images: readonly string[];
  readonly caption?: string;
  readonly options?: readonly string[];
  /** Target of supervised fine-tuning; absent: the answer. */
  readonly response?: string;
  readonly difficulty?: number;
  readonly scene?: unknown;
}
