import { Graph, reshape } from '../autodiff';
import { encodeModel } from '../onnx/model';
import { patchCount, patchSize, type ModelConfig } from './config';
import { parameters } from './parameters';
import type { BatchShape } from './training-graph';
import { hiddenStates, vocabularyScores } from './transformer';

/**
 * The model as an `.onnx` file for sharing, weights inside, for one static shape. Inputs: `patches` [rows, patches,
 * patchSize] (with images) and `ids` [rows, length]; output: `scores` [rows, length, vocabulary] of the token after
 * each. Reads in any onnxruntime (attention uses its FusedMatMul). Checkpoints do not need it.
 */
export function exportOnnx(config: ModelConfig, theta: Float32Array, shape: BatchShape): Uint8Array {
  const graph = new Graph();
  const { rows, length } = shape;
  const p = parameters(graph, config, graph.constant(theta, [theta.length]));
  const patches = shape.images
    ? { patches: graph.input('patches', [rows, patchCount(config), patchSize(config)]) }
    : {};
  const ids = graph.input('ids', [rows, length], { type: 'int64' });
  const states = hiddenStates(graph, config, p, { ...patches, ids });
  const scores = vocabularyScores(graph, config, p, reshape(graph, states, [rows * length, config.width]));
  graph.output('scores', reshape(graph, scores, [rows, length, config.vocabulary]));
  return encodeModel(graph.finish());
}
