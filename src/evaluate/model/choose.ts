import { existsSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { engineFor } from '../../engines';
import { parseCheckpoint, presetOf, type CheckpointRule, type Curriculum } from '../../language';
import { chosenCheckpoint, stageFolder, type RunManifest } from '../../runs';
import { EvaluateError } from '../error';
import { mergeOf, type MergeStep } from './merge';
import { lookAtFolder } from './folder';

/** The model that is evaluated. */
export interface EvaluatedModel {
  /** A folder, or a Hub id. */
  readonly model: string;
  /** For people: `step 40 of see, the best`. */
  readonly words: string;
  /** Tells it from other checkpoints in names of files; letters, digits, `-` and `.`. */
  readonly name: string;
  /** Pieces that are joined before. */
  readonly merge?: MergeStep;
}

/** Which model: a rule over the checkpoints of the run's last stage, the untrained one, or a folder. */
export type ModelWish =
  | { readonly kind: 'rule'; readonly rule: CheckpointRule }
  | { readonly kind: 'base' }
  | { readonly kind: 'folder'; readonly path: string };

/** `best`, `last`, `step 40`, `40`, `base`, or the path of a folder; nothing for anything else. */
export function modelWish(text: string): ModelWish | undefined {
  if (text === 'base') return { kind: 'base' };
  const rule = parseCheckpoint(/^\d+$/.test(text) ? `step ${text}` : text);
  if (rule !== undefined) return { kind: 'rule', rule };
  return /[\\/]/.test(text) || isAbsolute(text) || existsSync(text)
    ? { kind: 'folder', path: resolve(text) }
    : undefined;
}

interface ChooseRequest {
  readonly wish: ModelWish;
  readonly curriculum: Curriculum;
  /** The run whose last stage is meant; absent only where no checkpoint is asked for. */
  readonly run?: { readonly dir: string; readonly id: string; readonly manifest: RunManifest } | undefined;
}

/** Finds the model. Rejects with an `EvaluateError` that says what is missing and how it is made. */
export async function chooseModel({ wish, curriculum, run }: ChooseRequest): Promise<EvaluatedModel> {
  switch (wish.kind) {
    case 'base':
      return {
        model: baseModel(curriculum),
        words: 'the untrained model',
        name: named(curriculum.name, 'base'),
      };
    case 'folder':
      return fromFolder(wish.path, curriculum);
    case 'rule': {
      if (run === undefined)
        throw new EvaluateError(
          `There is no finished run of ${curriculum.name} to take a checkpoint of.`,
          'Start one with `stagecraft run`, or evaluate the untrained model: `--checkpoint base`.',
        );
      return fromRun(run, wish.rule, curriculum);
    }
  }
}

async function fromRun(
  { dir, id, manifest }: NonNullable<ChooseRequest['run']>,
  rule: CheckpointRule,
  curriculum: Curriculum,
): Promise<EvaluatedModel> {
  if (manifest.engine === 'embedded')
    throw new EvaluateError(
      `${id} was trained by the embedded engine, whose micro model no server can serve.`,
      'Benchmarks are for models of `trl` and `easyr1`; the run has an audit of its own held-out rows: `stagecraft audit`.',
    );
  const stage = manifest.stages.at(-1) ?? '';
  const all = await engineFor(manifest.engine).checkpoints(stageFolder(dir, stage));
  const checkpoint = chosenCheckpoint(all, rule);
  if (checkpoint === undefined) {
    const has = all.length === 0 ? 'it has none' : `it has steps ${all.map(({ step }) => step).join(', ')}`;
    throw new EvaluateError(
      `The last stage of ${id}, \`${stage}\`, has no such checkpoint: ${has}.`,
      'Choose another with `--checkpoint`, resume the run, or evaluate the untrained model: `--checkpoint base`.',
    );
  }
  const words = `step ${checkpoint.step} of \`${stage}\`${rule.kind === 'step' ? '' : `, the ${rule.kind}`}`;
  const name = named(curriculum.name, curriculum.variant, id.slice(-4), stage, String(checkpoint.step));
  if (manifest.engine === 'trl') return { ...whole(checkpoint.path), words, name };
  const actor = join(checkpoint.path, 'actor');
  const folder = join(actor, 'huggingface');
  const merge = lookAtFolder(folder).kind === 'model' ? undefined : mergeOf(actor, curriculum);
  return { model: folder, words, name, ...(merge === undefined ? {} : { merge }) };
}

function fromFolder(path: string, curriculum: Curriculum): EvaluatedModel {
  if (!existsSync(path) || !statSync(path).isDirectory())
    throw new EvaluateError(
      `There is no folder ${path}.`,
      'Name `best`, `last`, `step N`, `base`, or a folder with a model.',
    );
  const name = named(curriculum.name, ...path.split(/[\\/]/).slice(-2));
  return { ...whole(path), words: `the model in ${basename(path)}`, name };
}

/** A folder that a server can load as it is. */
function whole(path: string): Pick<EvaluatedModel, 'model'> {
  const found = lookAtFolder(path);
  switch (found.kind) {
    case 'model':
      return { model: path };
    case 'adapter':
      throw new EvaluateError(
        `${path} holds a LoRA adapter alone, and servers take no adapter of a vision encoder.`,
        `Join it with its weights${found.base === undefined ? '' : ` (${found.base})`} in Python, then evaluate that folder with \`--checkpoint FOLDER\`: \`PeftModel.from_pretrained(AutoModelForImageTextToText.from_pretrained(BASE), ADAPTER).merge_and_unload().save_pretrained(FOLDER)\`, and save the processor of BASE there, too.`,
      );
    case 'unmerged':
      throw new EvaluateError(
        `${path} lacks weights${found.missing === undefined ? '' : `: ${found.missing} is missing`}.`,
        'Choose another checkpoint with `--checkpoint`.',
      );
    case 'none':
      throw new EvaluateError(
        `${path} holds no model: there is no config.json.`,
        'Name a folder in Hugging Face’s format with `--checkpoint`.',
      );
  }
}

function baseModel({ model }: Curriculum): string {
  switch (model.kind) {
    case 'hub':
      return model.id;
    case 'folder':
      return model.path;
    case 'preset': {
      const hub = presetOf(model.name)?.hub;
      if (hub !== undefined) return hub;
      throw new EvaluateError(
        `\`${model.name}\` is a micro model that no server can serve.`,
        'Benchmarks are for models of `trl` and `easyr1`: name one with `model`.',
      );
    }
  }
}

const named = (...parts: readonly (string | undefined)[]): string =>
  parts
    .filter((part) => part !== undefined)
    .join('-')
    .normalize('NFC')
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .replace(/\.{2,}/g, '.')
    .slice(0, 100);
