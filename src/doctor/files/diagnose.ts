import { createDoctor } from '../doctor';
import { EXPLAINED_BY } from '../metrics/watch';
import type { Diagnosis, Doctor, Patient } from '../types';
import { parseLine, readingOf, readingsOfDocument, type FileReading } from './metric-lines';
import { pieces, wholeLines } from './read-text';
import { looksLikeMetrics } from './sniff';

/** A text to be read: a file, or one that comes from elsewhere under a name. */
export interface TextSource {
  /** The name that findings give as their place; the path, when there is no `text`. */
  readonly file: string;
  readonly text?: AsyncIterable<string | Uint8Array>;
}

export interface LogSource extends TextSource {
  readonly patient?: Patient;
}

export interface DiagnoseRequest {
  readonly logs: readonly LogSource[];
  /** Metrics: our events, EasyR1's `experiment_log.jsonl`, TRL's `trainer_state.json`, or an object a line. */
  readonly metrics?: readonly TextSource[];
  /** What is known of the stages whose metrics these are. */
  readonly patients?: readonly Patient[];
}

/** Beyond this a document that is not one object a line is not taken into memory. */
const LARGEST_DOCUMENT = 64 * 2 ** 20;

/**
 * What logs and metrics of any size show, each failure once a log and stage. What a log has shown is not told again
 * from the metrics of the same stage, nor what another finding of the stage explains. A file of metrics among the logs
 * is read as what it is, and a log among the metrics, too. Rejects when a file cannot be read.
 */
export async function diagnoseFiles(request: DiagnoseRequest): Promise<readonly Diagnosis[]> {
  const found: Diagnosis[] = [];
  const metrics: TextSource[] = [];
  for (const log of request.logs) {
    found.push(...(await diagnoseLog(log)));
    if (log.text === undefined && (await looksLikeMetrics(log.file))) metrics.push(log);
  }
  metrics.push(...(request.metrics ?? []));
  for (const source of metrics) {
    const shown =
      (await diagnoseMetrics(source, request.patients ?? [])) ??
      (source.text === undefined ? await diagnoseLog(source) : []);
    const known = [...found];
    const told = ({ id, stage }: Diagnosis) =>
      known.some((one) => one.id === id && (one.stage === undefined || one.stage === stage));
    found.push(...shown.filter((one) => !told(one)));
  }
  return found.filter((one) => !isExplained(one, found));
}

async function diagnoseLog({ file, text, patient = {} }: LogSource): Promise<readonly Diagnosis[]> {
  const doctor = createDoctor(patient);
  const found: Diagnosis[] = [];
  for await (const piece of pieces(text ?? file)) found.push(...doctor.log(piece));
  found.push(...doctor.end());
  return found.map((one) => ({ ...one, place: { ...one.place, file } }));
}

/** A reward that does not move is no finding of its own when it moved away later, or for a reason that was found. */
const isExplained = ({ id, stage }: Diagnosis, all: readonly Diagnosis[]): boolean =>
  all.some((one) => one.stage === stage && (EXPLAINED_BY[id] ?? []).some((each) => each === one.id));

/** Nothing at all, rather than no findings, where the text holds no metrics. */
async function diagnoseMetrics(
  { file, text }: TextSource,
  patients: readonly Patient[],
): Promise<readonly Diagnosis[] | undefined> {
  const doctors = new Map<string | undefined, Doctor>();
  const found: Diagnosis[] = [];
  const doctorOf = (stage: string | undefined): Doctor => {
    const known = doctors.get(stage);
    if (known !== undefined) return known;
    const patient = patients.find((one) => one.stage === stage);
    const doctor = createDoctor(patient ?? (stage === undefined ? {} : { stage }));
    doctors.set(stage, doctor);
    return doctor;
  };
  const take = (reading: FileReading, line: number | undefined): void => {
    const findings = observe(doctorOf(reading.stage), reading);
    found.push(
      ...findings.map((one) => ({ ...one, place: { file, ...(line === undefined ? {} : { line }) } })),
    );
  };

  let number = 0;
  let document = '';
  for await (const line of wholeLines(text ?? file)) {
    number += 1;
    const value = parseLine(line);
    const reading = readingOf(value);
    if (reading !== undefined) take(reading, number);
    else if (value !== undefined && number === 1)
      for (const each of readingsOfDocument(value)) take(each, undefined);
    else if (found.length === 0 && doctors.size === 0 && document.length < LARGEST_DOCUMENT)
      document += `${line}\n`;
  }
  if (doctors.size === 0) for (const each of readingsOfDocument(parseLine(document))) take(each, undefined);
  if (doctors.size === 0) return undefined;
  for (const doctor of doctors.values())
    found.push(...doctor.end().map((one) => ({ ...one, place: { file } })));
  return found;
}

function observe(doctor: Doctor, { step, values, time, sign }: FileReading): readonly Diagnosis[] {
  // Time went on until this line: a silence before it is judged before it breaks the silence.
  const silence = time === undefined || sign === 'restart' ? [] : doctor.tick(time);
  const seen = doctor.metrics(step, values);
  if (time !== undefined) doctor.tick(time);
  return [...silence, ...seen];
}
