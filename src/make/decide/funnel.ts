import { MAKE_STEPS, type FunnelStep, type MakeStep } from '../../protocol';

const MOST_SAMPLES = 10;
/** Reasons of one step that are told apart; the rest is one. */
const MOST_REASONS = 50;
export const OTHER_REASONS = 'other reasons';

/** Counts what fell, step by step. */
export class Funnel {
  private total = 0;
  private readonly steps = new Map<MakeStep, Map<string, { count: number; samples: string[] }>>();

  /** So many came in. */
  start(total: number): void {
    this.total = total;
  }

  /** One that came in; `fell` when it fell. Gives the reason under which it is counted. */
  add(id: string, fell?: { readonly step: MakeStep; readonly reason: string }): string | undefined {
    this.total += 1;
    return fell === undefined ? undefined : this.drop(id, fell);
  }

  /** One that came in before and falls now. */
  drop(id: string, { step, reason }: { readonly step: MakeStep; readonly reason: string }): string {
    const reasons = this.steps.get(step) ?? new Map<string, { count: number; samples: string[] }>();
    this.steps.set(step, reasons);
    const told = reasons.has(reason) || reasons.size < MOST_REASONS ? reason : OTHER_REASONS;
    const entry = reasons.get(told) ?? { count: 0, samples: [] };
    reasons.set(told, entry);
    entry.count += 1;
    if (entry.samples.length < MOST_SAMPLES) entry.samples.push(id);
    return told;
  }

  /** The steps that were taken, and those where something fell, in order; the most frequent reasons first. */
  finish(taken: ReadonlySet<MakeStep>): readonly FunnelStep[] {
    let left = this.total;
    return (Object.keys(MAKE_STEPS) as MakeStep[]).flatMap((step): FunnelStep[] => {
      const reasons = this.steps.get(step);
      if (reasons === undefined && !taken.has(step)) return [];
      const dropped = [...(reasons ?? [])]
        .map(([reason, entry]) => ({ reason, ...entry }))
        .sort((a, b) => b.count - a.count);
      const before = left;
      left -= dropped.reduce((sum, { count }) => sum + count, 0);
      return [{ step, in: before, out: left, dropped }];
    });
  }
}
