import {
  BASE_MODEL,
  CAPABILITIES,
  child,
  NO_MODEL,
  parseCheckpoint,
  safeName,
  textOf,
} from '../../../language';
import { declaredNames, nameAt } from '../../names/table';
import { oneEdit, quoted, type Edit, type FixContext, type Fixer } from '../fix';
import { datasetAround, pathOf, stageAround, variantOf, type Spot } from '../spot';
import { nameFixes } from '../write/near';
import { removeChild, removeEntry } from '../write/remove';
import { addKey, replaceText, setPath } from '../write/set';
import { yamlText } from '../write/text';
import { curriculumOf } from './curriculum-of';
import { seeingEndpoints } from './make';

/** Names offered besides the nearest: more than a few are easier completed than chosen from a menu. */
const FEW = 4;

const scalarAt = ({ levels }: Spot) => {
  const node = levels.at(-1)?.node;
  return node?.kind === 'scalar' ? node : undefined;
};

/** SC201: a dataset that is declared, or a declaration of this one. */
export const unknownDataset: Fixer = (context) => {
  const { snapshot, spot } = context;
  const node = scalarAt(spot);
  if (node === undefined) return [];
  const around = spot.levels.at(-2)?.node;
  const beside = new Set(around?.kind === 'list' ? around.items.flatMap((item) => textOf(item) ?? []) : []);
  // A dataset is not made from itself.
  const own = datasetAround(spot)?.id;
  const names = declaredNames(snapshot, 'dataset').filter((name) => !beside.has(name) && name !== own);
  return [
    ...nameFixes(node.text, names, (name) => replaceText(node, name), FEW),
    ...oneEdit(
      `Declare the dataset ${quoted(node.text)}`,
      declare(
        context,
        'datasets',
        node.text,
        `{ capability: perception, train: data/${safeName(node.text)}.jsonl }`,
      ),
    ),
  ];
};

/** SC229: the capability that was meant. */
export const capability: Fixer = ({ spot }) => {
  const node = scalarAt(spot);
  return node === undefined ? [] : nameFixes(node.text, CAPABILITIES, (name) => replaceText(node, name));
};

const declare = ({ snapshot }: FixContext, table: string, name: string, value: string): Edit | undefined =>
  safeName(name) === name ? setPath(snapshot, [table, yamlText(name)], value) : undefined;

/** SC202: a stage that a `from` or a list can name. */
export const unknownStage: Fixer = (context) => {
  const { snapshot, spot } = context;
  const level = spot.levels.at(-1);
  const entry = level?.entry;
  const own = stageAround(spot)?.id;
  if (spot.part === 'key' && entry !== undefined && entry.key !== 'from') {
    const names = declaredNames(snapshot, 'stage').filter((name) => !siblings(spot).has(name));
    return nameFixes(entry.key, names, (text) => ({ span: entry.keySpan, text }), FEW);
  }
  const node = scalarAt(spot);
  if (node === undefined) return [];
  if (level?.entry?.key === 'from') {
    const stages = curriculumOf(context)?.stages.map(({ id }) => id) ?? [];
    // A stage can start only from one that stands before it.
    const before = stages.slice(0, Math.max(stages.indexOf(own ?? ''), 0));
    return nameFixes(node.text, ['base', ...before], (name) => replaceText(node, name), FEW);
  }
  const names = declaredNames(snapshot, 'stage').filter((name) => !siblings(spot).has(name));
  return [
    ...nameFixes(node.text, names, (name) => replaceText(node, name), FEW),
    ...oneEdit(`Remove ${quoted(node.text)}`, removeEntry(spot.levels)),
  ];
};

/** Names that the list or mapping around a spot already has. */
function siblings({ levels }: Spot): ReadonlySet<string> {
  const around = levels.at(-2)?.node;
  if (around?.kind === 'map') return new Set(around.entries.keys());
  if (around?.kind !== 'list') return new Set();
  return new Set(around.items.flatMap((item) => textOf(item) ?? textOf(child(item, 'id')) ?? []));
}

/** SC203 and SC215: the stage starts from the untrained model, or from the stage before it. */
export const impossibleStart: Fixer = ({ spot }) => {
  const node = scalarAt(spot);
  const stage = stageAround(spot);
  if (node === undefined || stage === undefined) return [];
  const isFirst = stage.levels.at(-1)?.index === 0;
  const removal = oneEdit(
    isFirst ? 'Remove `from`: the first stage starts from `base`' : 'Start from the stage before',
    removeChild(stage.levels, 'from'),
    { preferred: true },
  );
  return [...removal, ...oneEdit('Change to `base`', replaceText(node, 'base'))];
};

