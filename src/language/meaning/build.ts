import { basename, dirname, resolve } from 'node:path';
import { leafValue, type LeafShape } from '../check/values';
import type { Curriculum, Dataset, ModelRef, Stage } from '../model';
import { child, isBroken, isEmpty, textOf, type MapNode, type TreeNode } from '../parse/tree';
import { COLUMN_ROLES, type ColumnRole } from '../schema/columns';
import { ENGINES } from '../schema/engine-table';
import { EMBEDDED_MODEL } from '../schema/presets';
import { DEFAULT_REWARD } from '../schema/reward-table';
import { SETTINGS, type PartialSettings } from '../schema/settings';
import { ENGINE_NAMES, type Fields } from '../schema/shape';
import { AUDIT_METHODS, CAPABILITY_ORDERS, DIFFICULTY_ORDERS, EVALUATORS } from '../schema/words';
import { safeName } from './names';
import { parseCheckpoint, parseDataRef, parseModel, parseReward, pathFault } from './references';

/**
 * The curriculum that a resolved document means. Whatever is wrong or missing is left out or takes its default: the
 * checks have reported it, and what remains can still be looked at.
 */
export function buildCurriculum(root: MapNode, file: string, variant: string | undefined): Curriculum {
  const engine = readEngine(child(root, 'engine'));
  const defaults = child(root, 'defaults');
  const pooled = child(root, 'pooled');
  const prompt = pathOf(child(root, 'prompt'));
  const datasets = readDatasets(child(root, 'datasets'));
  const ids = new Set(datasets.map(({ id }) => id));
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
    stages: readStages(child(root, 'stages'), ids, flatOptions(child(defaults, 'engine_options'))),
    ...(pooled?.kind === 'map'
      ? {
          pooled: readSettings(pooled, ids),
          pooledEngineOptions: flatOptions(child(pooled, 'engine_options')),
        }
      : {}),
    engineOptions: flatOptions(child(defaults, 'engine_options')),
    folders: textsOf(child(root, 'folders')).map(({ node, text }) => resolve(dirname(fileOf(node)), text)),
    models: readEndpoints(child(root, 'models')),
    ...readEvaluate(child(root, 'evaluate')),
    ...readAudit(child(root, 'audit')),
  };
}

const fileOf = (node: TreeNode): string => node.span.source.path;

const wordOf = <W extends string>(words: readonly W[], node: TreeNode | undefined): W | undefined => {
  const text = textOf(node);
  return words.find((word) => word === text);
};

/** A path counts from the folder of the file that wrote it, whichever file the value ends up in. */
function pathOf(node: TreeNode | undefined): string | undefined {
  const text = textOf(node);
  if (node === undefined || text === undefined || pathFault(text) !== undefined) return undefined;
  return resolve(dirname(fileOf(node)), text);
}

/** The texts of a list, or of the single text that stands for a list of one. */
export function textsOf(
  node: TreeNode | undefined,
): readonly { readonly node: TreeNode; readonly text: string }[] {
  if (node === undefined) return [];
  return (node.kind === 'list' ? node.items : [node]).flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? [] : [{ node: item, text }];
  });
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

