import { dirname, join, resolve } from 'node:path';
import type { DataRef, Dataset } from '../model';
import type { Difficulty, MadeDataset, Make, MakeSource, QuestionRecipe } from '../model-make';
import { child, textOf, type TreeNode } from '../parse/tree';
import { ADAPTIVE, LAST_RUN, NO_MODEL } from '../schema/make-words';
import {
  ANSWER_KEYS,
  CAPTION_COLUMNS,
  DIFFICULTY_KEYS,
  MAKE_KEYS,
  QUESTION_KEYS,
  SPLIT_KEYS,
} from '../schema/make-grammar';
import type { Fields } from '../schema/shape';
import { fileOf, pathOf, readData, readFields, textsOf } from './read';
import { pathFault } from './references';

/** A dataset as it is written. */
type Written = Omit<Dataset, 'train'> & { readonly train?: DataRef };

/**
 * What `make` and `difficulty` of a dataset say, defaults filled in; nothing where neither says where rows come from.
 * `node` is the dataset's mapping.
 */
export function readMade(node: TreeNode, dataset: Written): MadeDataset | undefined {
  const make = child(node, 'make');
  const difficulty = readDifficulty(child(node, 'difficulty'));
  const source = make?.kind === 'map' ? sourceOf(make) : undefined;
  const to = pathOf(child(make, 'to')) ?? join(dirname(fileOf(node)), 'data', folderOf(dataset.id));
  const rated = difficulty === undefined ? {} : { difficulty };
  if (source !== undefined) return { to, make: readMake(make, source), ...rated };
  const { train } = dataset;
  if (difficulty === undefined || train === undefined) return undefined;
  return { to, make: readMake(undefined, { kind: 'own', train }), ...rated };
}

/** Ids that cannot be folders are reported; what remains of them stays inside `data`. */
const folderOf = (id: string): string => id.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^\.+$/, 'dataset');

function readMake(node: TreeNode | undefined, source: MakeSource): Make {
  const values = filled(MAKE_KEYS, node) as Pick<Make, 'answer_with' | 'agree' | 'duplicates' | 'seed'> &
    Partial<Pick<Make, 'keep' | 'limit'>>;
  const { answer_with, agree, duplicates, seed, keep, limit } = values;
  const questions = readQuestions(child(node, 'questions'));
  return {
    source,
    ...(questions === undefined ? {} : { questions }),
    answer_with: [...new Set(answer_with)],
    answers: filled(ANSWER_KEYS, child(node, 'answers')) as unknown as Make['answers'],
    ...(keep === undefined ? {} : { keep }),
    agree,
    duplicates,
    ...(limit === undefined ? {} : { limit }),
    split: readSplit(child(node, 'split')),
    seed,
  };
}

/** The first of the three that is written and has a form. */
function sourceOf(make: TreeNode): MakeSource | undefined {
  const file = readData(child(make, 'captions'));
  if (file !== undefined) {
    const images = pathOf(child(make, 'images'));
    const columns = readFields(CAPTION_COLUMNS, child(make, 'columns'));
    return { kind: 'captions', file, columns, ...(images === undefined ? {} : { images }) };
  }
  const ids = textsOf(child(make, 'from')).map(({ text }) => text);
  if (ids.length > 0) return { kind: 'datasets', ids: [...new Set(ids)] };
  const of = failuresOf(child(make, 'failures'));
  if (of === undefined) return undefined;
  const { label } = readFields({ label: MAKE_KEYS.label }, make);
  return { kind: 'failures', of, ...(typeof label === 'string' ? { label } : {}) };
}

/** `last`, a run's id, or an absolute folder: what has a separator is a path. */
function failuresOf(node: TreeNode | undefined): string | undefined {
  const text = textOf(node);
  if (node === undefined || text === undefined || pathFault(text) !== undefined) return undefined;
  if (text === LAST_RUN || !/[/\\]|^\.{1,2}$/.test(text)) return text;
  return resolve(dirname(fileOf(node)), text);
}

