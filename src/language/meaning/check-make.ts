import { BASE_MODEL } from '../model-make';
import { child, headSpan, isBroken, isEmpty, textOf, type Entry, type MapNode } from '../parse/tree';
import { quote } from '../report';
import { NO_MODEL } from '../schema/make-words';
import { checkDifficulty } from './check-difficulty';
import { checkKeep } from './check-keep';
import { checkMakeFolders } from './check-make-folders';
import { checkMakeModels } from './check-make-models';
import { checkMakeSource } from './check-make-source';
import { checkQuestions } from './check-questions';
import type { MeaningContext } from './context';

/** A dataset that is written with `make` or `difficulty`. */
export interface MadeEntry {
  readonly id: string;
  readonly entry: Entry;
  readonly make?: MapNode;
  readonly difficulty?: MapNode;
}

/** Recipes of datasets: what they are made of, which models they ask, what they keep, where they are written. */
export function checkMake(context: MeaningContext): void {
  checkReservedNames(context);
  const made = madeEntries(context.root);
  if (made.length === 0) return;
  for (const one of made) {
    checkMakeModels(context, one);
    if (one.make !== undefined) {
      checkMakeSource(context, one, one.make);
      checkQuestions(context, one.make);
      checkKeep(context, one.make);
      checkShares(context, one, one.make);
    }
    checkDifficulty(context, one);
  }
  checkMakeFolders(context);
}

function madeEntries(root: MapNode): readonly MadeEntry[] {
  const datasets = child(root, 'datasets');
  if (datasets?.kind !== 'map') return [];
  return [...datasets.entries.values()].flatMap((entry): readonly MadeEntry[] => {
    const make = child(entry.value, 'make');
    const difficulty = child(entry.value, 'difficulty');
    if (make?.kind !== 'map' && difficulty?.kind !== 'map') return [];
    return [
      {
        id: entry.key,
        entry,
        ...(make?.kind === 'map' ? { make } : {}),
        ...(difficulty?.kind === 'map' ? { difficulty } : {}),
      },
    ];
  });
}

/** SC271: words that stand for a model of their own where a recipe names endpoints. */
function checkReservedNames({ root, report }: MeaningContext): void {
  const models = child(root, 'models');
  if (models?.kind !== 'map') return;
  for (const name of [BASE_MODEL, NO_MODEL]) {
    const entry = models.entries.get(name);
    if (entry === undefined) continue;
    const meaning =
      name === BASE_MODEL ? 'means the curriculum’s own model before training' : 'means that nobody is asked';
    report('SC271', entry.keySpan, `An endpoint cannot be called ${quote(name)}, which ${meaning}`, {
      hint: 'Give the endpoint another name.',
    });
  }
}

/** SC262, SC265: shares of the split that leave no row to train on, and splits that are files already. */
function checkShares({ report }: MeaningContext, { entry }: MadeEntry, make: MapNode): void {
  const split = child(make, 'split');
  if (split?.kind !== 'map') return;
  const share = (key: string): number => {
    const node = child(split, key);
    return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : 0;
  };
  const sum = share('val') + share('test');
  if (sum >= 1) {
    report(
      'SC262',
      headSpan(split),
      `No row is left to train on: the shares of \`split\` sum to ${round(sum)}`,
      {
        hint: 'Let `val` and `test` together stay below 1, such as `{ val: 0.05, test: 0.1 }`.',
      },
    );
  }
  for (const key of ['val', 'test'] as const) {
    const file = child(entry.value, key);
    const shares = split.entries.get(key);
    if (file === undefined || isEmpty(file) || isBroken(file) || shares === undefined || share(key) === 0)
      continue;
    report(
      'SC265',
      shares.keySpan,
      `The rows that \`split\` takes for \`${key}\` are not used: \`${key}\` is the file ${quote(textOf(file) ?? '')}`,
      {
        hint: `Remove \`${key}\` here, or the dataset’s own \`${key}\`.`,
        related: [{ span: file.span, message: `\`${key}\` is written here` }],
      },
    );
  }
}

const round = (value: number): string => String(Number(value.toFixed(6)));
