import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { readRegularText, type DataSource } from '../../data';
import { resolveSettings, type Curriculum, type Stage } from '../../language';
import type { Plan, PlannedStage } from '../../plan';
import type { MakeContext } from '../types';
import { weightsOf } from './weights';

/** What is asked of the base model otherwise than its stage would have it. */
export interface BaseSampling {
  readonly temperature?: number;
  /** Longest answer. */
  readonly maxTokens?: number;
  readonly topP?: number;
  readonly seed?: number;
}

/** The first stage that trains on a dataset, else the first of all: its settings are those of the model before training. */
function stageOf({ stages }: Pick<Curriculum, 'stages'>, dataset?: string): Stage | undefined {
  return stages.find(({ data }) => dataset !== undefined && data.includes(dataset)) ?? stages[0];
}

/**
 * The least of a plan that predictions need: the rows, and a stage that is asked and never trained. A plan of the
 * curriculum itself cannot be made yet, for the dataset that its stages train on is only being made.
 */
export function basePlan(
  { curriculum, dataset, root }: Pick<MakeContext, 'curriculum' | 'dataset' | 'root'>,
  rows: DataSource,
  { temperature, maxTokens, topP, seed }: BaseSampling,
): Plan {
  const stage = stageOf(curriculum, dataset);
  const own = {
    ...(stage?.settings ?? curriculum.pooled ?? {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { max_response_length: maxTokens }),
    ...(seed === undefined ? {} : { seed }),
  };
  const planned: PlannedStage = {
    id: 'base',
    sources: [],
    order: { shuffle: false, sorted: false, byCapability: false, byDifficulty: 'none', meaning: '' },
    steps: { total: 0, perEpoch: 0, leftOver: 0, formula: '' },
    settings: resolveSettings(curriculum.defaults, own),
    from: { kind: 'base' },
    engineOptions: {
      ...(stage?.engineOptions ?? curriculum.engineOptions ?? {}),
      // The embedded engine draws from all tokens; those on transformers take its name.
      ...(topP === undefined || curriculum.engine.name === 'embedded' ? {} : { top_p: topP }),
    },
    files: [],
  };
  return {
    curriculum: { ...curriculum, folders: foldersOf({ curriculum, root }) },
    stages: [planned],
    heldOut: [rows],
    problems: [],
  };
}

/** Folders that images may lie in, as everywhere in a make. */
export const foldersOf = ({
  curriculum,
  root,
}: Pick<MakeContext, 'curriculum' | 'root'>): readonly string[] => [
  ...new Set([root, dirname(curriculum.file), ...curriculum.folders]),
];

/**
 * All that answers of the base model depend on beside the question and the sampling, the weights in its folder among
 * them; small, and no secret in it. Rejects with a `MakeError` when that folder cannot be read.
 */
export async function baseIdentity(curriculum: Curriculum, dataset?: string): Promise<readonly unknown[]> {
  const { engine, model, defaults } = curriculum;
  const stage = stageOf(curriculum, dataset);
  const prompt = curriculum.prompt === undefined ? undefined : await readRegularText(curriculum.prompt);
  const text = prompt?.kind === 'text' ? createHash('sha256').update(prompt.text).digest('hex') : null;
  const longest = resolveSettings(defaults, stage?.settings ?? {}).max_prompt_length;
  const weights = await weightsOf(model);
  return [
    'base',
    engine.name,
    engine.options,
    stage?.engineOptions ?? {},
    model,
    text,
    longest,
    // What was answered by a model that is named, not found in a folder, keeps its file.
    ...(weights === null ? [] : [weights]),
  ];
}
