import type { AuditFigures } from '../../protocol';
import type { Audit } from '../audit';

/** One metric of one stage over its steps. */
export interface Curve {
  readonly stage: string;
  readonly capability: string;
  /** A name of `METRICS`, or the engine's own. */
  readonly metric: string;
  /** In step order; steps count from 1 within the stage; 0 is what was measured before the first. */
  readonly points: readonly { readonly step: number; readonly value: number }[];
}

/** A row of the stage table. */
export interface StageRow {
  readonly id: string;
  readonly capability: string;
  readonly state: string;
  readonly from: string;
  readonly rows: number;
  readonly order: string;
  /** Set where the rows come sorted by difficulty: training figures then follow the order, not only the learning. */
  readonly difficulty?: 'easy-to-hard' | 'hard-to-easy';
  readonly steps: string;
  readonly seconds?: number;
}

/** What the report shows of a run. Everything but the audit may be missing; the page says so. */
export interface ReportRun {
  readonly title: string;
  /** When, which variant, which engine: one line. */
  readonly subtitle?: string;
  readonly audit: Audit;
  readonly curves?: readonly Curve[];
  readonly stages?: readonly StageRow[];
  /** What the other methods say, where any does. */
  readonly figures?: AuditFigures;
  /** Folders that images may be read from; absent: any file that is an image. */
  readonly imageFolders?: readonly string[];
}

export interface ReportOptions {
  /** Failures written into the page, default 2,000. */
  readonly maxFailures?: number;
  /** Bytes of embedded pictures, default 24 MiB. */
  readonly maxImageBytes?: number;
}
