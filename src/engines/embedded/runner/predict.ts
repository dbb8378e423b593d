import { openDataEngine, type Sample } from '../../../data';
import type { Arm, ModelResponse, Prediction } from '../../../protocol';
import { loadModel, type Model } from '../checkpoints/model-folder';
import { randomStream } from '../random';
import { openRuntime } from '../runtime/devices';
import type { Runtime } from '../runtime/runtime';
import { generate } from '../sampling/generate';
import type { Prompt, Rollout } from '../sequence';
import type { RunnerContext } from './context';
import { keepImages } from './kept-images';
import { openPredictions, type PredictionsFile } from './predictions-file';
import { createPromptMaker, type PromptMaker } from './prompts';
import { readRows } from './rows';
import { STREAM } from './schedule';
import type { PredictSpec } from './spec';

/** Rows answered together; after each such group the output file is complete up to there. */
const TOGETHER = 16;

/** Answers the held-out rows, under every arm when asked; goes on where an interrupted attempt ended. */
export async function predict(spec: PredictSpec, context: RunnerContext): Promise<void> {
  const model = await loadModel(spec.checkpoint ?? spec.base.folder);
  const data = await openDataEngine({ folders: spec.folders });
  const runtime = await openRuntime(spec.options);
  const file = await openPredictions(spec.output);
  try {
    const queries = spec.sources.map((source) => ({ source }));
    const { rows } = await readRows(data, queries, context, 'all');
    const samples = drawn([...rows.values()], spec);
    const prompts = await createPromptMaker(model, spec);
    prompts.inspect(samples, 'held-out rows', context);
    for (let done = 0; done < samples.length && !context.stopRequested(); done += TOGETHER) {
      context.emit({ type: 'progress', phase: 'predict', done, total: samples.length });
      const group = samples.slice(done, done + TOGETHER);
      await new Examination(spec, model, runtime, prompts, file).answer(group, done);
    }
    const stopped = context.stopRequested();
    if (!stopped)
      context.emit({ type: 'progress', phase: 'predict', done: samples.length, total: samples.length });
    context.emit({ type: 'finished', step: 0, reason: stopped ? 'stopped' : 'steps' });
  } finally {
    await file.close();
    await runtime.close();
    await data.close();
  }
}

/** `limit` of the rows, drawn with the seed (Fisher-Yates) and kept in their order; all of them without one. */
export function drawn<T>(
  rows: readonly T[],
  { limit, settings }: Pick<PredictSpec, 'limit' | 'settings'>,
): readonly T[] {
  if (limit === undefined || limit >= rows.length) return rows;
  const random = randomStream(settings.seed, STREAM.heldOut);
  const order = rows.map((_, i) => i);
  for (let i = 0; i < limit; i += 1) {
    const j = i + Math.floor(random() * (order.length - i));
    [order[i], order[j]] = [order[j] ?? j, order[i] ?? i];
  }
  const chosen = new Set(order.slice(0, limit));
  return rows.filter((_, i) => chosen.has(i));
}

/** A row under one arm. */
interface Trial {
  readonly sample: Sample;
  /** Position among all held-out rows: names its random numbers. */
  readonly number: number;
  readonly description?: string;
}

/** The order of the arms is part of the random streams' names. */
const ARM_ORDER: readonly Arm[] = ['image', 'description', 'own-description', 'both', 'neither'];

class Examination {
  constructor(
    private readonly spec: PredictSpec,
    private readonly model: Model,
    private readonly runtime: Runtime,
    private readonly prompts: PromptMaker,
    private readonly file: PredictionsFile,
  ) {}

  /** Answers rows `first`, `first + 1`, ... under every arm that applies and is not answered yet. */
  async answer(samples: readonly Sample[], first: number): Promise<void> {
    const trials = samples.map((sample, i): Trial => ({ sample, number: first + i }));
    await this.#arm('image', trials);
    if (this.spec.arms === undefined) return;
    // Without an image there is nothing to take away.
    const seen = trials.filter(({ sample }) => sample.images.length > 0);
    const described = seen.flatMap((trial) =>
      trial.sample.caption === undefined ? [] : [{ ...trial, description: trial.sample.caption }],
    );
    await this.#arm('description', described);
    await this.#arm('own-description', await this.#describe(this.#open('own-description', seen)));
    await this.#arm('both', described);
    await this.#arm('neither', seen);
  }

  /** What is asked for under an arm and not answered yet. */
  #open(arm: Arm, trials: readonly Trial[]): readonly Trial[] {
    if (this.spec.arms?.only?.includes(arm) === false) return [];
    return trials.filter(({ sample }) => !this.file.has(sample.dataset, sample.id, arm));
  }

  /** Lets the model describe the images, without sampling. */
  async #describe(trials: readonly Trial[]): Promise<readonly Trial[]> {
    if (trials.length === 0) return [];
    const prompts = await Promise.all(trials.map(({ sample }) => this.prompts.captionPrompt(sample)));
    const captions = await this.#generate(prompts, {
      count: 1,
      temperature: 0,
      maxTokens: Math.floor(this.model.config.text / 2),
      random: () => () => 0,
    });
    return trials.map((trial, i) => ({ ...trial, description: this.#response(captions[i]?.[0]).text }));
  }

  async #arm(arm: Arm, all: readonly Trial[]): Promise<void> {
    const trials = this.#open(arm, all);
    if (trials.length === 0) return;
    const { temperature, max_response_length: maxTokens, seed } = this.spec.settings;
    const prompts = await Promise.all(
      trials.map(({ sample, description }) =>
        this.prompts.prompt(sample, {
          images: arm === 'image' || arm === 'both',
          ...(description === undefined ? {} : { description }),
        }),
      ),
    );
    const greedy =
      arm === 'image'
        ? await this.#generate(prompts, { count: 1, temperature: 0, maxTokens, random: () => () => 0 })
        : undefined;
    const k = this.spec.arms?.k;
    const sampled =
      k === undefined
        ? undefined
        : await this.#generate(prompts, {
            count: k,
            temperature,
            maxTokens,
            random: (prompt, sample) =>
              randomStream(
                seed,
                STREAM.prediction,
                trials[prompt]?.number ?? 0,
                ARM_ORDER.indexOf(arm),
                sample,
              ),
          });
    const predictions: Prediction[] = [];
    for (const [i, { sample, description }] of trials.entries())
      predictions.push({
        row: sample.id,
        dataset: sample.dataset,
        capability: sample.capability,
        question: sample.question,
        answer: sample.answer,
        ...(sample.options === undefined ? {} : { options: sample.options }),
        images: await keepImages(sample, this.spec.output),
        ...(sample.caption === undefined ? {} : { caption: sample.caption }),
        ...(sample.scene === undefined ? {} : { scene: sample.scene }),
        arm,
        ...(description === undefined ? {} : { description }),
        ...(greedy === undefined ? {} : { greedy: this.#response(greedy[i]?.[0]) }),
        samples: (sampled?.[i] ?? []).map((rollout) => this.#response(rollout)),
      });
    await this.file.append(predictions);
  }

  #generate(
    prompts: readonly Prompt[],
    options: Parameters<typeof generate>[4],
  ): Promise<readonly (readonly Rollout[])[]> {
    return generate(this.runtime, this.model.config, this.model.theta, prompts, options);
  }

  #response(rollout: Rollout | undefined): ModelResponse {
    return {
      text: this.model.tokenizer.decode(rollout?.tokens ?? []),
      tokens: rollout?.tokens.length ?? 0,
      truncated: rollout?.truncated ?? false,
    };
  }
}
