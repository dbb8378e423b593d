import { logReader, type ReadLine } from './log/reader';
import type { Sighting } from './log/match';
import { metricWatch } from './metrics/watch';
import type { Symptom } from './metrics/rule';
import { keyFor, severityOf, signatureOf, type FailureId, type Signature } from './signatures';
import type { Diagnosis, Doctor, Patient } from './types';

/** Lines within which the cause of a symptom, or the place of a failure, is told. */
const NEAR = 200;
const NEXT = 4;
const LONGEST_EVIDENCE = 300;

/** What follows from another failure in the same breath needs no finding of its own. */
const CONSEQUENCES: Readonly<Partial<Record<FailureId, readonly FailureId[]>>> = {
  F37: ['F36'],
  F48: ['F50'],
};

/** Going on from a checkpoint that nobody has named. */
const UNASKED: FailureId = 'F27';

/** A sighting that waits for lines which say more, or something else. */
interface Pending {
  readonly seen: Sighting;
  readonly read: ReadLine;
  readonly until: number;
  readonly key?: string;
  ticks: number;
}

/**
 * A doctor for one stage of a run. Each failure is told once. A symptom of many failures is told only when none of
 * them shows up near it; what NCCL says after a failure is told as its consequence.
 */
export function createDoctor(patient: Patient): Doctor {
  const found = new Map<string, Diagnosis>();
  const reader = logReader();
  const monitor = metricWatch(patient, (id) => found.has(id));
  let pending: Pending[] = [];
  let step: number | undefined;
  let measured = false;

  const tell = (diagnosis: Diagnosis): readonly Diagnosis[] => {
    if (found.has(diagnosis.id)) return [];
    found.set(diagnosis.id, diagnosis);
    return [diagnosis];
  };
  const cause = (): Diagnosis | undefined =>
    [...found.values()].find(({ id, severity }) => severity === 'error' && id !== 'F43');

  const explained = ({ id }: Signature): boolean =>
    (patient.ours === true && id === UNASKED) || (CONSEQUENCES[id] ?? []).some((each) => found.has(each));

  const fromLine = ({ signature, pattern, match }: Sighting, read: ReadLine, key?: string) => {
    if (explained(signature)) return [];
    const before = signature.id === 'F43' ? cause() : undefined;
    const message = pattern.says?.(match) ?? signature.message;
    const where = key ?? pattern.key?.(match);
    return tell({
      ...common(signature, patient, where, match),
      ...(pattern.severity === undefined ? {} : { severity: pattern.severity }),
      message:
        before === undefined
          ? message
          : `${message}, a consequence of ${before.id}: ${lowerFirst(before.message)}`,
      evidence: shortened(read.text),
      place: { line: read.line },
      ...(step === undefined ? {} : { step }),
    });
  };
  const fromSymptoms = (symptoms: readonly Symptom[], line?: number): readonly Diagnosis[] =>
    symptoms.flatMap(({ id, evidence, message }) => {
      const signature = signatureOf(id);
      if (signature === undefined || found.has(id)) return [];
      return tell({
        ...common(signature, patient, undefined, undefined),
        message: message ?? signature.message,
        evidence,
        ...(line === undefined ? {} : { place: { line } }),
        ...(step === undefined ? {} : { step }),
      });
    });

  /** Decides about those that have waited long enough. */
  const settle = (due: (one: Pending) => boolean): readonly Diagnosis[] => {
    const ready = pending.filter(due);
    if (ready.length === 0) return [];
    pending = pending.filter((one) => !ready.includes(one));
    return ready.flatMap(({ seen, read, key }) =>
      seen.pattern.weight === 'symptom' && cause() !== undefined ? [] : fromLine(seen, read, key),
    );
  };
  const told = (read: ReadLine): readonly Diagnosis[] => {
    const now = reader.passed();
    const settled = settle((one) => one.until < now);
    pending = pending.map((one) => {
      const where = one.key === undefined ? one.seen.pattern.detail?.exec(read.text)?.[1] : undefined;
      return where === undefined ? one : { ...one, until: now - 1, key: `engine_options.${where}` };
    });
    const sure = read.sightings.flatMap((seen) => {
      if (found.has(seen.signature.id)) return [];
      const { weight, detail } = seen.pattern;
      if (weight !== 'symptom' && detail === undefined) return fromLine(seen, read);
      if (pending.every((one) => one.seen.signature.id !== seen.signature.id))
        pending.push({ seen, read, until: now + (weight === 'symptom' ? NEAR : NEXT), ticks: 0 });
      return [];
    });
    // What the log prints of metrics counts only where nobody hands them over.
    const readings = measured
      ? read.readings.filter(({ values }) => 'memory_left_in_use' in values)
      : read.readings;
    const measuredHere = readings.flatMap((reading) => {
      if (!('memory_left_in_use' in reading.values)) step = reading.step;
      return fromSymptoms(monitor.observe(reading), read.line > 0 ? read.line : undefined);
    });
    return [...settled, ...sure, ...measuredHere];
  };

  return {
    log: (chunk) => {
      if (chunk === '') return [];
      monitor.heard();
      const findings: Diagnosis[] = [];
      // One by one: what waits is settled by how many lines have passed.
      for (const read of reader.push(chunk)) findings.push(...told(read));
      return [...findings, ...settle(({ until }) => until < reader.passed())];
    },
    metrics: (at, values) => {
      measured = true;
      step = at;
      monitor.heard();
      return fromSymptoms(monitor.observe({ step: at, values }));
    },
    tick: (now) => {
      for (const one of pending) one.ticks += 1;
      return [...settle(({ ticks }) => ticks > 1), ...fromSymptoms(monitor.tick(now))];
    },
    end: () => [...[...reader.end()].flatMap(told), ...settle(() => true), ...fromSymptoms(monitor.end())],
  };
}

function common(
  signature: Signature,
  patient: Patient,
  key: string | undefined,
  match: RegExpExecArray | undefined,
) {
  const own = keyFor(signature, patient.engine);
  const where = key ?? own;
  // A suggestion is a value for the signature's key, not for another one that a line has named.
  const suggestion = where === own ? signature.suggest?.(patient.settings ?? {}, match) : undefined;
  return {
    id: signature.id,
    title: signature.title,
    severity: severityOf(signature),
    cause: signature.cause,
    hint: signature.fix,
    ...(patient.stage === undefined ? {} : { stage: patient.stage }),
    ...(where === undefined ? {} : { key: where }),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

const shortened = (text: string): string =>
  text.length > LONGEST_EVIDENCE ? `${text.slice(0, LONGEST_EVIDENCE)}...` : text;
const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
