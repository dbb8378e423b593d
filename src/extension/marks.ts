/** Moments on this process's timeline (`performance.getEntriesByName`), for whoever measures a start. */
export const MARKS = {
  /** The extension is asked to be there. */
  activate: 'stagecraft/activate',
  /** The list of runs is there. */
  runs: 'stagecraft/runs',
} as const;
