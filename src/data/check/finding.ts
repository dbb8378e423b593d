import type { Severity } from '../../protocol';
import type { DataCode } from '../codes';

/** Something wrong with a row (from 1) or, without one, with the whole file. */
export interface Finding {
  readonly code: DataCode;
  readonly severity: Severity;
  /** Findings of one code and kind are told as one problem. */
  readonly kind: string;
  readonly message: string;
  readonly hint?: string;
  readonly row?: number;
  /** A line (from 1), where it is known and is no row's. */
  readonly line?: number;
}

/** Findings of one kind: the first few and how many there are. */
export interface FindingGroup {
  readonly first: readonly Finding[];
  readonly count: number;
}

const FEW = 4;

/** Gathers findings without keeping a million of them. */
export class Findings {
  private readonly groups = new Map<string, { first: Finding[]; count: number }>();

  add(finding: Finding, count = 1): void {
    const key = `${finding.code} ${finding.kind}`;
    const group = this.groups.get(key) ?? { first: [], count: 0 };
    this.groups.set(key, group);
    group.count += count;
    if (group.first.length < FEW) group.first.push(finding);
  }

  list(): readonly FindingGroup[] {
    return [...this.groups.values()];
  }
}
