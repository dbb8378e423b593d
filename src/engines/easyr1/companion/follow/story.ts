import { dirname, relative, sep } from 'node:path';
import type { EngineEvent } from '../../../../protocol';
import type { TrainSpec } from '../spec';
import { NOTHING_TOLD, toldBefore, type Told } from '../told';
import type { Voice } from '../voice';
import type { Generation } from '../../generations';
import { firstStepOf } from './kept-logs';
import { isValidationName, isValidationOnly, validationScore, type MetricLine } from './metric-line';
import { ourMetrics } from './names';
import { sampleEvents } from './samples';
import type { SavedStep } from './tracker';

/**
 * What is told of a training, from whatever source it comes: each metric of each step once, in order, also over
 * restarts of EasyR1 and of the companion itself.
 */
export class Story {
  told: Told = NOTHING_TOLD;
  /** The last step that EasyR1 has written of, told or not; -1: none. */
  seen = -1;
  total: number;
  /** Where validations were made, and what came out. */
  readonly scores = new Map<number, number>();
  readonly validations = new Set<number>();
  /** The first step of this training, once it is known. */
  firstStep: number | undefined;

  constructor(
    private readonly spec: TrainSpec,
    private readonly voice: Voice,
    /** Metrics of earlier attempts. */
    private readonly history: readonly MetricLine[],
    told: Told,
  ) {
    this.total = spec.steps.total;
    this.told = { ...told, validates: spec.validates !== false };
    for (const line of history) this.learn(line);
  }

  /** Goes on where a companion before us has left off. */
  goOn(firstStep: number): void {
    this.firstStep = firstStep;
  }

  /**
   * The training begins with this step: what was told of it and of later ones is taken back. What the attempts before
   * may have left untold is told now, so that the beginning that is told may lie before it. Nothing when that is known.
   */
  begin(firstStep: number): void {
    if (this.firstStep === firstStep) return;
    this.firstStep = firstStep;
    const told = toldBefore(this.told, firstStep);
    const untold = this.history.filter(({ step }) => step > told.step && step > 0 && step < firstStep);
    const from = Math.min(firstStep, ...untold.map(({ step }) => step));
    this.told = toldBefore(told, from);
    this.seen = Math.min(this.seen, firstStep - 1);
    for (const known of [this.scores, this.validations])
      for (const step of known.keys()) if (step >= firstStep) known.delete(step);
    const { device, cluster } = this.spec;
    this.voice.tell({
      type: 'started',
      totalSteps: this.total,
      firstStep: from,
      device: device ?? (cluster === undefined ? 'CUDA' : `Ray cluster ${cluster.address}`),
    });
    for (const line of this.history) if (line.step < firstStep) this.tellMetrics(line);
  }

  /** The next metric line of the training that runs. */
  metrics(line: MetricLine): void {
    // A validation before the training comes a step earlier than the first one.
    const first = this.firstStep;
    if (first === undefined || line.step < first - 1) this.begin(firstStepOf(line));
    this.learn(line);
    this.tellMetrics(line);
  }

  /** The log was begun anew with this line, without our having started anything. */
  restart(line: MetricLine): void {
    this.firstStep = undefined;
    this.begin(firstStepOf(line));
  }

  samples(step: number, answers: readonly Generation[]): void {
    if (step <= this.told.sampled || answers.length === 0 || !this.told.validates) return;
    this.voice.tell(...sampleEvents(step, answers));
    this.told = { ...this.told, sampled: step };
  }

  /** A complete checkpoint; its score, if it has one, must be known by now. */
  checkpoint({ step, path }: SavedStep): void {
    if (this.told.checkpoints.includes(step)) return;
    const score = this.told.validates ? this.scores.get(step) : undefined;
    this.voice.tell({
      type: 'checkpoint',
      step,
      path: relative(dirname(this.spec.output), path).split(sep).join('/'),
      ...(score === undefined ? {} : { score }),
    });
    this.told = { ...this.told, checkpoints: [...this.told.checkpoints, step] };
  }

  /** Nothing to go by for `checkpoint: best`, since validations and checkpoints never fell on the same step. */
  withoutBest(): readonly EngineEvent[] {
    const { checkpoints, validates } = this.told;
    if (!validates || checkpoints.length === 0 || this.validations.size === 0) return [];
    if (checkpoints.some((step) => this.scores.has(step))) return [];
    const list = (steps: Iterable<number>): string => [...steps].slice(0, 8).join(', ');
    return [
      {
        type: 'finding',
        severity: 'warning',
        id: 'no-best-checkpoint',
        message: `No checkpoint has a score: it was saved at ${list(checkpoints)}, but validated at ${list(this.validations)}. \`checkpoint: best\` takes the last one.`,
        hint: 'Make `save_every` a multiple of `validate_every`.',
        key: 'save_every',
        ...(this.spec.steps.validateEvery === undefined || this.spec.steps.validateEvery <= 0
          ? {}
          : { suggestion: this.spec.steps.validateEvery }),
      },
    ];
  }

  private learn(line: MetricLine): void {
    this.seen = Math.max(this.seen, line.step);
    if ([...line.values.keys()].some((name) => name.startsWith('val/'))) this.validations.add(line.step);
    const score = validationScore(line);
    if (score !== undefined) this.scores.set(line.step, score);
  }

  private tellMetrics(line: MetricLine): void {
    const { step } = line;
    const training = step > this.told.step && !isValidationOnly(line);
    const validation = step > this.told.validated && this.told.validates;
    const values = new Map(
      [...line.values].filter(([name]) => (isValidationName(name) ? validation : training)),
    );
    if (values.size === 0) return;
    this.voice.tell({ type: 'metric', step, values: ourMetrics(values) });
    this.told = {
      ...this.told,
      ...(training ? { step } : {}),
      ...([...values.keys()].some(isValidationName) ? { validated: step } : {}),
    };
  }
}
