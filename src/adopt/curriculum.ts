import { basename } from 'node:path';
import { safeName } from '../language';
import type { DatasetDraft, ModelDraft, Note, Notes, StageDraft } from './types';
import { comment, inline, noteLines, settingLines } from './write';

interface NamedStage extends StageDraft {
  readonly id: string;
  readonly data: string;
}

/** The text of a curriculum with the stages of a script, in its order. */
export function curriculumText(
  stages: readonly StageDraft[],
  { origin, home, notes }: { readonly origin: string; readonly home?: string; readonly notes: Notes },
): { readonly text: string; readonly notes: readonly Note[] } {
  const { name, ids } = namesOf(stages, origin);
  const datasets = datasetsOf(stages, notes);
  const named = stages.map((stage, index): NamedStage => ({
    ...stage,
    id: ids[index] ?? `stage-${index + 1}`,
    data: datasets.find(({ draft }) => same(draft, stage.dataset))?.id ?? 'rows',
  }));
  const shared = sharedOf(named);
  const lines = [
    'curriculum: 1',
    `name: ${inline(name)}`,
    ...headLines(named, notes),
    ...engineLines(named, home),
    ...oneFor(named, 'prompt', notes),
    ...oneFor(named, 'reward', notes),
    '',
    'datasets:',
    ...datasets.flatMap(({ id, capability, draft }) => datasetLines(id, capability, draft)),
    ...(Object.keys(shared.settings).length + Object.keys(shared.options).length === 0
      ? []
      : ['', 'defaults:', ...settingLines(shared, '  ')]),
    '',
    'stages:',
    ...named.flatMap((stage, index) => stageLines(stage, index, named, shared, notes)),
  ];
  const said = notes.list();
  const head = [...comment(`Adopted from ${basename(origin)}.`), ...noteLines(said)];
  return { text: `${[...head, ...lines].join('\n')}\n`, notes: said };
}

