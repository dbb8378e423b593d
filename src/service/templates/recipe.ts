import type { PresetName } from '../../language/schema/presets';

/** What the published scripts set for a stage of a backbone, and where it differs from backbone to backbone. */
export interface MicroBatches {
  /** Rows a GPU holds at once while it updates the weights. */
  readonly update: number;
  /** Rows a GPU holds at once while it scores what was sampled. */
  readonly experience: number;
  /** The optimizer's state waits in the machine's memory between updates. */
  readonly offloads?: boolean;
}

export interface Recipe {
  readonly model: PresetName;
  readonly title: string;
  readonly perception: MicroBatches;
  readonly text: MicroBatches;
  readonly visual: MicroBatches;
  readonly merged: MicroBatches;
  /** Whether the engine's own option for freezing finds this backbone's vision tower. */
  readonly freezes: boolean;
  /** Whether the engine can put this backbone's rows one behind the other without padding. */
  readonly packs: boolean;
  /** Longest prompt, in tokens, of the stages with pictures, where it is not that of the others. */
  readonly picturePrompt?: number;
  /** Steps between the checkpoints of the text stage. */
  readonly textSaves: number;
  /** Checkpoints kept of the first stage, where the scripts keep more than of the others. */
  readonly perceptionKeeps?: number;
  /** Upper bound of an image's pixels in the merged stage, where the scripts set one. */
  readonly mergedPixels?: number;
}

const size = (update: number, experience: number): MicroBatches => ({ update, experience });

/**
 * The paper's four backbones as its published scripts run them on eight GPUs. Where a backbone has no script of a
 * stage of its own, the stage is as for the nearest backbone of its family.
 */
export const RECIPES: readonly Recipe[] = [
  {
    model: 'qwen2.5-vl-7b',
    title: 'Qwen2.5-VL 7B',
    perception: size(16, 32),
    text: size(16, 64),
    visual: size(8, 32),
    merged: size(16, 32),
    freezes: true,
    packs: true,
    textSaves: 75,
    perceptionKeeps: 8,
  },
  {
    model: 'qwen3-vl-8b',
    title: 'Qwen3-VL 8B',
    perception: size(16, 32),
    text: size(8, 32),
    visual: size(16, 64),
    merged: size(8, 32),
    freezes: true,
    packs: true,
    textSaves: 25,
    perceptionKeeps: 8,
  },
  {
    model: 'internvl3-8b',
    title: 'InternVL3 8B',
    perception: { ...size(2, 4), offloads: true },
    text: size(8, 32),
    visual: size(2, 8),
    merged: size(4, 16),
    freezes: false,
    packs: false,
    picturePrompt: 4096,
    textSaves: 25,
    mergedPixels: 500000,
  },
  {
    model: 'internvl3.5-8b',
    title: 'InternVL3.5 8B',
    perception: { ...size(2, 4), offloads: true },
    text: size(8, 32),
    visual: size(2, 8),
    merged: size(4, 16),
    freezes: false,
    packs: false,
    picturePrompt: 4096,
    textSaves: 25,
    mergedPixels: 500000,
  },
];
