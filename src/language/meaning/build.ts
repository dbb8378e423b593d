import { basename, dirname, resolve } from 'node:path';
import type { Curriculum, Endpoint, Evaluation, ModelRef } from '../model';
import { child, isEmpty, textOf, type MapNode, type TreeNode } from '../parse/tree';
import { ENDPOINT_KEYS, PRICE_KEYS } from '../schema/endpoint-grammar';
import { ENGINES } from '../schema/engine-table';
import { EVALUATE_KEYS, SINGLE_EVALUATE_KEYS } from '../schema/evaluate-grammar';
import { EMBEDDED_MODEL } from '../schema/presets';
import { DEFAULT_REWARD } from '../schema/reward-table';
import { ENGINE_NAMES } from '../schema/shape';
import { AUDIT_METHODS, CAPABILITY_ORDERS, DIFFICULTY_ORDERS, EVALUATORS } from '../schema/words';
import { readDatasets, readOptions, readSettings, readStages } from './build-parts';
import { safeName } from './names';
import { fileOf, flatOptions, pathOf, readFields, textsOf, wordOf } from './read';
import { parseModel, parseReward } from './references';
import type { Shared } from './shared';

/**
 * The curriculum that a resolved document means. Whatever is wrong or missing is left out or takes its default: the
 * checks have reported it, and what remains can still be looked at.
 */
export function buildCurriculum(
  root: MapNode,
  file: string,
  variant: string | undefined,
  shared: Shared,
): Curriculum {
  const engine = readEngine(child(root, 'engine'));
  const defaults = child(root, 'defaults');
  const pooled = child(root, 'pooled');
  const prompt = pathOf(child(root, 'prompt'));
  const { all: datasets, ids } = readDatasets(child(root, 'datasets'), shared);
  const options = readOptions(defaults, shared);
  const reward = child(root, 'reward');
  const schedule = child(root, 'schedule');
  return {
    file,
    name: safeName(
      textOf(child(root, 'name')) ?? basename(file).replace(/\.curriculum\.ya?ml$|\.ya?ml$/i, ''),
    ),
    ...(variant === undefined ? {} : { variant }),
    model: readModel(child(root, 'model')),
    engine,
    ...(prompt === undefined ? {} : { prompt }),
    reward: (reward === undefined ? undefined : parseReward(fileOf(reward), textOf(reward) ?? '')) ?? {
      kind: 'builtin',
      name: DEFAULT_REWARD,
    },
    datasets,
    schedule: {
      capability: wordOf(CAPABILITY_ORDERS, child(schedule, 'capability')) ?? 'staged',
      difficulty: wordOf(DIFFICULTY_ORDERS, child(schedule, 'difficulty')) ?? 'none',
    },
    defaults: readSettings(defaults, ids),
    stages: readStages(child(root, 'stages'), ids, options, shared),
    ...(pooled?.kind === 'map'
      ? {
          pooled: readSettings(pooled, ids),
          pooledEngineOptions: readOptions(pooled, shared),
        }
      : {}),
    engineOptions: options,
    folders: textsOf(child(root, 'folders')).map(({ node, text }) => resolve(dirname(fileOf(node)), text)),
    models: readEndpoints(child(root, 'models')),
    ...readEvaluate(child(root, 'evaluate')),
    ...readAudit(child(root, 'audit')),
  };
}

function readModel(node: TreeNode | undefined): ModelRef {
  const text = textOf(node);
  const model = node === undefined || text === undefined ? undefined : parseModel(fileOf(node), text);
  return model ?? { kind: 'preset', name: EMBEDDED_MODEL };
}

function readEngine(node: TreeNode | undefined): Curriculum['engine'] {
  if (node?.kind !== 'map') return { name: wordOf(ENGINE_NAMES, node) ?? 'embedded', options: {} };
  const name = ENGINE_NAMES.find((one) => node.entries.has(one)) ?? 'embedded';
  return { name, options: readFields(ENGINES[name].settings, child(node, name)) };
}

function readEndpoints(node: TreeNode | undefined): Curriculum['models'] {
  if (node?.kind !== 'map') return {};
  return Object.fromEntries(
    [...node.entries.values()].flatMap(({ key, value }) => {
      const url = textOf(child(value, 'url'));
      const model = textOf(child(value, 'model'));
      if (url === undefined || model === undefined) return [];
      const price = readFields(PRICE_KEYS, child(value, 'price'));
      const whole = 'input' in price && 'output' in price ? { price } : {};
      // What is valid by the grammar has the types of `Endpoint`.
      return [[key, { ...readFields(ENDPOINT_KEYS, value), ...whole } as unknown as Endpoint]];
    }),
  );
}

/** What is valid by the grammar has the types of `Evaluation`; defaults stand for what is not written. */
function readEvaluate(node: TreeNode | undefined): Pick<Curriculum, 'evaluate'> {
  if (node === undefined || isEmpty(node)) return {};
  const single: Partial<Evaluation> = readFields(SINGLE_EVALUATE_KEYS, node);
  return {
    evaluate: {
      with: EVALUATORS[0],
      server: EVALUATE_KEYS.server.default,
      temperature: EVALUATE_KEYS.temperature.default,
      concurrency: EVALUATE_KEYS.concurrency.default,
      ...single,
      on: textsOf(child(node, 'on')).map((one) => one.text),
      server_options: flatOptions(child(node, 'server_options')),
      classes: Object.fromEntries(
        Object.entries(flatOptions(child(node, 'classes'))).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value]] : [],
        ),
      ),
    },
  };
}

function readAudit(node: TreeNode | undefined): Pick<Curriculum, 'audit'> {
  if (node?.kind !== 'map') return {};
  const from = pathOf(child(node, 'from'));
  return {
    audit: {
      ...flatOptions(node),
      ...(from === undefined ? {} : { from }),
      ...auditMethods(child(node, 'method')),
    },
  };
}

/** The methods in the order in which they are written, each once; the first is also `method`, for those that need one. */
function auditMethods(
  node: TreeNode | undefined,
): Pick<NonNullable<Curriculum['audit']>, 'method' | 'methods'> {
  const written = new Set(textsOf(node).map(({ text }) => text));
  const methods = [...written].flatMap((text) => AUDIT_METHODS.find((method) => method === text) ?? []);
  const [method = 'counterfactual'] = methods;
  return { method, methods: methods.length === 0 ? [method] : methods };
}
