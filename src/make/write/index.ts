export { ROW_COLUMNS, type RowColumn } from './row-columns';
export { problemOf } from './problem';
export { writeMade, type WriteParts } from './write';