/** SC204: an id of its own, or the stage once. */
export const duplicateStage: Fixer = ({ snapshot, spot }) => {
  const stage = stageAround(spot);
  const node = scalarAt(spot);
  if (stage === undefined || node === undefined || spot.levels.at(-1)?.entry?.key !== 'id') {
    return oneEdit('Remove it from the list', removeEntry(spot.levels), { preferred: true });
  }
  const name = freeName(node.text, declaredNames(snapshot, 'stage'));
  return oneEdit(`Rename this stage to ${quoted(name)}`, replaceText(node, name), { preferred: true });
};

function freeName(name: string, taken: readonly string[]): string {
  const lower = new Set(taken.map((one) => one.toLowerCase()));
  const stem = safeName(name).slice(0, 60);
  for (let number = 2; ; number++) {
    const free = `${stem}-${number}`;
    if (!lower.has(free.toLowerCase())) return free;
  }
}

/** SC205: the nearest allowed name, written wherever the name is. */
export const unsafeName: Fixer = ({ snapshot, spot }) => {
  const named = nameAt(snapshot, spot.start);
  if (named === undefined) {
    const node = scalarAt(spot);
    const name = safeName(node?.text ?? '', 'my-curriculum');
    return node === undefined
      ? []
      : oneEdit(`Change to ${quoted(name)}`, replaceText(node, name), { preferred: true });
  }
  const safe = safeName(named.name, named.kind);
  const taken = declaredNames(snapshot, named.kind).filter((name) => name !== named.name);
  const isTaken = taken.some((name) => name.toLowerCase() === safe.toLowerCase());
  const reserved = named.kind === 'stage' && safe.toLowerCase() === 'base';
  const name = reserved ? 'base-stage' : isTaken ? freeName(safe, taken) : safe;
  const edits = named.all.map(({ span }): Edit => ({ span, text: name }));
  return [{ title: `Rename to ${quoted(name)}`, edits, preferred: true }];
};

/** SC206: the rule that was meant. */
export const checkpointRule: Fixer = ({ spot }) => {
  const node = scalarAt(spot);
  if (node === undefined) return [];
  const number = Number(/^(?:step\D{0,3})?(\d{1,12})$/iu.exec(node.text)?.[1]);
  const step = `step ${number}`;
  if (parseCheckpoint(step) !== undefined) {
    return oneEdit(`Change to ${quoted(step)}`, replaceText(node, step), { preferred: true, safe: true });
  }
  return nameFixes(node.text, ['best', 'last'], (name) => replaceText(node, name), 2);
};

/** SC223: a dataset that has validation rows, validation rows for this one, or the split of a Hub dataset. */
export const unknownValidation: Fixer = (context) => {
  const { snapshot, spot } = context;
  const node = scalarAt(spot);
  if (node === undefined) return [];
  const datasets = curriculumOf(context)?.datasets ?? [];
  const withRows = datasets.flatMap(({ id, val }) => (val === undefined ? [] : [id]));
  const own = datasets.find(({ id }) => id === node.text);
  if (own !== undefined) {
    const train = own.train.kind === 'file' ? own.train.text : `data/${own.id}.jsonl`;
    const val = train.replace(/(?:-train)?(\.\w+)$/u, '-val$1');
    return [
      ...oneEdit(
        `Give ${quoted(own.id)} validation rows: ${quoted(`val: ${val}`)}`,
        setPath(snapshot, ['datasets', own.id, 'val'], yamlText(val)),
        { preferred: true },
      ),
      ...withRows.slice(0, FEW).flatMap((id) => oneEdit(`Change to ${quoted(id)}`, replaceText(node, id))),
    ];
  }
  const hub = /^[\w.-]+\/[\w.-]+$/u.test(node.text) && !/\.\w{2,7}$/u.test(node.text);
  return [
    ...nameFixes(node.text, withRows, (id) => replaceText(node, id), hub ? 0 : FEW),
    ...(hub
      ? oneEdit(`Name the split: ${quoted(`${node.text}@test`)}`, replaceText(node, `${node.text}@test`))
      : []),
  ];
};