function readQuestions(node: TreeNode | undefined): QuestionRecipe | undefined {
  if (node?.kind !== 'map') return undefined;
  const {
    verify: looked,
    by,
    ...rest
  } = filled(QUESTION_KEYS, node) as Omit<QuestionRecipe, 'verify'> & {
    readonly verify?: string;
  };
  const verify = looked === NO_MODEL ? undefined : (looked ?? by);
  return {
    ...rest,
    ...(by === undefined ? {} : { by }),
    ...(verify === undefined ? {} : { verify }),
  };
}

function readSplit(node: TreeNode | undefined): Make['split'] {
  const split = filled(SPLIT_KEYS, node) as unknown as Make['split'];
  return split.val + split.test < 1 ? split : { val: 0, test: 0 };
}

function readDifficulty(node: TreeNode | undefined): Difficulty | undefined {
  const by = textOf(child(node, 'by'));
  if (node?.kind !== 'map' || by === undefined) return undefined;
  const {
    rollouts: _,
    most,
    ...single
  } = filled(DIFFICULTY_KEYS, node) as unknown as Omit<Difficulty, 'adaptive' | 'boundaries'> & {
    readonly most: number;
  };
  const text = textOf(child(node, 'rollouts'));
  const count = Number(text);
  const [{ min, max }] = DIFFICULTY_KEYS.rollouts.options;
  const isCount = text !== undefined && Number.isSafeInteger(count) && count >= min && count <= max;
  const adaptive = text === ADAPTIVE;
  const { temperature, top_p, max_tokens } = single;
  return {
    by,
    rollouts: adaptive ? most : isCount ? count : DIFFICULTY_KEYS.rollouts.default,
    adaptive,
    boundaries: boundariesOf(child(node, 'boundaries')) ?? DIFFICULTY_KEYS.boundaries.default,
    temperature,
    top_p,
    ...(max_tokens === undefined ? {} : { max_tokens }),
  };
}

/** Pass rates between 0 and 1, ascending; nothing when they are not. */
export function boundariesOf(node: TreeNode | undefined): readonly number[] | undefined {
  if (node?.kind !== 'list') return undefined;
  const values = node.items.map((item) => (item.kind === 'scalar' ? item.value : undefined));
  const numbers = values.filter((value) => typeof value === 'number');
  const rises = numbers.every((value, index) => value > (numbers[index - 1] ?? 0) && value < 1);
  return numbers.length === values.length && rises ? numbers : undefined;
}

/** The valid values of single keys, and the defaults of those that are not written. */
function filled(fields: Fields, node: TreeNode | undefined): Readonly<Record<string, unknown>> {
  const usual = Object.entries(fields).flatMap(([key, field]) =>
    field.default === undefined ? [] : [[key, field.default] as const],
  );
  return { ...Object.fromEntries(usual), ...readFields(leavesOf(fields), node) };
}

const leavesOf = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, { kind }]) => !['record', 'dictionary', 'list', 'either'].includes(kind),
    ),
  );

/** Roles whose columns have fixed names in what is written; rows that only get a pass rate keep their own. */
const FIXED: readonly string[] = ['id', 'question', 'answer', 'images', 'caption', 'options'];

/** The dataset as training reads it: the files of its folder where it is made. */
export function withMade(dataset: Written, node: TreeNode): Dataset | undefined {
  const made = readMade(node, dataset);
  const { train } = dataset;
  if (made === undefined) return train === undefined ? undefined : { ...dataset, train };
  const file = (split: 'train' | 'val' | 'test'): DataRef => {
    const path = join(made.to, `${split}.jsonl`);
    return { kind: 'file', text: path, path };
  };
  const fixed = made.make.source.kind === 'own' ? [] : FIXED;
  const columns = Object.fromEntries(
    Object.entries(dataset.columns).filter(([role]) => !fixed.includes(role)),
  );
  const { val, test } = made.make.split;
  return {
    ...dataset,
    train: file('train'),
    ...(dataset.val === undefined && val > 0 ? { val: file('val') } : {}),
    ...(dataset.test === undefined && test > 0 ? { test: file('test') } : {}),
    columns: made.difficulty === undefined ? columns : { ...columns, difficulty: 'pass_rate' },
    made,
  };
}
