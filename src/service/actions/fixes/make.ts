import { BASE_MODEL, child, QUESTION_KIND_NAMES, type MapNode } from '../../../language';
import { declaredNames, nameAt } from '../../names/table';
import { oneEdit, quoted, type Edit, type Fix, type FixContext, type Fixer } from '../fix';
import { datasetAround, type Spot } from '../spot';
import { nameFixes } from '../write/near';
import { removeEntry } from '../write/remove';
import { addKey, replaceNode, replaceText, setIn } from '../write/set';
import { yamlText } from '../write/text';
import { curriculumOf } from './curriculum-of';

/** The mapping of the dataset that a spot lies in. */
function datasetMap(spot: Spot): { readonly id: string; readonly map: MapNode } | undefined {
  const found = datasetAround(spot);
  const node = found?.level.node;
  return found !== undefined && node?.kind === 'map' ? { id: found.id, map: node } : undefined;
}

const makeMap = (spot: Spot): MapNode | undefined => {
  const make = child(datasetMap(spot)?.map, 'make');
  return make?.kind === 'map' ? make : undefined;
};

const valueAt = ({ levels }: Spot) => levels.at(-1)?.node;

/** SC260: without the second of two sources; what to make rows of where none is named only the author knows. */
export const oneSource: Fixer = ({ spot }) => {
  const entry = spot.levels.at(-1)?.entry;
  return entry === undefined || entry.key === 'make'
    ? []
    : oneEdit(`Remove ${quoted(entry.key)}`, removeEntry(spot.levels), { preferred: true });
};

/** SC261: without the source that closes the circle. */
export const cycle: Fixer = ({ spot }) => {
  const around = spot.levels.at(-2)?.node;
  const text = valueAt(spot);
  // The only source cannot go without another.
  if (around?.kind !== 'list' || around.items.length < 2 || text?.kind !== 'scalar') return [];
  return oneEdit(`Remove ${quoted(text.text)}`, removeEntry(spot.levels), { preferred: true });
};

/** SC262: shares that leave rows to train on. */
export const shares: Fixer = ({ spot }) => {
  const split = child(makeMap(spot), 'split');
  const usual = '{ val: 0.05, test: 0.1 }';
  return split === undefined
    ? []
    : oneEdit(`Write ${quoted(`split: ${usual}`)}`, replaceNode(split, usual), { preferred: true });
};

/** SC263: the kind that was meant. */
export const kind: Fixer = ({ spot }) => {
  const node = valueAt(spot);
  return node?.kind === 'scalar'
    ? nameFixes(node.text, QUESTION_KIND_NAMES, (name) => replaceText(node, name))
    : [];
};

/** Endpoints that may take images. */
export function seeingEndpoints(context: FixContext): readonly string[] {
  const models = curriculumOf(context)?.models ?? {};
  return declaredNames(context.snapshot, 'endpoint').filter(
    (name) => !Object.hasOwn(models, name) || models[name]?.images !== false,
  );
}

/** SC267: an endpoint that answers, or the curriculum's own model. */
export const answering: Fixer = (context) => {
  const { spot } = context;
  const make = makeMap(spot);
  if (make === undefined) return [];
  const names = [...seeingEndpoints(context).map(yamlText), BASE_MODEL];
  return names.slice(0, 4).flatMap((name, index) => {
    const edit = setIn(make, ['answer_with'], `[${name}]`);
    return oneEdit(`Add ${quoted(`answer_with: [${name}]`)}`, edit, index === 0 ? { preferred: true } : {});
  });
};

/** SC268: the paper's condition. */
export const keep: Fixer = ({ spot }) => {
  const make = makeMap(spot);
  const usual = 'wrong_from_image AND right_from_caption AND NOT right_blind';
  return make === undefined
    ? []
    : oneEdit(
        'Keep what is wrong from the image and right from the caption alone',
        addKey(make, 'keep', usual),
        { preferred: true },
      );
};

/** SC269: the usual length. */
export const length: Fixer = ({ spot }) => {
  const node = valueAt(spot);
  return node?.kind === 'scalar'
    ? oneEdit('Write the default `512`', replaceNode(node, '512'), { preferred: true })
    : [];
};

/** SC270: the usual boundaries. */
export const boundaries: Fixer = ({ spot }) => {
  const node = child(child(datasetMap(spot)?.map, 'difficulty'), 'boundaries');
  return node === undefined
    ? []
    : oneEdit('Write the default `[0.25, 0.75]`', replaceNode(node, '[0.25, 0.75]'), { preferred: true });
};

/** SC271: another name, wherever the endpoint is named. */
export const reservedName: Fixer = ({ snapshot, spot }): readonly Fix[] => {
  const named = nameAt(snapshot, spot.start);
  if (named === undefined) return [];
  const name = `${named.name}-model`;
  if (declaredNames(snapshot, 'endpoint').includes(name)) return [];
  const edits = named.all.map(({ span }): Edit => ({ span, text: name }));
  return [{ title: `Rename to ${quoted(name)}`, edits, preferred: true }];
};

/** SC272: the sampling of the training; without the key where that is the default. */
export const sampling: Fixer = ({ message, spot }) => {
  const entry = spot.levels.at(-1)?.entry;
  if (entry?.key === 'top_p' || entry?.key === 'max_tokens') {
    return oneEdit(`Remove ${quoted(entry.key)}`, removeEntry(spot.levels), { preferred: true });
  }
  const value = /samples at (\d+(?:\.\d+)?(?:e-?\d+)?)/u.exec(message)?.[1];
  const difficulty = child(datasetMap(spot)?.map, 'difficulty');
  if (value === undefined || difficulty?.kind !== 'map') return [];
  const edit = setIn(difficulty, ['temperature'], value);
  return oneEdit(`Write ${quoted(`temperature: ${value}`)}`, edit, { preferred: true });
};

/** SC273, SC395: a folder of its own. */
export const ownFolder: Fixer = ({ spot }) => {
  const dataset = datasetMap(spot);
  const make = makeMap(spot);
  if (dataset === undefined || make === undefined) return [];
  const folder = yamlText(`data/${dataset.id}-made`);
  return oneEdit(`Write ${quoted(`to: ${folder}`)}`, setIn(make, ['to'], folder), { preferred: true });
};

/** SC113: the writer of questions; the first endpoint, or a new one. */
export function addWriter({ snapshot, spot }: FixContext): readonly Fix[] {
  const make = makeMap(spot);
  if (make === undefined) return [];
  const [declared] = declaredNames(snapshot, 'endpoint');
  const name = declared === undefined ? 'writer' : yamlText(declared);
  const edit = setIn(make, ['questions', 'by'], name);
  return oneEdit(`Add ${quoted(`questions: { by: ${name} }`)}`, edit, { preferred: declared !== undefined });
}
