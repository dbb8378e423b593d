import type { Curriculum, SettingKey, StageSettings } from '../../language';
import {
  EASYR1_SETTING_OF,
  fitNumbers,
  offloadsOf,
  writtenNumbers,
  type Easyr1Number,
  type Easyr1Numbers,
  type Offloads,
  type WrittenNumbers,
} from '../../plan';
import { engineOptions } from '../catalogue';

export type NumberKey = Easyr1Number;

/** Settings of the language that become such a key. */
export const SETTING_OF: Readonly<Partial<Record<NumberKey, SettingKey>>> = EASYR1_SETTING_OF;

/** What decides whether EasyR1 can train a stage: needs no data and no plan. */
export interface Easyr1Stage {
  readonly settings: StageSettings;
  /** Flat, those of `defaults` included. */
  readonly engineOptions: Readonly<Record<string, unknown>>;
  /** The engine's own mapping of the curriculum. */
  readonly engine: Curriculum['engine']['options'];
  readonly model: Curriculum['model'];
  /** Absent: not looked at. */
  readonly reward?: Curriculum['reward'];
  /** `model_type` of the model's own config, where it lies in a folder and was read. */
  readonly modelType?: string;
}

/** All that the rules of EasyR1's start-up look at. */
export interface Numbers {
  /** What the curriculum writes, its settings included. */
  readonly written: WrittenNumbers;
  /** All of them: what is not written is fitted. */
  readonly of: Easyr1Numbers;
  /** A value model is trained beside the policy. */
  readonly hasCritic: boolean;
  readonly estimator: string;
  readonly offloads: Offloads;
}

/** A key as it will be: the stage's own option, else the setting that becomes it, else EasyR1's default. */
export function valueOf(stage: Easyr1Stage, key: string): unknown {
  if (Object.hasOwn(stage.engineOptions, key)) return stage.engineOptions[key];
  const setting = Object.hasOwn(SETTING_OF, key) ? SETTING_OF[key as NumberKey] : undefined;
  if (setting !== undefined) return stage.settings[setting];
  if (key === 'trainer.nnodes' && stage.engine.nodes !== undefined) return stage.engine.nodes;
  return engineOptions('easyr1').get(key)?.default;
}

/** The numbers of a stage; nothing where one of them is no whole number, which its own check reports. */
export function numbersOf(stage: Easyr1Stage): Numbers | undefined {
  const written = writtenNumbers({
    settings: stage.settings,
    engineOptions: stage.engineOptions,
    nodes: stage.engine.nodes,
  });
  if (written === undefined) return undefined;
  const estimator = String(valueOf(stage, 'algorithm.adv_estimator'));
  const offloads = offloadsOf(stage.engineOptions);
  return {
    written,
    of: fitNumbers(written, offloads),
    hasCritic: estimator === 'gae',
    estimator,
    offloads,
  };
}

/** The same stage with some numbers written otherwise, and all that nobody wrote fitted anew. */
export function withNumbers(numbers: Numbers, change: Readonly<Partial<Record<NumberKey, number>>>): Numbers {
  const written = { ...numbers.written, ...change };
  return { ...numbers, written, of: fitNumbers(written, numbers.offloads) };
}

/** What a user calls a key: the setting that becomes it, unless the stage writes the engine's own key. */
export const nameOf = (stage: Easyr1Stage, key: NumberKey): string =>
  Object.hasOwn(stage.engineOptions, key)
    ? key
    : (SETTING_OF[key] ?? (key === 'trainer.nnodes' && stage.engine.nodes !== undefined ? 'nodes' : key));