/** The valid values of a record of leaves; paths become absolute. */
function readFields(fields: Fields, node: TreeNode | undefined): Readonly<Record<string, unknown>> {
  if (node?.kind !== 'map') return {};
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, field]) => {
      const written = child(node, key);
      const isPath = field.kind === 'string' && (field.content === 'file' || field.content === 'folder');
      const value = isPath ? pathOf(written) : leafValue(field as LeafShape, written);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function readSettings(node: TreeNode | undefined, datasets: ReadonlySet<string>): PartialSettings {
  // `readFields` keeps only keys of SETTINGS with values that their shapes accept.
  const values: PartialSettings & { validate?: string } = readFields(SETTINGS, node);
  const written = child(node, 'validate');
  const text = textOf(written);
  if (written !== undefined && text !== undefined && !datasets.has(text)) {
    // A file is made absolute here, where it is still known which file wrote it.
    const ref = parseDataRef({ file: fileOf(written) }, text);
    if (ref?.kind === 'file') values.validate = ref.path;
  }
  return values;
}

function readDatasets(node: TreeNode | undefined): readonly Dataset[] {
  if (node?.kind !== 'map') return [];
  return [...node.entries.values()].flatMap(({ key, value }) => {
    const train = readData(child(value, 'train'));
    if (train === undefined) return [];
    const val = readData(child(value, 'val'));
    const test = readData(child(value, 'test'));
    const images = pathOf(child(value, 'images'));
    return [
      {
        id: key,
        capability: textOf(child(value, 'capability')) ?? 'visual-reasoning',
        train,
        ...(val === undefined ? {} : { val }),
        ...(test === undefined ? {} : { test }),
        ...(images === undefined ? {} : { images }),
        columns: readColumns(child(value, 'columns')),
      },
    ];
  });
}

function readData(node: TreeNode | undefined) {
  const text = textOf(node);
  if (node === undefined || text === undefined || pathFault(text) !== undefined) return undefined;
  return parseDataRef({ file: fileOf(node) }, text);
}

function readColumns(node: TreeNode | undefined): Dataset['columns'] {
  const columns: Partial<Record<ColumnRole, string>> = {};
  for (const role of COLUMN_ROLES) {
    const name = textOf(child(node, role));
    if (name !== undefined) columns[role] = name;
  }
  return columns;
}

function readStages(
  node: TreeNode | undefined,
  datasets: ReadonlySet<string>,
  shared: Readonly<Record<string, unknown>>,
): readonly Stage[] {
  if (node?.kind !== 'list') return [];
  return node.items.flatMap((item, index) =>
    item.kind === 'map' ? [readStage(item, index, datasets, shared)] : [],
  );
}

function readStage(
  node: MapNode,
  index: number,
  datasets: ReadonlySet<string>,
  shared: Readonly<Record<string, unknown>>,
): Stage {
  const written: Partial<Record<'where' | 'order' | 'until' | 'from', string>> = {};
  for (const key of ['where', 'order', 'until', 'from'] as const) {
    const text = textOf(child(node, key));
    if (text !== undefined) written[key] = text;
  }
  const checkpoint = parseCheckpoint(textOf(child(node, 'checkpoint')) ?? '');
  return {
    id: textOf(child(node, 'id')) ?? `stage-${index + 1}`,
    data: textsOf(child(node, 'data')).map((one) => one.text),
    ...written,
    ...(checkpoint === undefined ? {} : { checkpoint }),
    settings: readSettings(node, datasets),
    engineOptions: { ...shared, ...flatOptions(child(node, 'engine_options')) },
  };
}

/** `{ a: { b: 1 } }` and `{ a.b: 1 }` are the same engine key `a.b`. */
export function flatOptions(node: TreeNode | undefined, prefix = ''): Readonly<Record<string, unknown>> {
  if (node?.kind !== 'map') return {};
  return Object.fromEntries(
    [...node.entries.values()].flatMap(({ key, value }): [string, unknown][] => {
      if (isBroken(value)) return [];
      return value.kind === 'map' && value.entries.size > 0
        ? Object.entries(flatOptions(value, `${prefix}${key}.`))
        : [[`${prefix}${key}`, plainValue(value)]];
    }),
  );
}

/** A value as YAML gave it. */
function plainValue(node: TreeNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  return Object.fromEntries([...node.entries.values()].map(({ key, value }) => [key, plainValue(value)]));
}

function readEndpoints(node: TreeNode | undefined): Curriculum['models'] {
  if (node?.kind !== 'map') return {};
  return Object.fromEntries(
    [...node.entries.values()].flatMap(({ key, value }) => {
      const url = textOf(child(value, 'url'));
      const model = textOf(child(value, 'model'));
      return url === undefined || model === undefined ? [] : [[key, { url, model }]];
    }),
  );
}

function readEvaluate(node: TreeNode | undefined): Pick<Curriculum, 'evaluate'> {
  if (node === undefined || isEmpty(node)) return {};
  const on = textsOf(child(node, 'on')).map((one) => one.text);
  return { evaluate: { on, with: wordOf(EVALUATORS, child(node, 'with')) ?? 'vlmevalkit' } };
}

function readAudit(node: TreeNode | undefined): Pick<Curriculum, 'audit'> {
  if (node?.kind !== 'map') return {};
  const from = pathOf(child(node, 'from'));
  return {
    audit: {
      ...flatOptions(node),
      ...(from === undefined ? {} : { from }),
      method: wordOf(AUDIT_METHODS, child(node, 'method')) ?? 'counterfactual',
    },
  };
}
