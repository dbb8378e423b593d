import { join } from 'node:path';

import type { Mark, RunEvent, RunFinding } from '../../protocol';
import { checkEvent, FILES } from '../../runs';
import { cutText } from '../cut';
import { RunClock } from './clock';
import { EventFile } from './event-file';
import { addFinding } from './findings';
import { SampleIndex } from './sample-index';
import { StageStore } from './stage-store';

const MOST_STAGES = 500;
const LONGEST_ID = 200;
const MOST_MARKS = 20_000;
/** Points of all metrics together: 24 bytes each. What comes beyond is not kept. */
const MOST_POINTS = 20_000_000;

/** What the events of a run add up to: curves, marks, findings, and where its samples stand. Nothing is written. */
export class RunStore {
  readonly file: EventFile;
  stages = new Map<string, StageStore>();
  marks: Mark[] = [];
  findings: readonly RunFinding[] = [];
  samples = new SampleIndex();
  clock = new RunClock();
  /** Points of all metrics of all stages. */
  points = 0;

  constructor(readonly dir: string) {
    this.file = new EventFile(join(dir, FILES.events), {
      line: (buffer, start, end, offset) =>
        this.readLine(buffer.toString('utf8', start, end), offset, end - start),
      restart: () => this.forget(),
    });
  }

  private forget(): void {
    this.stages = new Map();
    this.marks = [];
    this.findings = [];
    this.samples = new SampleIndex();
    this.clock = new RunClock();
    this.points = 0;
  }

  private readLine(text: string, offset: number, length: number): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return;
    }
    const points = asPoints(value);
    if (points !== undefined) this.addPoints(points);
    else {
      const event = checkEvent(value);
      if (event !== undefined) this.apply(event, offset, length);
    }
  }

  private addPoints({ stage, time, step, values }: MetricLine): void {
    const second = this.clock.at(time);
    if (this.points >= MOST_POINTS) return;
    this.points += this.stage(stage)?.add(step, second, values) ?? 0;
  }

  private apply(event: RunEvent, offset: number, length: number): void {
    if (event.type === 'run-state') {
      if (event.state === 'running') this.clock.takenOver(event.time);
      else this.clock.at(event.time);
      return;
    }
    const seconds = this.clock.at(event.time);
    const id = event.stage;
    const stage = id === undefined ? undefined : this.stage(id);
    if (id === undefined || stage === undefined) return;
    stage.seen(seconds);
    switch (event.type) {
      case 'started':
        this.start(id, stage, event);
        return;
      case 'sample':
        stage.lastStep = Math.max(stage.lastStep, event.step);
        this.samples.add({ offset, length, step: event.step, stage: id, row: event.sample.row });
        return;
      case 'checkpoint': {
        const { step, score } = event;
        this.mark({ kind: 'checkpoint', stage: id, step, ...(typeof score === 'number' ? { score } : {}) });
        return;
      }
      case 'finding': {
        const step = event.step ?? stage.lastStep;
        const { added, findings } = addFinding(this.findings, id, step, event);
        this.findings = findings;
        if (added) this.mark({ kind: 'finding', stage: id, step, id: cutText(event.id) });
        return;
      }
      case 'stage-state':
        if (event.state !== 'waiting' && event.state !== 'running')
          this.mark({ kind: 'ended', stage: id, step: stage.lastStep, state: event.state });
        return;
      case 'metric':
      case 'machine':
      case 'progress':
      case 'finished':
      case 'failed':
        return;
    }
  }

  /** Resumed stages repeat steps: what was told of the step that comes first, and of later ones, is taken back. */
  private start(
    id: string,
    stage: StageStore,
    { totalSteps, firstStep }: Extract<RunEvent, { type: 'started' }>,
  ): void {
    stage.totalSteps = totalSteps;
    stage.starts += 1;
    if (stage.starts === 1) return;
    this.points -= stage.takeBack(firstStep);
    this.samples.takeBack(id, firstStep);
    this.marks = this.marks.filter(
      (mark) => mark.kind !== 'checkpoint' || mark.stage !== id || mark.step < firstStep,
    );
    this.mark({ kind: 'resumed', stage: id, step: firstStep });
  }

  private mark(mark: Mark): void {
    if (this.marks.length < MOST_MARKS) this.marks.push({ ...mark, seconds: this.clock.seconds });
  }

  private stage(id: string): StageStore | undefined {
    const known = this.stages.get(id);
    if (known !== undefined || this.stages.size >= MOST_STAGES || id.length > LONGEST_ID) return known;
    const stage = new StageStore();
    this.stages.set(id, stage);
    return stage;
  }
}

interface MetricLine {
  readonly stage: string;
  readonly time: string;
  readonly step: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Metric lines are by far the most: they are judged without the general check, which takes ten times as long. */
function asPoints(value: unknown): MetricLine | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, stage, time, step, values } = value as Readonly<Record<string, unknown>>;
  if (type !== 'metric' && type !== 'machine') return undefined;
  return typeof stage === 'string' &&
    typeof time === 'string' &&
    Number.isSafeInteger(step) &&
    (step as number) >= 0 &&
    typeof values === 'object' &&
    values !== null &&
    !Array.isArray(values)
    ? { stage, time, step: step as number, values: values as Readonly<Record<string, unknown>> }
    : undefined;
}
