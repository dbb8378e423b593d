import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { presetOf, MODEL_PRESETS } from '../language';
import { engineOption, removedOption } from '../engines';
import { Keys, translateSettings } from './settings';
import type { DatasetDraft, ModelDraft, Notes, StageDraft, Training } from './types';
import { isOpen } from './values';

/** Keys that a run of ours decides itself, and why they are not taken over. */
const RUN_DECIDES: Readonly<Record<string, string>> = {
  'trainer.save_checkpoint_path': 'checkpoints lie in the folder of the run',
  'trainer.load_checkpoint_path': 'a run resumes its own checkpoints, and `from` says what a stage continues',
  'trainer.find_last_checkpoint': 'a new run never goes on with the checkpoints of an older one',
  'trainer.logger': 'what EasyR1 measures is read from its files; write the option to log elsewhere as well',
};

/** One start of EasyR1 in the language's words; `folder` is where the curriculum will lie. */
export function draftStage(training: Training, folder: string, notes: Notes): StageDraft {
  const keys = new Keys(training.keys);
  const path = (text: string): string => placed(text, training.base, folder, notes);
  const experiment =
    text(keys.take('trainer.experiment_name')) ?? basename(training.origin).replace(/\.\w+$/u, '');
  const model = modelOf(text(keys.take('worker.actor.model.model_path')), training, folder, notes);
  const dataset = datasetOf(keys, path, notes);
  const { settings, options } = translateSettings(keys);
  const validate = text(keys.take('data.val_files'));
  const prompt = text(keys.take('data.format_prompt'));
  const reward = text(keys.take('worker.reward.reward_function'));
  const nodes = keys.take('trainer.nnodes');
  const estimator = keys.take('algorithm.adv_estimator');
  const shuffle = keys.take('data.shuffle');
  if (validate !== undefined) noteSave(settings, notes);
  return {
    name: experiment,
    dataset,
    model,
    settings: {
      ...settings,
      ...(freezes(keys, model, notes) ? { freeze: ['vision'] } : {}),
      ...(validate === undefined || validate === '' ? {} : { validate: rows(validate, path) }),
    },
    options: {
      ...(estimator === 'grpo' ? {} : { 'algorithm.adv_estimator': estimator }),
      ...(shuffle === false ? { 'data.shuffle': false } : {}),
      ...options,
      ...restOf(keys, notes),
    },
    ...(prompt === undefined ? {} : { prompt: path(prompt) }),
    ...(reward === undefined ? {} : { reward: rewardOf(reward, path) }),
    ...(typeof nodes === 'number' && nodes > 1 ? { nodes } : {}),
    ...(training.cluster === undefined ? {} : { cluster: training.cluster }),
  };
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

/** A path as the curriculum would write it: from its own folder where it lies below that, else absolute. */
function placed(written: string, base: string | undefined, folder: string, notes: Notes): string {
  if (/^\/path\/to\b/u.test(written)) {
    notes.warn(`\`${written}\` is a placeholder: write the path of your own file.`);
    return written;
  }
  if (isOpen(written)) return written;
  const absolute = isAbsolute(written)
    ? resolve(written)
    : base === undefined
      ? undefined
      : resolve(base, written);
  if (absolute === undefined) return written;
  const below = relative(folder, absolute);
  return below === '' || below.startsWith('..') || isAbsolute(below) ? absolute : below.split(sep).join('/');
}

/** `id@split` of the Hub, a file, or a file with EasyR1's `@train`, which says nothing. */
function rows(written: string, path: (text: string) => string): string {
  if (/\.(?:jsonl?|parquet|csv)$/iu.test(written.replace(/@train$/u, '')))
    return path(written.replace(/@train$/u, ''));
  if (isOpen(written)) return written;
  if (/^[\w.-]+\/[\w.-]+(?:@[\w.-]+)?$/u.test(written))
    return written.includes('@') ? written : `${written}@train`;
  return path(written);
}

const rewardOf = (written: string, path: (text: string) => string): string => {
  const colon = written.lastIndexOf(':');
  return colon === -1 ? `${path(written)}:main` : `${path(written.slice(0, colon))}${written.slice(colon)}`;
};

/** The name under which the data layer finds a column by itself. */
const USUAL = { question: 'problem', answer: 'answer', images: 'images' } as const;

function datasetOf(keys: Keys, path: (text: string) => string, notes: Notes): DatasetDraft {
  const files = keys.take('data.train_files');
  const train = text(Array.isArray(files) ? files[0] : files);
  if (Array.isArray(files) && files.length > 1)
    notes.warn(
      `EasyR1 takes one \`data.train_files\`, and ${files.length} are given: the first is the dataset; write a dataset for each other, and all of them in the stage’s \`data\`.`,
    );
  if (train === undefined) notes.warn('No training file is given: `data.train_files` is empty.');
  const images = text(keys.take('data.image_dir'));
  const named = {
    question: text(keys.take('data.prompt_key')),
    answer: text(keys.take('data.answer_key')),
    images: text(keys.take('data.image_key')),
  };
  const columns = Object.fromEntries(
    Object.entries(USUAL).flatMap(([role, usual]) => {
      const name = named[role as keyof typeof USUAL];
      return name === undefined || name === usual ? [] : [[role, name]];
    }),
  );
  return {
    train: train === undefined ? 'train.jsonl' : rows(train, path),
    ...(images === undefined ? {} : { images: path(images) }),
    columns,
  };
}

function modelOf(written: string | undefined, { base }: Training, folder: string, notes: Notes): ModelDraft {
  if (written === undefined) {
    notes.warn('No model is given: `worker.actor.model.model_path` is empty.');
    return { kind: 'model', text: 'MODEL', known: false };
  }
  const checkpoint =
    /(?:^|\/)(?<experiment>[^/]+)\/global_step_(?<step>\d+|[^/]+)\/actor\/huggingface\/?$/u.exec(
      written,
    )?.groups;
  if (checkpoint?.experiment !== undefined) {
    notes.tell(
      'EasyR1 leaves a checkpoint in pieces, and its `huggingface` folder has no weights until they are merged: a run of the curriculum merges them before the next stage.',
    );
    const step = Number(checkpoint.step);
    return {
      kind: 'experiment',
      experiment: checkpoint.experiment,
      ...(Number.isInteger(step) ? { step } : {}),
    };
  }
  if (isOpen(written)) return { kind: 'model', text: written, known: false };
  const preset = Object.entries(MODEL_PRESETS).find(([, one]) => 'hub' in one && one.hub === written);
  if (preset !== undefined) return { kind: 'model', text: preset[0], known: true };
  if (/^[\w.-]+\/[\w.-]+$/u.test(written)) return { kind: 'model', text: written, known: true };
  const place = placed(written, base, folder, notes);
  return {
    kind: 'model',
    text: isAbsolute(place) || place.startsWith('.') ? place : `./${place}`,
    known: true,
  };
}

/** Whether the vision tower is frozen in truth. */
function freezes(keys: Keys, model: ModelDraft, notes: Notes): boolean {
  if (keys.take('worker.actor.model.freeze_vision_tower') !== true) return false;
  const preset = model.kind === 'model' ? presetOf(model.text) : undefined;
  if (preset === undefined || (preset.freezableBy as readonly string[]).includes('easyr1')) return true;
  notes.warn(
    `\`worker.actor.model.freeze_vision_tower\` was left out: EasyR1 does not find the vision tower of this model (\`${preset.visionTower}\`) and trains it all the same.`,
  );
  return false;
}

function noteSave(settings: Readonly<Record<string, unknown>>, notes: Notes): void {
  const { validate_every: validate, save_every: save } = settings;
  if (typeof validate !== 'number' || typeof save !== 'number' || save % validate === 0) return;
  notes.warn(
    `Checkpoints at every ${save} steps carry the score of a validation before them, because validations are at every ${validate}: \`best\` is not measured where it is saved.`,
  );
}

/** What has no word: EasyR1's own keys, but for those that say what EasyR1 does anyway. */
function restOf(keys: Keys, notes: Notes): Readonly<Record<string, unknown>> {
  const options: Record<string, unknown> = {};
  for (const [key, value] of keys.rest()) {
    const removed = removedOption('easyr1', key);
    const option = engineOption('easyr1', key);
    const reason = RUN_DECIDES[key];
    if (removed !== undefined)
      notes.warn(
        `\`${key}\` was left out: it ${removed.fate}. ${removed.instead.replace(/^Leave it out, and (?<first>\w)/u, (_all, first: string) => first.toUpperCase())}`,
      );
    else if (option === undefined) notes.warn(`\`${key}\` was left out: EasyR1 has no such key.`);
    else if (option.automatic) notes.tell(`\`${key}\` was left out: EasyR1 overwrites it at its start.`);
    else if (JSON.stringify(option.default) === JSON.stringify(value)) continue;
    else if (reason !== undefined) notes.tell(`\`${key}\` was left out: ${reason}.`);
    else options[key] = value;
  }
  return options;
}

/** Where the curriculum will lie: beside the script, unless it is written elsewhere. */
export const folderOf = (origin: string, out: string | undefined): string => dirname(resolve(out ?? origin));
