/** A line of a plan's summary: what, its value, and why or from where. */
export interface SummaryLine {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
}

/** A titled group of lines. `id` is stable, for shells that show some groups and fold others. */
export interface SummarySection {
  readonly id: 'rows' | 'order' | 'training' | 'checkpoints' | 'files' | 'keys';
  readonly title: string;
  readonly lines: readonly SummaryLine[];
}

export interface StageSummary {
  readonly id: string;
  /** Capabilities in order, which shells colour. */
  readonly capabilities: readonly string[];
  /** The stage in one line: rows, steps, start. */
  readonly headline: string;
  readonly sections: readonly SummarySection[];
}

/** A plan in words and in the order a person asks: the run, each stage, what comes after. */
export interface PlanSummary {
  readonly head: readonly SummaryLine[];
  readonly stages: readonly StageSummary[];
  readonly after: readonly SummaryLine[];
}
