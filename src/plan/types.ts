import type { DataSource } from '../data';
import type { CheckpointRule, Curriculum, StageSettings } from '../language';
import type { Problem } from '../protocol';

/** A source of a stage with how many of its rows are used. */
export interface PlannedSource extends DataSource {
  readonly where?: string;
  readonly rowsBefore: number;
  readonly rowsAfter: number;
}

export interface PlannedOrder {
  /** Rows are drawn in a new random order each epoch. */
  readonly shuffle: boolean;
  /** The order is not the file's own: the training file must be materialised. */
  readonly sorted: boolean;
  /** By capability first (position of the source in `sources`). */
  readonly byCapability: boolean;
  readonly byDifficulty: 'none' | 'easy-to-hard' | 'hard-to-easy';
  /** SQL ORDER BY list, when the stage gives its own. */
  readonly custom?: string;
  /** In words, for people. */
  readonly meaning: string;
}

export interface PlannedSteps {
  readonly total: number;
  readonly perEpoch: number;
  /** Rows an epoch never shows because they do not fill a batch. */
  readonly leftOver: number;
  /** Such as `floor(3291 rows / 512 a batch) = 6 steps an epoch x 16 epochs = 96`. */
  readonly formula: string;
}

export interface PlannedStage {
  readonly id: string;
  /** Sources in capability order. */
  readonly sources: readonly PlannedSource[];
  readonly validation?: DataSource;
  /** Validation rows on the Hub, which the engine itself downloads; never together with `validation`. */
  readonly hubValidation?: { readonly id: string; readonly split: string };
  readonly order: PlannedOrder;
  readonly steps: PlannedSteps;
  readonly settings: StageSettings;
  readonly from:
    | { readonly kind: 'base' }
    | { readonly kind: 'stage'; readonly stage: string; readonly checkpoint: CheckpointRule };
  readonly until?: string;
  readonly engineOptions: Readonly<Record<string, unknown>>;
  /** Files the stage will write, relative to its folder `stages/<id>/`. */
  readonly files: readonly string[];
  /** What the plan chose where the curriculum leaves it open, a sentence each. */
  readonly notes?: readonly string[];
}

/** Whether the stage measures itself on held-out rows while it trains: only then is there a best checkpoint. */
export const validates = (stage: Pick<PlannedStage, 'validation' | 'hubValidation'>): boolean =>
  stage.validation !== undefined || stage.hubValidation !== undefined;

export interface Plan {
  readonly curriculum: Curriculum;
  readonly stages: readonly PlannedStage[];
  /** Held-out rows for predictions and the audit after the last stage (`test`, else `val`, of each dataset). */
  readonly heldOut: readonly DataSource[];
  /** All problems that the language, the data and the plan found, worst first. */
  readonly problems: readonly Problem[];
}
