import { arithmetic } from './arithmetic';
import { perception, reasoning, type Question } from './questions';
import type { Random } from './random';
import { describe, randomBoard, randomChart, type Scene } from './scene';

export const SPLITS = ['train', 'val', 'test'] as const;
export type Split = (typeof SPLITS)[number];
export const DATASETS = ['perception', 'text', 'visual'] as const;
export type DatasetName = (typeof DATASETS)[number];

/** A line of the example's data files: the schema of the paper's published data, and what only synthetic data has. */
export interface Row {
  readonly id: string;
  readonly problem: string;
  readonly answer: string;
  readonly images: readonly string[];
  /** Share of the base model's 16 answers that are right; null until measured, and only for training rows. */
  readonly pass_rate?: number | null;
  readonly caption?: string;
  readonly response: string;
  readonly kind: string;
  readonly scene?: Scene;
}

/** A scene that has a picture. */
export interface Picture {
  readonly name: string;
  readonly scene: Scene;
}

/** How many pictures, and rows a dataset, each split has. */
export const SIZES: Readonly<
  Record<Split, { readonly pictures: number } & Readonly<Record<DatasetName, number>>>
> = {
  train: { pictures: 150, perception: 384, text: 384, visual: 384 },
  val: { pictures: 40, perception: 96, text: 96, visual: 96 },
  test: { pictures: 100, perception: 100, text: 100, visual: 240 },
};

const CHARTS = 0.3;

/** Scenes that were not drawn before: what {@link describe} says of them is their identity. */
export function freshScene(rng: Random, seen: Set<string>): Scene {
  for (;;) {
    const scene = rng.next() < CHARTS ? randomChart(rng) : randomBoard(rng);
    const key = describe(scene);
    if (seen.has(key)) continue;
    seen.add(key);
    return scene;
  }
}

export interface Example {
  readonly pictures: readonly Picture[];
  readonly rows: Readonly<Record<DatasetName, Readonly<Record<Split, readonly Row[]>>>>;
}

/** All pictures and rows of the example. The splits share no scene, and no arithmetic problem. */
export function example(rng: Random, passRates: ReadonlyMap<string, number>): Example {
  const seen = new Set<string>();
  const asked = new Set<string>();
  const pictures: Picture[] = [];
  const rows = Object.fromEntries(DATASETS.map((d) => [d, {} as Record<Split, Row[]>])) as Record<
    DatasetName,
    Record<Split, Row[]>
  >;
  for (const split of SPLITS) {
    const own = Array.from({ length: SIZES[split].pictures }, (_, i) => {
      const scene = freshScene(rng, seen);
      return { name: `images/${split}-${pad(i + 1, 3)}.png`, scene };
    });
    pictures.push(...own);
    for (const dataset of DATASETS) {
      const drafts =
        dataset === 'text'
          ? textual
          : dataset === 'visual'
            ? pictured(own, reasoning)
            : pictured(own, perception);
      rows[dataset][split] = Array.from({ length: SIZES[split][dataset] }, (_, i) => {
        const id = `${dataset}-${split}-${pad(i + 1, 4)}`;
        return finish(
          id,
          distinct(() => drafts(i, rng, seen), asked),
          split,
          passRates,
        );
      });
    }
  }
  return { pictures, rows };
}

interface Draft {
  readonly question: Question;
  readonly problem: string;
  readonly images: readonly string[];
  readonly scene?: Scene;
  readonly caption?: string;
}
type Drafter = (i: number, rng: Random, seen: Set<string>) => Draft;

/** Goes round the pictures, so that each gets its share of questions. */
const pictured =
  (pictures: readonly Picture[], ask: (scene: Scene, rng: Random) => Question): Drafter =>
  (i, rng) => {
    const picture = pictures[i % pictures.length];
    if (picture === undefined) throw new Error('no pictures');
    const { name, scene } = picture;
    const question = ask(scene, rng);
    return {
      question,
      problem: `<image>${question.question}`,
      images: [name],
      scene,
      caption: describe(scene),
    };
  };

/** Plain arithmetic (two rows in five), or a question over a scene that is only described. */
const textual: Drafter = (_, rng, seen) => {
  if (rng.next() < 0.4) {
    const question = arithmetic(rng);
    return { question, problem: question.question, images: [] };
  }
  const scene = freshScene(rng, seen);
  const question = rng.next() < 0.7 ? reasoning(scene, rng) : perception(scene, rng);
  return { question, problem: `${describe(scene)} ${question.question}`, images: [], scene };
};

/** The first draft that was not asked before: of the same picture, or in the same words. */
function distinct(draft: () => Draft, asked: Set<string>): Draft {
  for (let tries = 0; tries < 1000; tries++) {
    const found = draft();
    const key = `${found.images.join()} ${found.problem}`;
    if (asked.has(key)) continue;
    asked.add(key);
    return found;
  }
  throw new Error('no question is left to ask');
}

function finish(id: string, draft: Draft, split: Split, passRates: ReadonlyMap<string, number>): Row {
  const { answer, trace } = draft.question.tell(draft.question.seen, 0);
  return {
    id,
    problem: draft.problem,
    answer,
    images: draft.images,
    ...(split === 'train' ? { pass_rate: passRates.get(id) ?? null } : {}),
    ...(draft.caption === undefined ? {} : { caption: draft.caption }),
    response: trace,
    kind: draft.question.kind,
    ...(draft.scene === undefined ? {} : { scene: draft.scene }),
  };
}

const pad = (n: number, width: number): string => String(n).padStart(width, '0');
