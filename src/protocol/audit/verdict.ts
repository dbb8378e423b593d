import type { AuditMethod, Label } from './labels';

/**
 * A line of `<method>.jsonl` in an audit folder: one method's verdict on one item, with its evidence. The last line
 * of a row counts. `counterfactual.jsonl` keeps its older form (`verdict`, `arms`) and is read into this.
 */
export interface VerdictLine {
  readonly row: string;
  readonly dataset: string;
  readonly method: AuditMethod;
  readonly label: Label;
  readonly subtype?: string;
  readonly confidence?: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Model that judged or was asked; annotator. */
  readonly by: string;
  /** The method's own: arms, judge's JSON of both passes, a person's note. */
  readonly evidence: unknown;
}

/** A line of `labels.jsonl`: append only; `label` null takes back what the annotator said before. */
export interface HumanLabel {
  readonly row: string;
  readonly dataset: string;
  readonly label: Label | null;
  readonly subtype?: string;
  readonly note?: string;
  readonly annotator: string;
  readonly at: string;
  /** Other methods were hidden while it was given. */
  readonly blind?: boolean;
}
