import { createHash } from 'node:crypto';
import { dirname, relative } from 'node:path';

import { BASE_MODEL, type Curriculum, type Dataset, type MadeDataset } from '../language';
import type { MakeContext } from './types';

/** Changes when the same recipe would give other rows than before. */
const VERSION = 1;

/**
 * A hash (16 hex digits) of everything in a dataset's recipe that its rows depend on: the recipe, which models it asks
 * (API and name, not the address: a server that moves is the same), the curriculum's own model where it is asked, and
 * the recipes of the datasets that it is made from. Paths count relative to the curriculum, so that a project that
 * moves keeps its hash. Not the contents of files. The same in every process; `''` for a dataset that is not made.
 */
export function recipeHash(curriculum: Curriculum, dataset: Dataset): string {
  if (dataset.made === undefined) return '';
  const canonical = JSON.stringify(sorted(partsOf(curriculum, dataset, new Set())));
  return createHash('sha256').update(canonical).digest('hex').slice(0, 16);
}

/** The hash of the recipe that is being followed. */
export function recipeOf({ curriculum, dataset }: Pick<MakeContext, 'curriculum' | 'dataset'>): string {
  const found = curriculum.datasets.find(({ id }) => id === dataset);
  return found === undefined ? '' : recipeHash(curriculum, found);
}

function partsOf(curriculum: Curriculum, dataset: Dataset, above: Set<string>): unknown {
  const { made, id } = dataset;
  const home = dirname(curriculum.file);
  const near = (value: unknown): unknown => relativePaths(value, home);
  if (made === undefined) return near({ train: dataset.train, columns: dataset.columns });
  if (above.has(id)) return id;
  const { make, difficulty } = made;
  const named = namesOf(made);
  const deeper = new Set([...above, id]);
  return {
    version: VERSION,
    capability: dataset.capability,
    make: near(make),
    difficulty,
    models: named
      .filter((name) => name !== BASE_MODEL)
      .map((name) => {
        const endpoint = Object.hasOwn(curriculum.models, name) ? curriculum.models[name] : undefined;
        return [name, endpoint?.api ?? 'openai', endpoint?.model ?? null, endpoint?.images ?? null];
      }),
    ...(named.includes(BASE_MODEL) ? { base: near([curriculum.model, curriculum.prompt ?? null]) } : {}),
    ...(difficulty === undefined ? {} : { graded: near([curriculum.reward, curriculum.prompt ?? null]) }),
    ...(make.source.kind === 'datasets'
      ? {
          from: make.source.ids.map((source) => {
            const other = curriculum.datasets.find((one) => one.id === source);
            return other === undefined ? source : partsOf(curriculum, other, deeper);
          }),
        }
      : {}),
  };
}

/** Every model that a recipe asks, by its name in `models` (or `base`), once each: who writes, verifies, answers, rates. */
export function namesOf({ make, difficulty }: MadeDataset): readonly string[] {
  const { questions, answer_with: answering } = make;
  const names = [questions?.by, questions?.verify, ...answering, difficulty?.by];
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** Every text that is an absolute path becomes one from `home`. */
function relativePaths(value: unknown, home: string): unknown {
  if (typeof value === 'string')
    return /^(?:\/|[A-Za-z]:[\\/])/.test(value) ? relative(home, value).replaceAll('\\', '/') : value;
  if (Array.isArray(value)) return value.map((item) => relativePaths(item, home));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, relativePaths(inner, home)]));
}

/** Keys of mappings in one order; what is undefined is not there. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
