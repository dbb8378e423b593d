import type { AuditBenchmark, AuditSet, ImageSources } from '../../protocol';

/** A benchmark as `audit.json` keeps it: its rate is computed from the counts. */
export type StoredBenchmark = Omit<AuditBenchmark, 'accuracy'>;

/** `audit.json`: what of a set its items alone do not say. */
export interface SetManifest {
  readonly format: 1;
  readonly id: string;
  readonly title: string;
  readonly kind: AuditSet['kind'];
  readonly run?: string;
  readonly file?: string;
  readonly model: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly rows: number;
  readonly failures: number;
  readonly unjudged: number;
  readonly benchmarks: readonly StoredBenchmark[];
  readonly problems: readonly string[];
  /** Folders and files, absolute, that images of the items may be read from. */
  readonly images: ImageSources;
  /** What it was made from: when this has changed, a run's set is made anew. */
  readonly made: { readonly from: string; readonly size: number; readonly modified: number };
}
