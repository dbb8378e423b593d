import { relative } from 'node:path';
import { openDataEngine, type DataEngine, type Sample } from '../../../data';
import { openReward, type Reward } from '../../../rewards';
import {
  listCheckpoints,
  readCheckpoint,
  removeUnfinished,
  writeCheckpoint,
} from '../checkpoints/checkpoint';
import { loadModel, type Model } from '../checkpoints/model-folder';
import { bestCheckpoint, removeSuperfluous } from '../checkpoints/retention';
import { UserError } from '../errors';
import { openRuntime } from '../runtime/devices';
import type { Runtime } from '../runtime/runtime';
import type { OptimizerState } from '../train/adamw';
import { newLearner } from '../train/learner';
import type { RunnerContext } from './context';
import { createPromptMaker, type PromptMaker } from './prompts';
import { readRows } from './rows';
import { batches, rowsOfSteps } from './schedule';
import type { TrainSpec } from './spec';
import { stepLine } from './step-line';
import { trainStep, type StepContext } from './steps';
import { validate, type ValidationSet } from './validate';

/** Trains a stage to its end, to its `until`, or until it is asked to stop. */
export async function trainStage(spec: TrainSpec, context: RunnerContext): Promise<void> {
  await removeUnfinished(spec.stageDir);
  const start = await loadStart(spec);
  const data = await openDataEngine({ folders: spec.folders });
  const closers: (() => Promise<void>)[] = [() => data.close()];
  try {
    const runtime = await openRuntime(spec.options);
    closers.push(() => runtime.close());
    const reward = await openReward(spec.reward);
    closers.push(() => reward.close());
    await new StageRun(spec, context, start, data, runtime, reward).run();
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

interface Start {
  readonly model: Model;
  readonly optimizer?: OptimizerState;
  readonly step: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** Parameters that the KL term is measured to: those at the stage's very start, also after a resume. */
  readonly reference?: Float32Array;
}

async function loadStart(spec: TrainSpec): Promise<Start> {
  const origin = spec.from ?? spec.base.folder;
  const needsReference = spec.settings.method === 'grpo' && spec.settings.kl > 0;
  if (spec.resume === undefined) {
    const model = await loadModel(origin);
    return { model, step: 0, metrics: {}, ...(needsReference ? { reference: model.theta.slice() } : {}) };
  }
  const { model, optimizer, state } = await readCheckpoint(spec.resume);
  const reference = needsReference ? { reference: (await loadModel(origin)).theta } : {};
  return { model, optimizer, step: state.step, metrics: state.metrics, ...reference };
}

/** One stage on its way. */
class StageRun {
  readonly #spec: TrainSpec;
  readonly #context: RunnerContext;
  readonly #start: Start;
  readonly #data: DataEngine;
  readonly #runtime: Runtime;
  readonly #reward: Reward;
  #metrics: Readonly<Record<string, number>>;
  #best = -Infinity;
  #saved: number;

  constructor(
    spec: TrainSpec,
    context: RunnerContext,
    start: Start,
    data: DataEngine,
    runtime: Runtime,
    reward: Reward,
  ) {
    this.#spec = spec;
    this.#context = context;
    this.#start = start;
    this.#data = data;
    this.#runtime = runtime;
    this.#reward = reward;
    this.#metrics = start.metrics;
    this.#saved = start.step;
  }

  async run(): Promise<void> {
    const { steps, settings, stageDir, until } = this.#spec;
    const { emit, stopRequested } = this.#context;
    const { model, optimizer } = this.#start;
    const prompts = await createPromptMaker(model, this.#spec);
    const rows = await this.#trainingRows(prompts);
    const validation = await this.#validationSet(prompts);
    const learner = newLearner(this.#runtime, model.config, model.theta, {
      freeze: settings.freeze.map(() => 'vision' as const),
      ...(optimizer === undefined ? {} : { optimizer }),
    });
    const { reference } = this.#start;
    const stepContext: StepContext = {
      spec: this.#spec,
      model,
      learner,
      prompts,
      reward: this.#reward,
      ...(reference === undefined ? {} : { reference }),
    };
    const { standsIn } = this.#spec.base;
    if (standsIn !== undefined && this.#spec.from === undefined)
      emit({
        type: 'finding',
        severity: 'info',
        id: 'stand-in',
        message: `A rehearsal: the micro model stands in for ${standsIn}; its figures say nothing about that model`,
      });
    emit({
      type: 'started',
      totalSteps: steps.total,
      firstStep: this.#start.step + 1,
      device: this.#runtime.device,
    });
    this.#best = bestCheckpoint(await listCheckpoints(stageDir))?.score ?? -Infinity;
    if (this.#start.step === 0 && validation !== undefined) this.#report(0, await this.#validate(validation));

    let step = this.#start.step;
    let reason: 'steps' | 'until' | 'stopped' = 'steps';
    while (step < steps.total) {
      if (stopRequested()) {
        reason = 'stopped';
        break;
      }
      step += 1;
      const result = await trainStep(stepContext, rows(step), step);
      for (const sample of result.samples) emit({ type: 'sample', step, sample });
      const due = this.#due(step);
      const validated =
        validation !== undefined && due.validate && !stopRequested()
          ? await this.#validate(validation)
          : undefined;
      const score = validated?.val_accuracy;
      this.#report(step, { ...result.metrics, ...validated });
      const met = until !== undefined && (await this.#data.holds(until, this.#metrics));
      const improved = (score ?? -Infinity) > this.#best;
      if (due.save || improved || met) await this.#save(learner.optimizer, step, score);
      if (met) {
        reason = 'until';
        break;
      }
    }
    if (step > this.#saved) await this.#save(learner.optimizer, step, undefined);
    emit({ type: 'finished', step, reason });
  }

  /** What is to be done after a step besides training. A saved checkpoint is always validated: `best` needs it. */
  #due(step: number): { readonly save: boolean; readonly validate: boolean } {
    const { validate_every: every } = this.#spec.settings;
    const save = this.#onSchedule(step);
    return { save, validate: save || (every !== undefined && step % every === 0) };
  }

  #onSchedule(step: number): boolean {
    const { save_every: every } = this.#spec.settings;
    return step === this.#spec.steps.total || (every !== undefined && step % every === 0);
  }

  #report(step: number, values: Readonly<Record<string, number>>): void {
    this.#metrics = { ...this.#metrics, ...values };
    this.#context.emit({ type: 'metric', step, values });
    this.#context.log(stepLine(step, this.#spec.steps.total, values));
  }

  #validate(set: ValidationSet) {
    return validate(this.#runtime, this.#start.model, set, this.#spec, this.#reward, this.#context);
  }

  async #save(optimizer: OptimizerState, step: number, score: number | undefined): Promise<void> {
    const { stageDir, settings } = this.#spec;
    const scored = score === undefined ? {} : { score };
    const path = await writeCheckpoint(stageDir, this.#start.model, optimizer, {
      step,
      updates: optimizer.updates,
      metrics: this.#metrics,
      ...scored,
    });
    this.#saved = step;
    this.#best = Math.max(this.#best, score ?? -Infinity);
    const shown = relative(stageDir, path).replaceAll('\\', '/');
    this.#context.emit({ type: 'checkpoint', step, path: shown, ...scored });
    await removeSuperfluous(stageDir, settings.keep_checkpoints, (saved) => this.#onSchedule(saved));
    this.#context.log(`saved ${shown}`);
  }

  /** The rows of each step still to be made. */
  async #trainingRows(prompts: PromptMaker): Promise<(step: number) => readonly Sample[]> {
    const { train, steps, settings, shuffle } = this.#spec;
    const queries = train.map(({ where, ...source }) => ({
      source,
      ...(where === undefined ? {} : { where }),
    }));
    if (steps.perEpoch < 1)
      throw new UserError('The stage has fewer rows than its batch, so not a single step can be made', {
        hint: 'Lower `batch` or loosen `where`.',
      });
    let rows = 0;
    for (const query of queries) rows += await this.#data.count(query);
    if (Math.floor(rows / settings.batch) !== steps.perEpoch)
      throw new UserError(`The training data has changed since the run was planned: ${rows} rows now`, {
        hint: 'Start a new run; a resumed one must see the very same rows.',
      });
    const schedule = { rows, batch: settings.batch, perEpoch: steps.perEpoch, shuffle, seed: settings.seed };
    const wanted = rowsOfSteps(schedule, this.#start.step + 1, steps.total);
    const found = await readRows(this.#data, queries, this.#context, wanted);
    prompts.inspect(found.rows.values(), 'training rows', this.#context);
    const rowsOf = batches(schedule);
    return (step) => rowsOf(step).flatMap((row) => found.rows.get(row) ?? []);
  }

  async #validationSet(prompts: PromptMaker): Promise<ValidationSet | undefined> {
    const { validation, options } = this.#spec;
    if (validation === undefined) return undefined;
    const samples: Sample[] = [];
    for await (const sample of this.#data.samples({ source: validation }, { limit: options.validation_rows }))
      samples.push(sample);
    if (samples.length === 0) return undefined;
    prompts.inspect(samples, 'validation rows', this.#context);
    const made = await Promise.all(samples.map((sample) => prompts.prompt(sample)));
    return { samples, prompts: made };
  }
}
