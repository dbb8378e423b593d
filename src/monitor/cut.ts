/** Characters of one text that a person may still want to read in a dashboard. */
const LONGEST = 2000;

/** A text of a run folder, whoever wrote it, no longer than a dashboard shows; copied, lest the whole be held with it. */
export const cutText = (text: string, longest = LONGEST): string =>
  text.length <= longest ? text : `${Buffer.from(text.slice(0, longest), 'utf8').toString('utf8')}…`;
