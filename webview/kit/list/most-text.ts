/** Longest text that is searched for. */
export const MOST_TEXT = 500;
