import { child, hasKey, textOf, type Entry, type MapNode, type TreeNode } from '../parse/tree';
import type { Dataset, Stage } from '../model';
import { COLUMN_ROLES, type ColumnRole } from '../schema/columns';
import { SETTINGS, type PartialSettings } from '../schema/settings';
import { once, type Options, type ReadDatasets, type Shared } from './shared';
import { fileOf, flatOptions, pathOf, readData, readFields, textsOf } from './read';
import { withMade } from './read-make';
import { parseCheckpoint, parseDataRef } from './references';

/** The settings that a mapping writes. */
export function readSettings(node: TreeNode | undefined, datasets: ReadonlySet<string>): PartialSettings {
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

const NO_DATASETS: ReadDatasets = { all: [], ids: new Set() };

/** The datasets that say where their rows are. */
export function readDatasets(node: TreeNode | undefined, shared: Shared): ReadDatasets {
  if (node?.kind !== 'map') return NO_DATASETS;
  return once(shared.datasets, node, () => {
    const all = [...node.entries.values()].flatMap((entry) => datasetOf(entry, shared) ?? []);
    return { all, ids: new Set(all.map(({ id }) => id)) };
  });
}

/** The dataset of an entry; what a piece of the text says stays while that piece does. */
function datasetOf(entry: Entry, { dataset, lasting }: Shared): Dataset | undefined {
  const { key, value } = entry;
  const origin = value.kind === 'map' ? value.origin : undefined;
  if (origin === undefined) return once(dataset, entry, () => readDataset(entry));
  const known = lasting.datasets.get(origin);
  if (known?.key === key && known.file === fileOf(value)) return known.dataset;
  const made = readDataset(entry);
  lasting.datasets.set(origin, { key, file: fileOf(value), dataset: made });
  return made;
}

function readDataset({ key, value }: Entry): Dataset | undefined {
  const train = readData(child(value, 'train'));
  const val = readData(child(value, 'val'));
  const test = readData(child(value, 'test'));
  const images = pathOf(child(value, 'images'));
  const source = textOf(child(value, 'source'));
  const dataset = {
    id: key,
    capability: textOf(child(value, 'capability')) ?? 'visual-reasoning',
    ...(train === undefined ? {} : { train }),
    ...(val === undefined ? {} : { val }),
    ...(test === undefined ? {} : { test }),
    ...(images === undefined ? {} : { images }),
    ...(source === undefined ? {} : { source }),
    columns: readColumns(child(value, 'columns')),
  };
  return withMade(dataset, value);
}

function readColumns(node: TreeNode | undefined): Dataset['columns'] {
  const columns: Partial<Record<ColumnRole, string>> = {};
  for (const role of COLUMN_ROLES) {
    const name = textOf(child(node, role));
    if (name !== undefined) columns[role] = name;
  }
  return columns;
}

const NO_OPTIONS: Options = {};

/** The engine keys that a mapping of settings writes. */
export function readOptions(node: TreeNode | undefined, shared: Shared): Options {
  const written = child(node, 'engine_options');
  if (written === undefined) return NO_OPTIONS;
  const make = (): Options => flatOptions(written);
  // What the keys are says nothing of where they stand.
  const origin = written.kind === 'map' ? written.origin : undefined;
  return origin === undefined
    ? once(shared.options, written, make)
    : once(shared.lasting.options, origin, make);
}

/** The stages; `options` are the engine keys of the defaults. */
export function readStages(
  node: TreeNode | undefined,
  ids: ReadonlySet<string>,
  options: Options,
  { stages, lasting }: Shared,
): readonly Stage[] {
  if (node?.kind !== 'list') return [];
  const all: Stage[] = [];
  for (const [index, item] of node.items.entries()) {
    if (item.kind !== 'map') continue;
    // Only `validate` may name a dataset where it could name a file, and has to do with the place of its file.
    const isPlain = !hasKey(item, 'validate');
    const kept = item.origin !== undefined && isPlain ? lasting.stages : stages;
    const key = item.origin !== undefined && isPlain ? item.origin : item;
    const known = kept.get(key);
    if (known?.index === index && known.options === options && (isPlain || known.ids === ids)) {
      all.push(known.stage);
      continue;
    }
    const stage = readStage(item, index, ids, options);
    kept.set(key, { stage, index, ids, options });
    all.push(stage);
  }
  return all;
}

function readStage(node: MapNode, index: number, ids: ReadonlySet<string>, options: Options): Stage {
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
    settings: readSettings(node, ids),
    engineOptions: { ...options, ...flatOptions(child(node, 'engine_options')) },
  };
}
