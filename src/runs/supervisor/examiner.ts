import { performance } from 'node:perf_hooks';

import { patientOf, type Diagnosis, type Doctor } from '../../doctor';
import type { EngineEvent } from '../../protocol';
import { errorText } from '../codes';
import type { RunContext } from './context';

export type FindingEvent = Extract<EngineEvent, { type: 'finding' }>;

/** A log that goes wrong on every line must not fill the events. */
const MOST_FINDINGS = 200;

/**
 * The doctor at the bedside of one engine: hears its log and its metrics, and its findings go to `tell`. A run never
 * suffers from its doctor: one that throws is sent away.
 */
export class Examiner {
  private findings = 0;
  private fatal: Diagnosis | undefined;

  constructor(
    private doctor: Doctor | undefined,
    private readonly tell: (findings: readonly FindingEvent[]) => void,
  ) {}

  /**
   * What an engine that fails has probably died of: the first error in its log (a later one is often its consequence),
   * else the latest in its metrics.
   */
  get causeOfDeath(): Diagnosis | undefined {
    return this.fatal;
  }

  log(text: string): void {
    this.examine((doctor) => doctor.log(text));
  }

  events(events: readonly EngineEvent[]): void {
    if (this.doctor === undefined) return;
    for (const event of events) {
      if (event.type !== 'metric') continue;
      // JSON has no NaN and says null; to a doctor that is a symptom.
      const values: Record<string, number> = {};
      for (const [name, value] of Object.entries(event.values)) values[name] = value ?? Number.NaN;
      this.examine((doctor) => doctor.metrics(event.step, values));
    }
  }

  /** To be called every few seconds: silence is a symptom, too. */
  tick(): void {
    this.examine((doctor) => doctor.tick(performance.timeOrigin + performance.now()));
  }

  end(): void {
    this.examine((doctor) => doctor.end());
    this.doctor = undefined;
  }

  private examine(look: (doctor: Doctor) => readonly Diagnosis[]): void {
    if (this.doctor === undefined) return;
    try {
      const found = look(this.doctor);
      if (found.length === 0) return;
      for (const one of found)
        if (one.severity === 'error' && this.fatal?.place === undefined) this.fatal = one;
      const room = Math.max(0, MOST_FINDINGS - this.findings);
      this.findings += found.length;
      this.tell(found.slice(0, room).map(asEvent));
    } catch (error) {
      this.doctor = undefined;
      process.stderr.write(`The log doctor failed and was sent away: ${errorText(error)}\n`);
    }
  }
}

function asEvent(found: Diagnosis): FindingEvent {
  const { id, severity, message, hint, step, evidence, cause, key, suggestion } = found;
  return {
    type: 'finding',
    severity,
    id,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(step === undefined ? {} : { step }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(cause === undefined ? {} : { cause }),
    ...(key === undefined ? {} : { key }),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** The doctor for a stage, or nobody: a plan of an older version may be more than one can understand. */
export function doctorOf({ parts, manifest }: RunContext, id: string): Doctor | undefined {
  // It knows the logs of trainings.
  if (manifest.make !== undefined) return undefined;
  try {
    return parts.doctorFor?.(patientOf(manifest.plan, id));
  } catch (error) {
    process.stderr.write(`The log doctor did not come: ${errorText(error)}\n`);
    return undefined;
  }
}

/** The doctor's explanation of a death, in a few words: `(F37 <title>)`. */
export const withFinding = (reason: string, { causeOfDeath: found }: Examiner): string =>
  found === undefined ? reason : `${reason} (${found.id} ${found.title})`;
