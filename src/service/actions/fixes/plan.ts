import {
  child,
  resolveSettings,
  textOf,
  type Curriculum,
  type MapNode,
  type Stage,
  type StageSettings,
} from '../../../language';
import { POOLED_SETTINGS } from '../../../plan';
import type { StageFacts } from '../../known/known';
import { oneEdit, quoted, type Edit, type Fix, type FixContext, type Fixer } from '../fix';
import { pathOf, spotAt, stageAround, variantOf } from '../spot';
import { removeChild, removeEntry } from '../write/remove';
import { replaceNode, setIn, setPath } from '../write/set';
import { curriculumOf } from './curriculum-of';

/** What a problem of a plan is about: a written stage, its settings, and what its data was found to be. */
interface Planned {
  readonly curriculum: Curriculum;
  readonly stage: Stage;
  readonly settings: StageSettings;
  readonly facts: StageFacts | undefined;
  /** Gives the stage a setting of its own. */
  readonly set: (key: string, value: string) => Edit | undefined;
}

/** The stage that a problem is about: where it stands, or whose name its message has. */
function planned(context: FixContext): Planned | undefined {
  const { snapshot, spot, message } = context;
  const variant = reachOf(context)[1];
  const curriculum =
    (variant === undefined ? undefined : snapshot.checked.variants.get(variant)?.curriculum) ??
    curriculumOf(context);
  if (curriculum === undefined || snapshot.tree === undefined) return undefined;
  const own = stageAround(spot)?.id;
  const stage =
    curriculum.stages.find(({ id }) => id === own) ??
    curriculum.stages.find(({ id }) => message.includes(`tage \`${id}\``));
  if (stage === undefined) return undefined;
  const node = writtenStage(context, stage.id);
  return {
    curriculum,
    stage,
    settings: resolveSettings(curriculum.defaults, stage.settings),
    facts:
      snapshot.tree.kind === 'map'
        ? context.known?.stages(snapshot.uri, variant)?.find(({ id }) => id === stage.id)
        : undefined,
    set: (key, value) => (node === undefined ? undefined : setIn(node, [key], value)),
  };
}

/** The mapping of a stage in this document, where it is first written. */
function writtenStage({ snapshot, spot }: FixContext, id: string): MapNode | undefined {
  const around = stageAround(spot);
  if (around?.id === id) return around.node;
  const stages = child(snapshot.tree, 'stages');
  const nodes = stages?.kind === 'list' ? stages.items : [];
  return nodes.find((node): node is MapNode => node.kind === 'map' && textOf(child(node, 'id')) === id);
}

/** `['variants', name]` when a problem lies in a variant or only a variant has it, else nothing. */
export function reachOf(context: FixContext): readonly string[] {
  const own = variantOf(context.spot);
  if (own.length > 0) return own;
  const { snapshot, diagnostic } = context;
  for (const { location } of diagnostic.relatedInformation ?? []) {
    if (location.uri !== snapshot.uri) continue;
    const { line, character } = location.range.start;
    const at = snapshot.source.lines.offset(line, character);
    const there = spotAt(snapshot, at, at);
    const path = pathOf(there);
    if (path.length === 2 && path[0] === 'variants' && there.part === 'key') return variantOf(there);
  }
  return [];
}

/** SC240: a batch that the rows fill. */
export const noStep: Fixer = async (context) => {
  const own = planned(context);
  if (own === undefined) return [];
  const rows = own.facts?.rows ?? (await rowsOf(context, own));
  const { batch, steps } = own.settings;
  if (rows === undefined || rows < 1) return [];
  if (rows >= batch) {
    return steps === undefined
      ? oneEdit('Train for one epoch', own.set('epochs', '1'), { preferred: true })
      : [];
  }
  const whole = 2 ** Math.floor(Math.log2(rows));
  const values = [...new Set([whole, rows])];
  return values.flatMap((value, index) =>
    oneEdit(
      `Set ${quoted(`batch: ${value}`)} in stage ${quoted(own.stage.id)} (${rows} rows)`,
      own.set('batch', String(value)),
      {
        preferred: index === 0,
      },
    ),
  );
};

