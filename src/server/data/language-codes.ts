import { problemCodes } from '../../language';

/** Codes that the text alone gives: the server finds these itself. */
export const LANGUAGE_CODES: ReadonlySet<string> = new Set(Object.keys(problemCodes));