/** SC226: an endpoint that is declared, a declaration of this one, or an address with its scheme. */
export const unknownEndpoint: Fixer = (context) => {
  const { snapshot, spot } = context;
  const node = scalarAt(spot);
  if (node === undefined) return [];
  if (spot.levels.at(-1)?.entry?.key === 'url') {
    const url = `http://${node.text.replace(/^[a-z+]*:?\/*/iu, '')}`;
    const bare = /^[\w.-]+(?::\d+)?(?:\/|$)/u.test(node.text) ? `http://${node.text}` : url;
    return URL.canParse(bare)
      ? oneEdit(`Change to ${quoted(bare)}`, replaceText(node, bare), { preferred: true })
      : [];
  }
  const words = otherModels(spot);
  const sees = words.includes(BASE_MODEL);
  const names = [...(sees ? seeingEndpoints(context) : declaredNames(snapshot, 'endpoint')), ...words];
  if (node.text === BASE_MODEL || node.text === NO_MODEL)
    return nameFixes(node.text, names, (name) => replaceText(node, name), FEW);
  const value = '{ url: http://127.0.0.1:8000/v1, model: Qwen/Qwen2.5-72B-Instruct }';
  return [
    ...nameFixes(node.text, names, (name) => replaceText(node, name), FEW),
    ...oneEdit(
      `Add the endpoint ${quoted(node.text)} to \`models\``,
      setPath(snapshot, ['models', yamlText(node.text)], value),
    ),
  ];
};

/** Words that may stand in the place of an endpoint. */
function otherModels({ levels }: Spot): readonly string[] {
  const shape = levels.at(-1)?.shape;
  const content = shape?.kind === 'string' || shape?.kind === 'string-list' ? shape.content : undefined;
  return content === 'answerer' ? [BASE_MODEL] : content === 'verifier' ? [NO_MODEL] : [];
}

/** SC228: the dataset once. */
export const listedTwice: Fixer = ({ spot }) =>
  oneEdit('Remove the second', removeEntry(spot.levels), { preferred: true, safe: true });

/** SC218: without the dataset, in this file and in the patches of its variants. */
export const unusedDataset: Fixer = ({ spot }) => {
  const dataset = datasetAround(spot);
  return dataset === undefined
    ? []
    : oneEdit(`Remove the dataset ${quoted(dataset.id)}`, removeEntry(spot.levels));
};

/** SC207, SC222: without the key, or with the schedule that it is for. */
export const noSchedule =
  (schedule: 'staged' | 'merged'): Fixer =>
  ({ snapshot, spot }) => {
    const key = spot.levels.at(-1)?.entry?.key ?? '';
    const path = [...variantOf(spot), 'schedule', 'capability'];
    return [
      ...oneEdit(`Remove ${quoted(key)}`, removeEntry(spot.levels), { preferred: true }),
      ...oneEdit(`Set the schedule to ${quoted(schedule)}`, setPath(snapshot, path, schedule)),
    ];
  };

/** SC216: the start that follows from the order, written out at the stage. */
export const writtenStart: Fixer = ({ snapshot, spot }) => {
  const [word, variant] = pathOf(spot);
  const list = spot.levels.findLast(({ node }) => node.kind === 'list')?.node;
  const item = spot.levels.find(({ index }) => index !== undefined);
  if (list?.kind !== 'list' || item?.index === undefined) return [];
  const idOf = (node: (typeof list.items)[number] | undefined): string | undefined =>
    node && (textOf(node) ?? textOf(child(node, 'id')));
  const from = idOf(list.items[item.index - 1]) ?? 'base';
  const id = idOf(item.node);
  if (id === undefined || (word === 'variants' && variant === undefined)) return [];
  const edit: Edit | undefined =
    item.node.kind === 'map'
      ? addKey(item.node, 'from', yamlText(from))
      : item.node.kind === 'scalar'
        ? { span: item.node.span, text: `{ id: ${yamlText(id)}, from: ${yamlText(from)} }` }
        : undefined;
  return snapshot.tree === undefined ? [] : oneEdit(`Write out ${quoted(`from: ${from}`)}`, edit);
};

/** SC219: the next stage continues this one, as it would by default. */
export const deadEnd: Fixer = ({ spot }) => {
  const stage = stageAround(spot);
  const list = stage?.levels.at(-2)?.node;
  const index = stage?.levels.at(-1)?.index;
  if (stage === undefined || list?.kind !== 'list' || index === undefined) return [];
  const next = list.items[index + 1];
  if (next === undefined) return [];
  const levels = [...stage.levels.slice(0, -1), { node: next, index: index + 1 }];
  const id = textOf(child(next, 'id'));
  return oneEdit(`Let ${quoted(id ?? 'the next stage')} continue this stage`, removeChild(levels, 'from'));
};