async function rowsOf({ known }: FixContext, { curriculum, stage }: Planned): Promise<number | undefined> {
  let sum = 0;
  for (const id of stage.data) {
    const dataset = curriculum.datasets.find((one) => one.id === id);
    if (dataset === undefined) return undefined;
    const rows =
      stage.where === undefined
        ? (await known?.facts(dataset, 'train'))?.rows
        : await known?.count(dataset, stage.where);
    if (rows === undefined) return undefined;
    sum += rows;
  }
  return sum;
}

/** The share of rows that a fixed order may hide without a word. */
const NOTABLE_SHARE = 0.1;

/** SC384: batches near the user's own that leave no row, or few, behind. */
export const leftOver: Fixer = async (context) => {
  const own = planned(context);
  const rows = own && (own.facts?.rows ?? (await rowsOf(context, own)));
  if (own === undefined || rows === undefined) return [];
  const { batch } = own.settings;
  const near = nearBatches(rows, batch);
  return near.flatMap((value, index) =>
    oneEdit(
      `Set ${quoted(`batch: ${value}`)} in stage ${quoted(own.stage.id)} (${rows} rows, ${rows % value} left over)`,
      own.set('batch', String(value)),
      { preferred: index === 0 },
    ),
  );
};

/** The nearest batch that divides the rows, and the nearest that leaves at most a tenth; between half and double. */
export function nearBatches(rows: number, batch: number): readonly number[] {
  const low = Math.max(1, Math.ceil(batch / 2));
  const high = Math.min(rows, batch * 2);
  let exact: number | undefined;
  let fair: number | undefined;
  for (let value = low; value <= high; value++) {
    const closer = (other: number | undefined): boolean =>
      other === undefined || Math.abs(value - batch) < Math.abs(other - batch);
    if (rows % value === 0 && closer(exact)) exact = value;
    if (rows % value <= rows * NOTABLE_SHARE && closer(fair)) fair = value;
  }
  return [...new Set([fair, exact].filter((value) => value !== undefined))];
}

/** SC241: without a stop that never comes, or with validation rows where those are missing. */
export const untilNever: Fixer = (context) => {
  const levels = stageAround(context.spot)?.levels;
  return levels === undefined ? [] : oneEdit('Remove `until`', removeChild(levels, 'until'));
};

/** SC242: the last checkpoint, or the nearest step that is saved and kept. */
export const noCheckpoint: Fixer = (context) => {
  const own = planned(context);
  if (own === undefined) return [];
  const index = own.curriculum.stages.indexOf(own.stage);
  const from = own.stage.from ?? own.curriculum.stages[index - 1]?.id;
  const earlier = own.curriculum.stages.find(({ id }) => id === from);
  const last = oneEdit('Start from the `last` checkpoint', own.set('checkpoint', 'last'), {
    preferred: true,
  });
  const rule = own.stage.checkpoint;
  if (earlier === undefined || rule?.kind !== 'step') return last;
  const [, variant] = reachOf(context);
  const facts = context.known?.stages(context.snapshot.uri, variant)?.find(({ id }) => id === earlier.id);
  const { save_every: save, keep_checkpoints: keep } = resolveSettings(
    own.curriculum.defaults,
    earlier.settings,
  );
  if (facts === undefined || save === undefined) return last;
  const saved = [...new Set([...multiples(save, facts.steps), facts.steps])].slice(-keep);
  const near = saved.toSorted((a, b) => Math.abs(a - rule.step) - Math.abs(b - rule.step))[0];
  if (near === undefined || near === rule.step) return last;
  return [...last, ...oneEdit(`Start from ${quoted(`step ${near}`)}`, own.set('checkpoint', `step ${near}`))];
};

function multiples(of: number, to: number): readonly number[] {
  const first = Math.max(1, Math.floor(to / of) - 1000);
  return Array.from({ length: Math.floor(to / of) - first + 1 }, (_, index) => (first + index) * of);
}

/** SC243: checkpoints at steps that are validated. */
export const staleScores: Fixer = (context) => {
  const { spot } = context;
  const level = spot.levels.at(-1);
  const own = planned(context);
  const settings = own?.settings ?? pooledSettings(context);
  const save = settings?.save_every;
  const validate = settings?.validate_every;
  if (save === undefined || level?.entry?.key !== 'save_every') return [];
  const automatic = oneEdit('Remove `save_every`: it then follows the validations', removeEntry(spot.levels));
  if (validate === undefined) return automatic;
  const multiple = Math.max(1, Math.round(save / validate)) * validate;
  return [
    ...oneEdit(`Set ${quoted(`save_every: ${multiple}`)}`, replaceNode(level.node, String(multiple)), {
      preferred: true,
    }),
    ...automatic,
  ];
};

