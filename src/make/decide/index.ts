export { decide, type Decided, type DecidedLine } from './decide';
export { Funnel } from './funnel';
export { QUESTION_COLUMNS, questionOf, type KeptLine } from './kept';
export { journalSql, loadQuestions, toThisQuestion } from './load';
export { slicesOf } from './slices';
export { WorkDatabase } from './work-database';
