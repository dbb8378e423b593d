import type { DataSource } from '../data';
import {
  parseDataRef,
  type CheckedCurriculum,
  type Curriculum,
  type Dataset,
  type StageSettings,
} from '../language';
import type { Place, Problem } from '../protocol';
import { settingPath, type StageDraft } from './draft';
import { planProblem } from './problems';
import type { SourceBook } from './sources';
import type { PlannedStage } from './types';
import { list } from './words';

export interface Validation {
  readonly source?: DataSource;
  readonly hub?: PlannedStage['hubValidation'];
  /** Why these rows, when the plan chose among several. */
  readonly note?: string;
  readonly problems: readonly Problem[];
}

interface ValidationInput {
  readonly checked: CheckedCurriculum;
  readonly curriculum: Curriculum;
  readonly draft: StageDraft;
  readonly settings: StageSettings;
  readonly book: SourceBook;
}

/** The rows a stage validates on: what `validate` names, else the `val` rows of its last dataset that has some. */
export const planValidation = (input: ValidationInput): Promise<Validation> =>
  input.settings.validate === undefined ? fromDatasets(input) : fromSetting(input, input.settings.validate);

/**
 * One of the stage's own `val` files. The last in capability order wins, because that capability is what the others
 * prepare for.
 */
async function fromDatasets(input: ValidationInput): Promise<Validation> {
  const { checked, draft } = input;
  const withVal = [...new Set(draft.parts.map(({ dataset }) => dataset))].filter(
    ({ val }) => val !== undefined,
  );
  const chosen = withVal.at(-1);
  if (chosen === undefined) return withoutRows(input);
  const validation = await ofDataset(input, chosen, checked.locate(['datasets', chosen.id, 'val']));
  if (withVal.length < 2) return validation;
  const names = list(withVal.map(({ id }) => id));
  return { ...validation, note: `validates on ${chosen.id}, the last in capability order of ${names}` };
}

/** `validate_every` without anything to validate on is a forgotten key. */
function withoutRows({ checked, draft }: ValidationInput): Validation {
  if (draft.own.validate_every === undefined) return { problems: [] };
  const place = checked.locate([...draft.settingsPath, 'validate_every'], 'key');
  return {
    problems: [
      planProblem(
        'SC244',
        `\`validate_every\` does nothing: stage \`${draft.id}\` has no validation rows`,
        place,
        {
          severity: 'warning',
          hint: 'Give the dataset a `val` file or set `validate`.',
        },
      ),
    ],
  };
}

async function fromSetting(input: ValidationInput, text: string): Promise<Validation> {
  const { checked, curriculum, draft, book } = input;
  const place = checked.locate(settingPath(curriculum, draft, 'validate'));
  const named = curriculum.datasets.find(({ id }) => id === text);
  // A dataset without `val`, and what is neither dataset nor data, has been reported by the language.
  if (named !== undefined) return named.val === undefined ? { problems: [] } : ofDataset(input, named, place);
  const ref = parseDataRef(curriculum, text);
  if (ref === undefined) return { problems: [] };
  if (ref.kind === 'hub') return onHub(input, ref, place);
  const [pattern] = draft.parts;
  if (pattern === undefined) return { problems: [] };
  const { columns, ...other } = pattern.dataset;
  const file: Dataset = { ...other, id: 'validate', train: ref, val: ref, columns: {} };
  const guessed = await book.resolve(file, 'val');
  // Usual column names speak for themselves; a file with the names of the stage's own dataset is read like it.
  const resolved = guessed.source === undefined ? await book.resolve({ ...file, columns }, 'val') : guessed;
  const problems = resolved.source === undefined ? guessed.problems : resolved.problems;
  return { ...resolved, problems: problems.map((problem) => ({ ...problem, place })) };
}

const ofDataset = async (input: ValidationInput, dataset: Dataset, place: Place): Promise<Validation> =>
  dataset.val?.kind === 'hub' ? onHub(input, dataset.val, place) : input.book.resolve(dataset, 'val');

/** TRL and EasyR1 download the rows themselves; the embedded engine reads only files. */
function onHub(
  { curriculum }: ValidationInput,
  { id, split, text }: { readonly id: string; readonly split: string; readonly text: string },
  place: Place,
): Validation {
  if (curriculum.engine.name !== 'embedded') return { hub: { id, split }, problems: [] };
  return {
    problems: [
      planProblem('SC244', `The embedded engine cannot validate on \`${text}\`: it reads files only`, place, {
        severity: 'warning',
        hint: 'Download the rows and name the file; without them the stage has no best checkpoint.',
      }),
    ],
  };
}
