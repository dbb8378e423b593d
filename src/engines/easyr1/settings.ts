import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { engineSettings, type Plan, type PlannedStage } from '../../plan';
import type { DataLayout } from './data';
import { configValue, type ConfigValue } from './dotlist';
import { REWARD_TYPE_KEY, treeOptions, type Easyr1Tree } from './tree';

/** What only a run knows of a stage. */
export interface RunFacts {
  readonly layout: DataLayout;
  /** Absolute folder of weights, where the stage starts from a checkpoint; absent: the model of the curriculum. */
  readonly model?: string;
  /** Absolute `trainer.save_checkpoint_path`. */
  readonly output: string;
  /** Absolute `file.py:function`. */
  readonly reward: string;
  /** How the reward is called, which only the older tree wants to be told. */
  readonly rewardType: 'batch' | 'sequential';
  readonly resume: Resume;
}

/**
 * How a stage begins: anew; by EasyR1's own search in the stage's folder, which also knows its best checkpoint again;
 * or from a given checkpoint of it.
 */
export type Resume =
  | { readonly kind: 'new' }
  | { readonly kind: 'search' }
  | { readonly kind: 'checkpoint'; readonly path: string };

/** A key and its value, as the configuration has it. */
export type Setting = readonly [key: string, value: ConfigValue];

/** Keys whose value is the path of a file that counts from the curriculum's folder. */
const PATHS: ReadonlySet<string> = new Set(['data.override_chat_template', 'trainer.ray_timeline']);
/** The same, but only where there is such a folder: else it is an id of the Hub. */
const MODELS: ReadonlySet<string> = new Set([
  'worker.actor.model.tokenizer_path',
  'worker.critic.model.model_path',
  'worker.critic.model.tokenizer_path',
]);

/** Every key that a stage sets, in the tree's own order of topics: what the curriculum says, and what the run knows. */
export function easyr1Settings(
  plan: Plan,
  stage: PlannedStage,
  facts: RunFacts,
  tree: Easyr1Tree,
): readonly Setting[] {
  const folder = dirname(plan.curriculum.file);
  const values = new Map<string, ConfigValue>();
  for (const key of engineSettings(plan, stage))
    if ('value' in key) put(values, key.key, absolute(folder, key.key, configValue(key.value)), tree);
  for (const [key, value] of runSettings(facts, tree)) values.set(key, value);
  addFileLogger(values);
  const order = new Map([...treeOptions(tree).keys()].map((key, index) => [key, index]));
  const place = (key: string): number => order.get(key) ?? order.size;
  return [...values].sort(([one], [other]) => place(one) - place(other));
}

/** Those of the settings that are not the tree's own defaults. */
export function unusual(settings: readonly Setting[], tree: Easyr1Tree): readonly Setting[] {
  const options = treeOptions(tree);
  return settings.filter(([key, value]) => {
    const option = options.get(key);
    return option === undefined || JSON.stringify(option.default) !== JSON.stringify(value);
  });
}

/** Entries of a mapping are gathered in it, since their names need not be names of keys. */
function put(values: Map<string, ConfigValue>, key: string, value: ConfigValue, tree: Easyr1Tree): void {
  const options = treeOptions(tree);
  for (let dot = key.lastIndexOf('.'); dot > 0; dot = key.lastIndexOf('.', dot - 1)) {
    const above = key.slice(0, dot);
    if (options.get(above)?.type !== 'map') continue;
    const before = values.get(above);
    const entries = isMapping(before) ? before : {};
    values.set(above, { ...entries, [key.slice(dot + 1)]: value });
    return;
  }
  values.set(key, value);
}

const isMapping = (value: ConfigValue | undefined): value is Readonly<Record<string, ConfigValue>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function absolute(folder: string, key: string, value: ConfigValue): ConfigValue {
  if (typeof value !== 'string') return value;
  if (PATHS.has(key)) return resolve(folder, value);
  return MODELS.has(key) && existsSync(resolve(folder, value)) ? resolve(folder, value) : value;
}

function runSettings({ layout, ...facts }: RunFacts, tree: Easyr1Tree): readonly Setting[] {
  const { columns } = layout;
  return [
    ['data.train_files', layout.train],
    ['data.val_files', layout.validation],
    ['data.prompt_key', columns.question],
    ['data.answer_key', columns.answer],
    ['data.image_key', columns.images],
    ['data.image_dir', layout.imageFolder ?? null],
    ...(facts.model === undefined ? [] : [['worker.actor.model.model_path', facts.model] as const]),
    ['worker.reward.reward_function', facts.reward],
    ...(tree === 'older' ? [[REWARD_TYPE_KEY, facts.rewardType] as const] : []),
    ['trainer.save_checkpoint_path', facts.output],
    ['trainer.load_checkpoint_path', facts.resume.kind === 'checkpoint' ? facts.resume.path : null],
    ['trainer.find_last_checkpoint', facts.resume.kind === 'search'],
  ];
}

/** A run is followed by the files of this logger, whichever else the curriculum names. */
function addFileLogger(values: Map<string, ConfigValue>): void {
  const written = values.get('trainer.logger');
  const loggers = Array.isArray(written) ? (written as readonly ConfigValue[]) : [];
  const missing = ['console', 'file'].filter((name) => !loggers.includes(name));
  if (missing.length > 0) values.set('trainer.logger', [...loggers, ...missing]);
}
