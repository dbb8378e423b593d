export { ROW_COLUMNS, type RowColumn } from './row-columns';
export { writeMade, type WriteParts } from './write';