/** The name of the whole and of its stages, out of the names of the experiments. */
function namesOf(
  stages: readonly StageDraft[],
  origin: string,
): { readonly name: string; readonly ids: readonly string[] } {
  const names = stages.map(({ name }) => name);
  const [first = 'curriculum'] = names;
  if (stages.length === 1) return { name: safeName(first, 'curriculum'), ids: ['train'] };
  let common = first;
  for (const name of names) while (!name.startsWith(common)) common = common.slice(0, -1);
  const whole = common.replace(/(?:[_-]?stage)?[_-]*$/u, '');
  const used = new Set<string>();
  const ids = names.map((name, index) => {
    const id = safeName(name.slice(whole.length).replace(/^[_-]+/u, ''), `stage-${index + 1}`);
    const unique = used.has(id) ? `${id.slice(0, 58)}-${index + 1}` : id;
    used.add(unique);
    return unique;
  });
  return {
    name: safeName(whole === '' ? basename(origin).replace(/\.\w+$/u, '') : whole, 'curriculum'),
    ids,
  };
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

interface NamedDataset {
  readonly id: string;
  readonly capability: string;
  readonly draft: DatasetDraft;
}

function datasetsOf(stages: readonly StageDraft[], notes: Notes): readonly NamedDataset[] {
  const found: NamedDataset[] = [];
  for (const { dataset: draft, name } of stages) {
    if (found.some((one) => same(one.draft, draft))) continue;
    const stem = basename(draft.train.replaceAll(/[${}]/gu, '').replace(/@.*$/u, '')).replace(/\.\w+$/u, '');
    const id = safeName(stem.toLowerCase(), 'rows');
    const capability = capabilityOf(`${name} ${draft.train}`, draft.images !== undefined);
    notes.tell(
      `\`capability: ${capability}\` is a guess from names: a script does not say what its rows teach.`,
    );
    found.push({
      id: found.some((one) => one.id === id) ? `${id.slice(0, 58)}-${found.length + 1}` : id,
      capability,
      draft,
    });
  }
  return found;
}

function capabilityOf(names: string, hasImages: boolean): string {
  if (/percept|caption|docci/iu.test(names)) return 'perception';
  if (/text(?:ual)?[_-]?reason|orz|math12k|gsm8k/iu.test(names)) return 'textual-reasoning';
  return hasImages || /visual|geo|image|vl/iu.test(names) ? 'visual-reasoning' : 'textual-reasoning';
}

const datasetLines = (
  id: string,
  capability: string,
  { train, images, columns }: DatasetDraft,
): readonly string[] => [
  `  ${inline(id)}:`,
  `    capability: ${capability}`,
  `    train: ${inline(train)}`,
  ...(images === undefined ? [] : [`    images: ${inline(images)}`]),
  ...(Object.keys(columns).length === 0 ? [] : [`    columns: ${inline(columns)}`]),
];

/** The model of the first stage is the curriculum's. */
function headLines(stages: readonly NamedStage[], notes: Notes): readonly string[] {
  const models = stages.flatMap(({ model }) => (model.kind === 'model' ? [model.text] : []));
  const [first] = models;
  if (first === undefined) {
    notes.warn(
      'The script starts from a checkpoint of a run that is not in it: write the model of the beginning.',
    );
    return ['model: MODEL'];
  }
  return [`model: ${inline(first)}`];
}

function engineLines(stages: readonly NamedStage[], home: string | undefined): readonly string[] {
  const nodes = Math.max(...stages.map((stage) => stage.nodes ?? 1));
  const cluster = stages.find((stage) => stage.cluster !== undefined)?.cluster;
  const settings = {
    ...(home === undefined ? {} : { home }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(nodes > 1 ? { nodes } : {}),
  };
  return [Object.keys(settings).length === 0 ? 'engine: easyr1' : `engine: { easyr1: ${inline(settings)} }`];
}

/** A curriculum has one prompt and one reward. */
function oneFor(stages: readonly NamedStage[], key: 'prompt' | 'reward', notes: Notes): readonly string[] {
  const values = [...new Set(stages.flatMap((stage) => stage[key] ?? []))];
  const [first] = values;
  if (values.length > 1) {
    notes.warn(
      `The stages have several ${key}s (${values.map((value) => `\`${value}\``).join(', ')}); a curriculum has one, and the first was taken.`,
    );
  }
  return first === undefined ? [] : [`${key}: ${inline(first)}`];
}

type Shared = Pick<StageDraft, 'settings' | 'options'>;

/** What all of several stages say. */
function sharedOf(stages: readonly NamedStage[]): Shared {
  const [first, ...others] = stages;
  if (first === undefined || others.length === 0) return { settings: {}, options: {} };
  const common = (
    pick: (stage: NamedStage) => Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      Object.entries(pick(first)).filter(([key, value]) =>
        others.every((stage) => same(pick(stage)[key], value)),
      ),
    );
  return { settings: common(({ settings }) => settings), options: common(({ options }) => options) };
}

function stageLines(
  stage: NamedStage,
  index: number,
  stages: readonly NamedStage[],
  shared: Shared,
  notes: Notes,
): readonly string[] {
  const own = (values: Readonly<Record<string, unknown>>, common: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => !Object.hasOwn(common, key)));
  return [
    `  - id: ${inline(stage.id)}`,
    `    data: ${inline(stage.data)}`,
    ...startLines(stage.model, index, stages, notes),
    ...settingLines(
      { settings: own(stage.settings, shared.settings), options: own(stage.options, shared.options) },
      '    ',
    ),
  ];
}

/** Where a stage starts, when that is not the stage before. */
function startLines(
  model: ModelDraft,
  index: number,
  stages: readonly NamedStage[],
  notes: Notes,
): readonly string[] {
  const before = stages[index - 1];
  if (before === undefined) return [];
  if (model.kind === 'experiment') {
    const from = stages.slice(0, index).find(({ name }) => name === model.experiment);
    if (from === undefined)
      notes.warn(
        `\`${model.experiment}\`, which a stage goes on from, is not in the script: it goes on from the stage before.`,
      );
    return [
      ...(from === undefined || from === before ? [] : [`    from: ${inline(from.id)}`]),
      `    checkpoint: ${model.step === undefined ? 'last' : `step ${model.step}`}`,
    ];
  }
  const first = stages.find((stage) => stage.model.kind === 'model')?.model;
  if (model.known && same(model, first)) return ['    from: base'];
  if (model.known)
    notes.warn(
      `A later stage starts from another model, \`${model.text}\`; in a curriculum it goes on from the stage before.`,
    );
  return [];
}
