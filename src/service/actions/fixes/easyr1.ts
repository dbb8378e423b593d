import { easyr1Changes, SETTING_OF, type Easyr1Stage, type NumberKey } from '../../../engines';
import {
  child,
  resolveSettings,
  textOf,
  type Curriculum,
  type MapNode,
  type TreeNode,
} from '../../../language';
import { oneEdit, quoted, type Edit, type Fix, type FixContext, type Fixer } from '../fix';
import { removeEntry } from '../write/remove';
import { addKey, replaceNode, setIn, setPath } from '../write/set';
import { isWithin } from '../write/text';
import { reachOf, weakSignal } from './plan';

/** The stages that a problem of an engine names, as the engine will get them. */
export interface Concerned {
  readonly curriculum: Curriculum;
  readonly stage: Easyr1Stage;
  readonly ids: readonly string[];
  /** `merged` and `ordered` make one stage of all. */
  readonly isPool: boolean;
}

export function concerned(context: FixContext): Concerned | undefined {
  const { snapshot, message } = context;
  const [, variant] = reachOf(context);
  const checked = variant === undefined ? snapshot.checked.base : snapshot.checked.variants.get(variant);
  const curriculum = checked?.curriculum;
  const named = /\(stages? ((?:`[^`]+`(?:, )?)+)\)/u.exec(message);
  const ids = [...(named?.[1] ?? '').matchAll(/`([^`]+)`/gu)].map(([, id = '']) => id);
  if (curriculum === undefined || ids.length === 0) return undefined;
  const { engine, model, defaults, schedule } = curriculum;
  const about = { engine: engine.options, model };
  if (schedule.capability !== 'staged') {
    const [first, ...others] = curriculum.stages.map(({ engineOptions }) => engineOptions);
    const shared = Object.entries(first ?? {}).filter(([key, value]) =>
      others.every((options) => JSON.stringify(options[key]) === JSON.stringify(value)),
    );
    const engineOptions = { ...Object.fromEntries(shared), ...curriculum.pooledEngineOptions };
    const settings = resolveSettings(defaults, curriculum.pooled ?? {});
    return { curriculum, ids, isPool: true, stage: { ...about, settings, engineOptions } };
  }
  const stage = curriculum.stages.find(({ id }) => ids.includes(id));
  if (stage === undefined) return undefined;
  const settings = resolveSettings(defaults, stage.settings);
  return {
    curriculum,
    ids,
    isPool: false,
    stage: { ...about, settings, engineOptions: stage.engineOptions },
  };
}

/** SC421 to SC425: numbers that fit one another, found by the rules themselves. */
export const fittingNumbers: Fixer = (context) => {
  const own = concerned(context);
  if (own === undefined || typeof context.diagnostic.code !== 'string') return [];
  return easyr1Changes(own.stage, context.diagnostic.code)
    .slice(0, MOST)
    .flatMap((change, index): readonly Fix[] => {
      const written = Object.entries(change).map(([key, value]) =>
        writeNumber(context, own, key as NumberKey, value),
      );
      const edits = written.flatMap((one) => (one === undefined ? [] : [one.edit]));
      if (edits.length < written.length || overlap(edits)) return [];
      const said = written.map((one) => quoted(one?.says ?? '')).join(' and ');
      return [{ title: `Set ${said}`, edits, preferred: index === 0 }];
    });
};

/** More ways than these are not chosen from. */
const MOST = 5;

export const overlap = (edits: readonly Edit[]): boolean =>
  edits.some(({ span }, index) =>
    edits.slice(index + 1).some((other) => span.start <= other.span.end && other.span.start <= span.end),
  );

/** Writes a number where it is written now; where it is not, for as many stages as the problem names. */
export function writeNumber(
  context: FixContext,
  own: Concerned,
  key: string,
  value: number,
  settingOf: Readonly<Partial<Record<string, string>>> = SETTING_OF,
): { readonly edit: Edit; readonly says: string } | undefined {
  const { snapshot } = context;
  const text = String(value);
  const setting =
    Object.hasOwn(own.stage.engineOptions, key) || !Object.hasOwn(settingOf, key)
      ? undefined
      : settingOf[key];
  const name = setting ?? key;
  const says = `${name}: ${text}`;
  if (key === 'trainer.nnodes' && setting === undefined && own.stage.engine.nodes !== undefined) {
    const nodes = child(child(child(snapshot.tree, 'engine'), 'easyr1'), 'nodes');
    return nodes && { edit: replaceNode(nodes, text), says: `nodes: ${text}` };
  }
  const maps = mapsOf(context, own);
  for (const map of maps) {
    const node = setting === undefined ? optionIn(child(map, 'engine_options'), key) : child(map, name);
    // What an alias brought is written elsewhere, for others as well.
    if (node !== undefined && isWithin(node.span, map.span)) return { edit: replaceNode(node, text), says };
  }
  const path = setting === undefined ? ['engine_options', key] : [name];
  const all = own.ids.length > 1 || own.curriculum.stages.length === 1;
  const [first] = maps;
  const edit =
    all || own.isPool || first === undefined
      ? setPath(snapshot, [...reachOf(context), own.isPool ? 'pooled' : 'defaults', ...path], text)
      : addIn(first, path, text);
  return edit && { edit, says };
}

function addIn(map: MapNode, path: readonly string[], text: string): Edit | undefined {
  const [key, ...rest] = path;
  if (rest.length > 0 || key === undefined || map.entries.has(key)) return setIn(map, path, text);
  return addKey(map, key, text);
}

/** The mappings that may write a key for the stages of a problem, the most special first. */
function mapsOf(context: FixContext, own: Concerned): readonly MapNode[] {
  const { snapshot } = context;
  const [, variant] = reachOf(context);
  const roots = [
    ...(variant === undefined ? [] : [child(child(snapshot.tree, 'variants'), variant)]),
    snapshot.tree,
  ];
  const nodes = roots.flatMap((root): readonly (TreeNode | undefined)[] => {
    const stages = child(root, 'stages');
    const list = stages?.kind === 'list' ? stages.items : [];
    const written = own.ids.flatMap((id) => [
      ...list.filter((item) => textOf(child(item, 'id')) === id),
      stages?.kind === 'map' ? child(stages, id) : undefined,
    ]);
    return [...(own.isPool ? [child(root, 'pooled')] : written), child(root, 'defaults')];
  });
  return nodes.filter((node): node is MapNode => node?.kind === 'map');
}

/** An option in `engine_options`, whose keys may be nested. */
function optionIn(node: TreeNode | undefined, key: string): TreeNode | undefined {
  if (node?.kind !== 'map') return undefined;
  const own = node.entries.get(key)?.value;
  if (own !== undefined) return own;
  for (const [word, entry] of node.entries) {
    if (!key.startsWith(`${word}.`)) continue;
    const found = optionIn(entry.value, key.slice(word.length + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The other engine that is for large models; the options of this one would be unknown to it. */
function trainWithTrl(context: FixContext, preferred: boolean): readonly Fix[] {
  const curriculum = concerned(context)?.curriculum;
  const hasOptions = [
    curriculum?.engineOptions,
    curriculum?.pooledEngineOptions,
    ...(curriculum?.stages.map(({ engineOptions }) => engineOptions) ?? []),
  ].some((options) => Object.keys(options ?? {}).length > 0);
  if (curriculum === undefined || hasOptions) return [];
  const edit = setPath(context.snapshot, [...reachOf(context), 'engine'], 'trl');
  return oneEdit('Train with `engine: trl`', edit, { preferred });
}

/** SC420: without the freeze that freezes nothing, or with the engine that can. */
export const emptyFreeze: Fixer = (context) => {
  const key = context.spot.levels.at(-1)?.entry?.key;
  if (!key?.includes('freeze')) return [];
  const title = `Remove ${quoted(key)}: the vision tower is trained either way`;
  return [
    ...oneEdit(title, removeEntry(context.spot.levels), { preferred: true }),
    ...trainWithTrl(context, false),
  ];
};

const PACK = 'worker.actor.padding_free';

/** SC426: rows with padding. */
export const padRows: Fixer = (context) => {
  const { snapshot, spot } = context;
  const own = spot.levels.at(-1);
  const edit =
    own?.entry?.key === PACK
      ? replaceNode(own.node, 'false')
      : setPath(snapshot, [...reachOf(context), 'defaults', 'engine_options', PACK], 'false');
  return oneEdit(`Set ${quoted(`${PACK}: false`)}`, edit, { preferred: true });
};

/** SC427: without what the engine refuses. */
export const refusedKey: Fixer = (context) => {
  const { levels } = context.spot;
  const key = levels.at(-1)?.entry?.key;
  const trl = key === 'method' ? trainWithTrl(context, true) : [];
  return key === undefined
    ? []
    : [...trl, ...oneEdit(`Remove ${quoted(key)}`, removeEntry(levels), { preferred: true })];
};

/** SC403: groups of more than one response. */
export const largerGroups: Fixer = (context) => {
  const { levels } = context.spot;
  return levels.at(-1)?.entry?.key === 'worker.rollout.n'
    ? oneEdit('Remove `worker.rollout.n`', removeEntry(levels), { preferred: true })
    : weakSignal(context);
};
