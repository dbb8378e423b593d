import type { Model } from '../../../src/engines/embedded';
import { Graph, reshape } from '../../../src/engines/embedded/autodiff';
import {
  hiddenStates,
  parameterCount,
  parameters,
  patchCount,
  patchSize,
  vocabularyScores,
} from '../../../src/engines/embedded/model';
import type { Runtime } from '../../../src/engines/embedded/runtime/runtime';
import type { GenerateOptions } from '../../../src/engines/embedded/sampling/generate';
import { sampleToken } from '../../../src/engines/embedded/sampling/sample-token';
import type { Prompt } from '../../../src/engines/embedded/sequence';
import { EOS } from '../../../src/engines/embedded/tokenizer';

/** The reference: for every token the whole text is read again, one response at a time. Also the bench's baseline. */
export async function sampleWithoutCache(
  runtime: Runtime,
  model: Model,
  prompts: readonly Prompt[],
  options: GenerateOptions,
): Promise<number[][][]> {
  const results: number[][][] = [];
  for (const [index, prompt] of prompts.entries()) {
    const group: number[][] = [];
    for (let sample = 0; sample < options.count; sample++) {
      const random = options.random(index, sample);
      const tokens: number[] = [];
      const limit = Math.min(options.maxTokens, model.config.text - prompt.tokens.length);
      while (tokens.length < limit && tokens.at(-1) !== EOS) {
        const scores = await lastScores(runtime, model, prompt, [...prompt.tokens, ...tokens]);
        tokens.push(sampleToken(scores, 0, model.config.vocabulary, options.temperature, random).token);
      }
      group.push(tokens);
    }
    results.push(group);
  }
  return results;
}

async function lastScores(
  runtime: Runtime,
  model: Model,
  prompt: Prompt,
  ids: number[],
): Promise<Float32Array> {
  const { config, theta } = model;
  const images = prompt.patches !== undefined;
  const size = [1, patchCount(config), patchSize(config)];
  const build = (): Graph => {
    const graph = new Graph();
    const p = parameters(graph, config, graph.input('theta', [parameterCount(config)]));
    const patches = images ? { patches: graph.input('patches', size) } : {};
    const input = { ...patches, ids: graph.input('ids', [1, ids.length], { type: 'int64' }) };
    const states = reshape(graph, hiddenStates(graph, config, p, input), [ids.length, config.width]);
    graph.output('scores', vocabularyScores(graph, config, p, states));
    return graph;
  };
  const result = await runtime.run(`whole ${images} ${ids.length}`, build, {
    theta: { floats: theta, shape: [theta.length] },
    ids: { ids, shape: [1, ids.length] },
    ...(prompt.patches === undefined ? {} : { patches: { floats: prompt.patches, shape: size } }),
  });
  return result('scores').slice(-config.vocabulary);
}
