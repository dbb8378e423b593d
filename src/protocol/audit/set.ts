import type { ReportedFigure, ResultKind } from './results';
import type { AuditMethod } from './labels';

/** A rate as it travels: never without its n and interval. */
export interface AuditRate {
  readonly k: number;
  readonly n: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly method: string;
  readonly of: string;
  readonly excluded: readonly { readonly reason: string; readonly n: number }[];
}

/** An audit set: the graded answers of one model, from a run or imported. */
export interface AuditSet {
  /** Absolute folder with `audit.json`: the name by which everything else asks for a set. */
  readonly dir: string;
  readonly id: string;
  readonly title: string;
  readonly kind: 'run' | 'import';
  /** Of a run: its folder, and the curriculum it followed. */
  readonly run?: string;
  readonly file?: string;
  readonly model: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly rows: number;
  readonly failures: number;
  readonly unjudged: number;
  readonly benchmarks: readonly AuditBenchmark[];
  /** What has been said by which method, and of how many failures. */
  readonly methods: Readonly<Partial<Record<AuditMethod, number>>>;
  readonly problems: readonly string[];
  /** Absolute folders outside of the set that its images may lie in, as the curriculum or the import declares. */
  readonly folders?: readonly string[];
}

export interface AuditBenchmark {
  readonly name: string;
  readonly capability: string;
  readonly source: string;
  readonly kind: ResultKind;
  readonly rows: number;
  readonly wrong: number;
  readonly unjudged: number;
  readonly accuracy: AuditRate;
  readonly reported: readonly ReportedFigure[];
  /** How the recomputed accuracy differs from the program's own, in words; absent when it does not. */
  readonly differs?: string;
}

/** What the figures of a set say, by method and where methods meet; recomputed when labels come. */
export interface AuditFigures {
  readonly accuracy: AuditRate;
  /** A share a method, among the failures it could attribute. */
  readonly perception: Readonly<Partial<Record<AuditMethod, AuditRate>>>;
  /** Why a method gives no share, in words (a closed gate, too few). */
  readonly withheld: Readonly<Partial<Record<AuditMethod, string>>>;
  readonly labels: readonly {
    readonly method: AuditMethod;
    readonly label: string;
    readonly rate: AuditRate;
  }[];
  readonly agreement: readonly AgreementFigure[];
  /** Prevalence of perception corrected for the judge's errors. */
  readonly corrected?: CorrectedRate;
  readonly controls?: { readonly sensitivity: AuditRate; readonly specificity: AuditRate };
  readonly notes: readonly string[];
}

export interface AgreementFigure {
  readonly first: string;
  readonly second: string;
  readonly labels: readonly string[];
  readonly counts: readonly (readonly number[])[];
  readonly agreement: AuditRate;
  readonly kappa?: {
    readonly value: number;
    readonly low: number;
    readonly high: number;
    readonly method: string;
  };
}

export interface CorrectedRate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly method: string;
  readonly observed: AuditRate;
  readonly sensitivity: AuditRate;
  readonly specificity: AuditRate;
}
