import { basename, dirname, join } from 'node:path';

/** Files of a stage below its folder, and of predictions beside their output. */
const NAMES = {
  config: 'config.yaml',
  spec: 'easyr1.json',
  data: 'easyr1-data.json',
  train: 'train.parquet',
  validation: 'validation.parquet',
  images: 'images',
  reward: 'reward',
  checkpoints: 'checkpoints',
} as const;

/** Absolute path of a file or folder of a stage. */
export const stageFile = (stageDir: string, name: keyof typeof NAMES): string => join(stageDir, NAMES[name]);

/** The run that a stage's folder `<run>/stages/<id>` lies in, by its name. */
export const runOf = (stageDir: string): string => basename(dirname(dirname(stageDir)));

export const PREDICT_FILES = {
  spec: 'easyr1-predict.json',
  runner: 'trl-predict.json',
  rows: 'held-out-rows.jsonl',
  images: 'images',
} as const;
