export { cursorAt } from './cursor-at';
export type { Cursor, CursorRole } from './types';
