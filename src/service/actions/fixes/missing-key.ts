import {
  child,
  exampleOf,
  isEmpty,
  type FieldInfo,
  type Fields,
  type MapNode,
  type Shape,
} from '../../../language';
import { meantShape } from '../../document/find-at';
import { declaredNames } from '../../names/table';
import { oneEdit, quoted, type Edit, type Fix, type FixContext, type Fixer } from '../fix';
import { mapAround, stageAround, type Level } from '../spot';
import { addKey, addRootKey, fillValue, setPath } from '../write/set';
import { yamlText } from '../write/text';
import { addWriter } from './make';
import { presetsFor } from './model';

/** SC113: the missing keys of the mapping, each with a value of the right shape. */
export const missingKey: Fixer = (context) => {
  const { spot, message } = context;
  const [root] = spot.levels;
  if (root?.node.kind !== 'map') return [];
  const key = /^`([^`]+)`/u.exec(message)?.[1];
  const last = spot.levels.at(-1);
  if (key === 'model' && last?.entry?.key === 'engine') return addModel(context, root.node);
  if (key === 'judge') return addJudge(context);
  if (key === 'questions' || (key === 'by' && last?.entry?.key === 'questions')) return addWriter(context);
  if (spot.start === 0 && spot.end === 0) return addRootKeys(context, root.node);
  if (key === 'datasets' || key === 'stages') return addRootKeys(context, root.node);
  const map = mapAt(spot.levels);
  if (map === undefined) return [];
  const missing = Object.entries(map.fields).filter(
    ([name, field]) =>
      isNeeded(field, map.node) && !map.node.entries.has(name) && (key === undefined || name === key),
  );
  return missing.flatMap(([name, field]): Fix[] => {
    const value = valueFor(context, map, name, field);
    if (value === undefined) return [];
    return oneEdit(`Add ${quoted(`${name}: ${value}`)}`, addKey(map.node, name, value, name === 'id'), {
      preferred: true,
    });
  });
};

const isNeeded = ({ required, requiredWithout: other }: Partial<FieldInfo>, { entries }: MapNode): boolean =>
  required === true || (other !== undefined && !entries.has(other));

interface MapSpot {
  readonly node: MapNode;
  readonly fields: Fields;
  readonly level: Level;
}

/** The record that the place of the problem names: by its key, or by its first key where it is an item. */
function mapAt(levels: readonly Level[]): MapSpot | undefined {
  for (const level of levels.slice(-2).reverse()) {
    const shape = meantShape(level.shape, level.node);
    if (level.node.kind === 'map' && shape?.kind === 'record')
      return { node: level.node, fields: shape.keys, level };
  }
  return undefined;
}

function valueFor(
  context: FixContext,
  { level }: MapSpot,
  name: string,
  field: Shape & Partial<FieldInfo>,
): string | undefined {
  const { snapshot, spot } = context;
  if (name === 'data' && field.kind === 'string-list') return datasetFor(context);
  if (name === 'train') return `data/${level.entry?.key ?? 'train'}.jsonl`;
  if (name === 'id' && stageAround(spot) !== undefined) {
    const taken = declaredNames(snapshot, 'stage');
    let number = (level.index ?? taken.length) + 1;
    while (taken.includes(`stage-${number}`)) number++;
    return `stage-${number}`;
  }
  return exampleOf(field);
}

/** A dataset that no stage trains on yet, else the first one. */
function datasetFor({ snapshot }: FixContext): string | undefined {
  const declared = declaredNames(snapshot, 'dataset');
  const used = new Set(snapshot.checked.base.curriculum?.stages.flatMap(({ data }) => data));
  const id = declared.find((one) => !used.has(one)) ?? declared[0];
  return id === undefined ? undefined : yamlText(id);
}

const NEW_DATASET = 'my-data';

/** What the root lacks, all at once: one key alone would only call for the next. */
function addRootKeys({ snapshot }: FixContext, root: MapNode): readonly Fix[] {
  const lacks = (key: string): boolean => {
    const value = child(root, key);
    if (value === undefined || isEmpty(value)) return true;
    return value.kind === 'map'
      ? value.entries.size === 0
      : value.kind === 'list' && value.items.length === 0;
  };
  const named = [...new Set(snapshot.checked.base.curriculum?.stages.flatMap(({ data }) => data))];
  const ids = named.length === 0 ? [NEW_DATASET] : named;
  const declared = declaredNames(snapshot, 'dataset');
  const texts: readonly (readonly [key: string, value: string])[] = [
    ['curriculum', '1'],
    ...(declared.length > 0 ? [] : [['datasets', newDatasets(ids)] as const]),
    ['stages', newStages(declared[0] ?? ids[0] ?? NEW_DATASET)],
  ];
  const inherits = snapshot.checked.base.files.length > 1;
  const resolved = snapshot.checked.base.curriculum;
  const missing = texts.filter(
    ([key]) => lacks(key) && !(inherits && key === 'stages' && (resolved?.stages.length ?? 0) > 0),
  );
  // Two additions at one place would stand in the order of the edits, which editors keep.
  const edits = missing.map(([key, value]): Edit => {
    const entry = root.entries.get(key);
    if (entry === undefined) return addRootKey(root, key, value);
    return isEmpty(entry.value) ? fillValue(entry.keySpan, value) : { span: entry.value.span, text: value };
  });
  if (edits.length === 0) return [];
  const names = missing.map(([key]) => quoted(key)).join(', ');
  return [{ title: `Add ${names}`, edits, preferred: true }];
}

const newDatasets = (ids: readonly string[]): string =>
  ids.map((id) => `\n  ${yamlText(id)}:\n    capability: perception\n    train: data/${id}.jsonl`).join('');
const newStages = (id: string): string => `\n  - id: see\n    data: ${yamlText(id)}`;

/** SC107: the smallest whole curriculum. */
export const emptyFile: Fixer = ({ spot }) => {
  const { source } = spot;
  const text = `curriculum: 1\nmodel: micro-vlm\nengine: embedded\n\ndatasets:${newDatasets([NEW_DATASET])}\n\nstages:${newStages(NEW_DATASET)}\n`;
  const before = source.text.trimEnd();
  const lead = before === '' ? '' : '\n';
  return [
    {
      title: 'Start with a small curriculum',
      edits: [{ span: { source, start: before.length, end: source.text.length }, text: `${lead}${text}` }],
      preferred: true,
    },
  ];
};

function addModel({ snapshot }: FixContext, root: MapNode): readonly Fix[] {
  const engine = snapshot.checked.base.curriculum?.engine.name ?? 'embedded';
  return presetsFor(engine).flatMap((name) =>
    oneEdit(`Add ${quoted(`model: ${name}`)}`, addRootKey(root, 'model', name)),
  );
}

/** The method `judge` needs the name of an endpoint; the first of `models`, or a new one. */
function addJudge({ snapshot, spot }: FixContext): readonly Fix[] {
  const around = mapAround(spot);
  if (around === undefined) return [];
  const [name] = declaredNames(snapshot, 'endpoint');
  const judge = addKey(around.node, 'judge', name ?? 'judge');
  if (name !== undefined) return oneEdit(`Add ${quoted(`judge: ${name}`)}`, judge, { preferred: true });
  const endpoint = setPath(
    snapshot,
    ['models', 'judge'],
    '{ url: http://127.0.0.1:8000/v1, model: Qwen/Qwen2.5-72B-Instruct }',
  );
  return endpoint === undefined
    ? []
    : [{ title: 'Add `judge`, and its endpoint under `models`', edits: [endpoint, judge], preferred: true }];
}
