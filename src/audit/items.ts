import type { Arm, Prediction } from '../protocol';
import { grade, type GradeOptions } from '../rewards';
import { oracleOf, type OracleLabel } from './oracle';

/** What one arm gave on one item. */
export interface ArmResult {
  /** Samples taken. */
  readonly k: number;
  readonly right: number;
  /** Cut at the length limit. */
  readonly truncated: number;
  /** No answer could be found. */
  readonly unanswered: number;
  /** An answer, but not in exactly one box. */
  readonly unboxed: number;
  /** Tokens of each sample, and whether it is right. */
  readonly traces: readonly { readonly tokens: number; readonly right: boolean }[];
  readonly greedy?: boolean;
}

/** One held-out row under all its arms, graded; the texts stay in the predictions file. */
export interface Item {
  readonly key: string;
  readonly row: string;
  readonly dataset: string;
  readonly capability: string;
  readonly gold: string;
  readonly goldText: string;
  readonly images: readonly string[];
  readonly arms: Readonly<Partial<Record<Arm, ArmResult>>>;
  /** The reference description, at most some thousand characters. */
  readonly description?: string;
  readonly oracle?: OracleLabel;
}

/** Rows are told apart by dataset and id: two datasets may count alike. */
export const itemKey = (of: { readonly dataset: string; readonly row: string }): string =>
  `${of.dataset}\u0000${of.row}`;

/** Items of one image are not independent; without an image every item is its own cluster. */
export const clusterOf = (item: Pick<Item, 'images' | 'key'>): string => item.images[0] ?? item.key;

/** Share of right samples; `undefined` when the arm was not run. */
export const shareRight = (result: ArmResult | undefined): number | undefined =>
  result === undefined || result.k === 0 ? undefined : result.right / result.k;

const MAX_DESCRIPTION = 4_000;

/** An item while its predictions come in. */
type Draft = { -readonly [K in keyof Item]: Item[K] };

/** Collects predictions into items. The last prediction of a row and arm counts; earlier ones are `duplicates`. */
export class ItemCollector {
  private readonly items = new Map<string, Draft>();
  duplicates = 0;

  constructor(private readonly options: Pick<GradeOptions, 'strict' | 'tolerance'> = {}) {}

  add(prediction: Prediction): void {
    const key = itemKey(prediction);
    const item = this.items.get(key) ?? newItem(key, prediction);
    this.items.set(key, item);
    if (item.arms[prediction.arm] !== undefined) this.duplicates += 1;
    item.arms = { ...item.arms, [prediction.arm]: gradeArm(prediction, this.options) };
    const description = prediction.arm === 'description' ? prediction.description : undefined;
    if (description !== undefined) item.description = description.slice(0, MAX_DESCRIPTION);
    else if (prediction.caption !== undefined)
      item.description ??= prediction.caption.slice(0, MAX_DESCRIPTION);
    if (prediction.arm === 'image') {
      const oracle = oracleOf(prediction, item.arms.image?.traces.map(({ right }) => right) ?? []);
      if (oracle !== undefined) item.oracle = oracle;
    }
  }

  done(): readonly Item[] {
    return [...this.items.values()];
  }
}

function newItem(key: string, prediction: Prediction): Draft {
  const { row, dataset, capability, answer, options = [] } = prediction;
  const letter = /^\(?([A-Z])\)?$/.exec(answer.trim())?.[1];
  const goldText = (letter === undefined ? undefined : options[letter.charCodeAt(0) - 65]) ?? answer;
  return { key, row, dataset, capability, gold: answer, goldText, images: prediction.images, arms: {} };
}

function gradeArm(prediction: Prediction, options: Pick<GradeOptions, 'strict' | 'tolerance'>): ArmResult {
  const { samples, answer, greedy } = prediction;
  const gradeOptions: GradeOptions =
    prediction.options === undefined ? options : { ...options, options: prediction.options };
  const grades = samples.map((sample) => grade(sample.text, answer, gradeOptions));
  const count = (test: (index: number) => boolean): number => samples.filter((_, i) => test(i)).length;
  return {
    k: samples.length,
    right: count((i) => grades[i]?.correct === true),
    truncated: count((i) => samples[i]?.truncated === true),
    unanswered: count((i) => grades[i]?.extracted === undefined),
    unboxed: count((i) => grades[i]?.extracted !== undefined && grades[i].format.boxes !== 1),
    traces: samples.map(({ tokens }, i) => ({ tokens, right: grades[i]?.correct === true })),
    ...(greedy === undefined ? {} : { greedy: grade(greedy.text, answer, gradeOptions).correct }),
  };
}
