import type { DataEngine, DataSource } from '../../../data';
import { EASYR1_COLUMNS, needsTrainingFile } from '../../../plan';
import type { StageLaunch } from '../../engine';
import { stageFile } from '../files';
import { hasPaths, liesAsWanted } from './wanted';

/** Columns that EasyR1 is told of: one set for training and validation rows. */
export interface Easyr1Columns {
  readonly question: string;
  readonly answer: string;
  readonly images: string;
}

/** Where EasyR1 finds the rows of a stage. Files of the stage's own folder are written before it starts. */
export interface DataLayout {
  /** Absolute path. */
  readonly train: string;
  /** Absolute path, or `id@split` of a dataset of the Hub. */
  readonly validation: string;
  readonly columns: Easyr1Columns;
  /** Absolute folder that image paths of a user's own file count from; absent: all paths are absolute. */
  readonly imageFolder?: string;
  /** What `validation` is: rows to measure on, or a first training row, because EasyR1 starts with none. */
  readonly validates: boolean;
}

/** Decides where the rows are: the user's own files as they lie there, or files that are to be written. */
export async function dataLayout(request: StageLaunch, data: DataEngine): Promise<DataLayout> {
  const { stage, train, stageDir } = request;
  const named = namedColumns(stage.engineOptions);
  const hub = stage.hubValidation;
  const [own] = train;
  const isOwn =
    own !== undefined &&
    train.length === 1 &&
    !needsTrainingFile(stage) &&
    agrees(own, { ...(hub === undefined ? {} : EASYR1_COLUMNS), ...named }) &&
    (await liesAsWanted(data, own));
  const { validation } = stage;
  const columns: Easyr1Columns = {
    ...EASYR1_COLUMNS,
    ...named,
    ...(isOwn ? columnsOf(own, validation) : {}),
  };
  const folder = isOwn && (await hasPaths(data, own)) ? own.images : undefined;
  const isOwnValidation =
    validation !== undefined &&
    agrees(validation, columns) &&
    (await liesAsWanted(data, validation)) &&
    (folder === undefined || folder === validation.images || !(await hasPaths(data, validation)));
  const imageFolder =
    folder ?? (isOwnValidation && (await hasPaths(data, validation)) ? validation.images : undefined);
  return {
    train: isOwn ? own.path : stageFile(stageDir, 'train'),
    validation:
      hub === undefined
        ? isOwnValidation
          ? validation.path
          : stageFile(stageDir, 'validation')
        : `${hub.id}@${hub.split}`,
    columns,
    ...(imageFolder === undefined ? {} : { imageFolder }),
    validates: validation !== undefined || hub !== undefined,
  };
}

/** Columns that the stage names by the engine's own keys. */
function namedColumns(options: Readonly<Record<string, unknown>>): Partial<Easyr1Columns> {
  const named: { -readonly [Role in keyof Easyr1Columns]?: string } = {};
  for (const [role, key] of [
    ['question', 'data.prompt_key'],
    ['answer', 'data.answer_key'],
    ['images', 'data.image_key'],
  ] as const) {
    const name = options[key];
    if (typeof name === 'string') named[role] = name;
  }
  return named;
}

/** Whether a file calls its columns so, as far as it has them. */
const agrees = ({ columns }: DataSource, wanted: Partial<Easyr1Columns>): boolean =>
  (['question', 'answer', 'images'] as const).every(
    (role) => columns[role] === undefined || wanted[role] === undefined || columns[role] === wanted[role],
  );

/** The file's own columns; one of text alone has no images, and leaves their name to the validation rows. */
function columnsOf({ columns }: DataSource, validation: DataSource | undefined): Partial<Easyr1Columns> {
  const { question, answer } = columns;
  const images = columns.images ?? validation?.columns.images;
  return {
    ...(question === undefined ? {} : { question }),
    ...(answer === undefined ? {} : { answer }),
    ...(images === undefined ? {} : { images }),
  };
}
