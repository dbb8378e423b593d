import {
  decodeGraph,
  patchCount,
  patchSize,
  prefillGraph,
  type BatchShape,
  type ModelConfig,
} from '../model';
import type { Feed, Runtime } from '../runtime/runtime';
import type { Prompt, Rollout } from '../sequence';
import { EOS, PAD } from '../tokenizer';
import { ResponseCache } from './cache';
import { generationBatches } from './generation-batches';
import { sampleToken } from './sample-token';

export interface GenerateOptions {
  /** Responses a prompt. */
  readonly count: number;
  /** 0: the best token at each place. */
  readonly temperature: number;
  readonly maxTokens: number;
  /** The random numbers of a response; they depend on nothing else, so batching does not matter. */
  readonly random: (prompt: number, sample: number) => () => number;
  readonly onProgress?: (prompts: number) => void;
}

/** Samples `count` responses to each prompt: the prompt is read once a group, tokens are decoded from cached keys. */
export async function generate(
  runtime: Runtime,
  config: ModelConfig,
  theta: Float32Array,
  prompts: readonly Prompt[],
  options: GenerateOptions,
): Promise<readonly (readonly Rollout[])[]> {
  const results: (readonly Rollout[])[] = prompts.map(() => []);
  let done = 0;
  for (const batch of generationBatches(config, prompts, options.count)) {
    const groups = await generateBatch(runtime, config, theta, prompts, batch, options);
    batch.members.forEach((member, row) => (results[member] = groups[row] ?? []));
    done += batch.members.length;
    options.onProgress?.(done);
  }
  return results;
}

/** A response in the making. */
interface Draft {
  readonly row: number;
  readonly limit: number;
  readonly random: () => number;
  readonly tokens: number[];
  readonly logp: number[];
  entropy: number;
  finished: boolean;
}

async function generateBatch(
  runtime: Runtime,
  config: ModelConfig,
  theta: Float32Array,
  prompts: readonly Prompt[],
  { members, shape }: { members: readonly number[]; shape: BatchShape },
  options: GenerateOptions,
): Promise<readonly (readonly Rollout[])[]> {
  const group = options.count;
  // Rows beyond the members fill the static batch: they repeat the first prompt and are never sampled.
  const rows = Array.from({ length: shape.rows }, (_, row) => prompts[members[row] ?? members[0] ?? 0]);
  const lengths = rows.map((prompt) => prompt?.tokens.length ?? 1);
  const weights: Feed = { floats: theta, shape: [theta.length] };
  const prompt = await runtime.run(
    `prefill ${shape.rows} ${shape.length} ${shape.images}`,
    () => prefillGraph(config, shape),
    { theta: weights, ...promptFeeds(config, shape, rows, lengths) },
  );

  const drafts: Draft[] = members.flatMap((member, row) =>
    Array.from({ length: group }, (_, sample) => ({
      row,
      limit: Math.max(1, Math.min(options.maxTokens, config.text - (lengths[row] ?? 0))),
      random: options.random(member, sample),
      tokens: [],
      logp: [],
      entropy: 0,
      finished: false,
    })),
  );
  const extend = (scores: Float32Array, at: (draft: number) => number): boolean => {
    drafts.forEach((draft, index) => {
      if (draft.finished) return;
      const offset = at(index) * config.vocabulary;
      const next = sampleToken(scores, offset, config.vocabulary, options.temperature, draft.random);
      draft.tokens.push(next.token);
      draft.logp.push(next.logp);
      draft.entropy += next.entropy;
      draft.finished = next.token === EOS || draft.tokens.length >= draft.limit;
    });
    return drafts.some((draft) => !draft.finished);
  };

  const cache = new ResponseCache(config, shape, group, lengths, prompt);
  let open = extend(prompt('scores'), (index) => drafts[index]?.row ?? 0);
  for (let step = 0; open; step++) {
    const feeds = { theta: weights, ...cache.feeds(step), ...tokenFeeds(drafts, lengths, group) };
    const { rows: count, length, images, capacity } = cache.shape(step);
    const next = await runtime.run(
      `decode ${count} ${group} ${length} ${images} ${capacity}`,
      () => decodeGraph(config, { rows: count, length, images, group, capacity }),
      feeds,
    );
    cache.update(next);
    open = extend(next('scores'), (index) => index);
  }
  return members.map((_, row) => drafts.slice(row * group, (row + 1) * group).map(finish));
}

const finish = (draft: Draft): Rollout => ({
  tokens: draft.tokens,
  logp: draft.logp,
  entropy: draft.entropy,
  truncated: draft.tokens.at(-1) !== EOS,
});

function promptFeeds(
  config: ModelConfig,
  shape: BatchShape,
  rows: readonly (Prompt | undefined)[],
  lengths: readonly number[],
): Record<string, Feed> {
  const ids = new Int32Array(shape.rows * shape.length).fill(PAD);
  rows.forEach((prompt, row) => ids.set(prompt?.tokens ?? [], row * shape.length));
  const feeds: Record<string, Feed> = {
    ids: { ids, shape: [shape.rows, shape.length] },
    last: { ids: lengths.map((length) => length - 1), shape: [shape.rows] },
  };
  if (shape.images) {
    const size = patchCount(config) * patchSize(config);
    const floats = new Float32Array(shape.rows * size);
    rows.forEach((prompt, row) => {
      if (prompt?.patches !== undefined) floats.set(prompt.patches, row * size);
    });
    feeds.patches = { floats, shape: [shape.rows, patchCount(config), patchSize(config)] };
  }
  return feeds;
}

/** The newest token of every response and its place in the text; finished ones feed their last again, unread. */
function tokenFeeds(
  drafts: readonly Draft[],
  lengths: readonly number[],
  group: number,
): Record<string, Feed> {
  const count = lengths.length * group;
  const tokens = new Int32Array(count);
  const positions = new Int32Array(count);
  drafts.forEach((draft, index) => {
    tokens[index] = draft.tokens.at(-1) ?? PAD;
    positions[index] = (lengths[draft.row] ?? 0) + draft.tokens.length - 1;
  });
  return { tokens: { ids: tokens, shape: [count] }, positions: { ids: positions, shape: [count] } };
}