function pooledSettings(context: FixContext): StageSettings | undefined {
  const curriculum = curriculumOf(context);
  return curriculum && resolveSettings(curriculum.defaults, curriculum.pooled ?? {});
}

/** SC244: without the key that has nothing to validate on. */
export const noValidation: Fixer = ({ spot }) => {
  const key = spot.levels.at(-1)?.entry?.key;
  if (key === undefined || !['validate', 'validate_every'].includes(key)) return [];
  return oneEdit(`Remove ${quoted(key)}`, removeEntry(spot.levels));
};

/** SC245: one pass over the capability order. */
export const startsOver: Fixer = (context) => {
  const { snapshot, spot } = context;
  const reach = reachOf(context);
  const own = spot.levels.at(-1);
  const path = pathOf(spot);
  const inPooled = path.includes('pooled');
  const once =
    inPooled && own?.entry?.key === 'epochs'
      ? replaceNode(own.node, '1')
      : setPath(snapshot, [...reach, 'pooled', 'epochs'], '1');
  const steps = inPooled && own?.entry?.key === 'steps' ? removeEntry(spot.levels) : undefined;
  const staged = setPath(snapshot, [...reach, 'schedule', 'capability'], 'staged');
  return [
    ...(once === undefined
      ? []
      : steps === undefined
        ? oneEdit('Go through the order once: `pooled: { epochs: 1 }`', once, { preferred: true })
        : []),
    ...oneEdit('Set the schedule to `staged`', staged),
  ];
};

/** SC246: without the key that the one stage does not use. */
export const unusedKey: Fixer = ({ spot }) => {
  const key = spot.levels.at(-1)?.entry?.key;
  return key === undefined ? [] : oneEdit(`Remove ${quoted(key)}`, removeEntry(spot.levels));
};

/** SC249, SC403: groups that can be compared, and enough responses a step. */
export const weakSignal: Fixer = (context) => {
  const own = planned(context);
  if (own === undefined) return [];
  const { batch, rollouts } = own.settings;
  const set = (key: string, value: number, preferred: boolean): readonly Fix[] => {
    const level = context.spot.levels.at(-1);
    const edit =
      level?.entry?.key === key ? replaceNode(level.node, String(value)) : own.set(key, String(value));
    return oneEdit(`Set ${quoted(`${key}: ${value}`)}`, edit, { preferred });
  };
  if (rollouts < 2) return [...set('rollouts', 5, true), ...set('rollouts', 8, false)];
  return [
    ...set('batch', Math.ceil(FEW_RESPONSES / rollouts), true),
    ...set('rollouts', Math.ceil(FEW_RESPONSES / batch), false),
  ];
};

/** Fewer responses than this in a step make a gradient of mostly noise. */
const FEW_RESPONSES = 16;

/** SC248: the settings that all stages share, given to the one stage of the schedule as well. */
export const sameSettings: Fixer = (context) => {
  const { snapshot } = context;
  const [, variant] = reachOf(context);
  const curriculum = (variant === undefined ? snapshot.checked.base : snapshot.checked.variants.get(variant))
    ?.curriculum;
  if (curriculum === undefined) return [];
  const own = resolveSettings(curriculum.defaults, curriculum.pooled ?? {});
  const stages = curriculum.stages.map(({ settings }) => resolveSettings(curriculum.defaults, settings));
  return POOLED_SETTINGS.flatMap((key): readonly Fix[] => {
    const values = new Set(stages.map((settings) => JSON.stringify(settings[key])));
    const [value] = values;
    if (values.size !== 1 || value === undefined || value === JSON.stringify(own[key])) return [];
    const text = value.replaceAll('"', '');
    const edit = setPath(snapshot, [...reachOf(context), 'pooled', key], text);
    return oneEdit(`Set ${quoted(`pooled: { ${key}: ${text} }`)} as in all stages`, edit);
  });
};
