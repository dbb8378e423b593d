export type { ImageLocation, ResultItem } from './types';
export { ResultsError } from './error';
export { ITEM_COLUMNS, SET_FILES } from './set/layout';
export {
  auditsFolder,
  listSets,
  readItems,
  readSet,
  type IndexedItem,
  type ReadItemsOptions,
} from './set/read';
export { ensureRunSet } from './set/run-set';
export { COLUMN_NAMES, imagesOf, itemOfRow } from './set/columns';
export { lookAtPicture, pictureOf } from './images/picture';
export { keepImage } from './images/decode';
export { IMAGE_MARK, imageFiles, isHeldOut, markedQuestion } from './training-row';
export { parsePrediction } from './predictions/parse';
export { lineBatches, type TextLine } from './text/lines';
export { gradedAnswers, type GradedAnswer } from './predictions/item';
export { openTable } from './table/open';
export { TableError, type Table, type TableRow } from './table/types';
export { lookAtResults } from './look/look';
export { readResults, type ReadResultsOptions, type ResultStream } from './read';
export { importResults, type ImportParts, type ImportProgress } from './import';
export { accuracyOf, differenceProblem, differenceWords, type Counts } from './compare';
export { RESULT_CODES, type ResultCode } from './codes';
export { ROUTES, type Route } from './grading/decide';
export { kindOf } from './grading/grade-item';
export { summariseResults, type ResultSummary } from './summarise';
export { rateWords } from './rates';
export { wilson } from './wilson';
