import { draftsOf, type Draft } from './draft';
import { looseValues } from './objects';
import { withoutThinking } from './thinking';

export type { Draft } from './draft';

/** The questions of a reply, or why there are none: a sentence that is the same for all of its kind. */
export type Reply =
  { readonly drafts: readonly Draft[] } | { readonly reason: string; readonly detail?: string };

/** More is no answer to what was asked, but a loop. */
const LONGEST = 256 * 1024;
const SHOWN = 200;

/**
 * Reads what a model wrote when it was asked for `count` questions as JSON. Never throws, in time linear in the reply.
 * Several objects are taken together as long as they hold no more questions than were asked for: beyond, some of them
 * are drafts or examples, and which is meant would be a guess.
 */
export function readReply(text: string, count: number, truncated = false): Reply {
  if (text.length > LONGEST) return { reason: 'The reply is longer than 256 KB.' };
  if (text.trim() === '') return { reason: 'The reply is empty.' };
  const said = withoutThinking(text);
  if (said === undefined || (said.trim() === '' && truncated))
    return { reason: 'The reply ends before the model has done thinking.' };
  if (said.trim() === '') return { reason: 'The reply is empty.' };
  const values = looseValues(said);
  const shown = said.trim().slice(0, SHOWN);
  if (values.length === 0)
    return truncated
      ? { reason: 'The reply was cut off before a question was whole.', detail: shown }
      : { reason: 'The reply holds no JSON.', detail: shown };
  const groups = values.map(draftsOf).filter((drafts) => drafts.length > 0);
  const drafts = distinct(groups.flat());
  if (drafts.length === 0)
    return truncated
      ? { reason: 'The reply was cut off before a question was whole.', detail: shown }
      : { reason: 'The JSON of the reply holds no question.', detail: shown };
  if (groups.length > 1 && drafts.length > count)
    return {
      reason: 'The reply holds several sets of questions, and which is meant is not said.',
      detail: `${groups.length} of them, ${drafts.length} questions`,
    };
  return { drafts };
}

function distinct(drafts: readonly Draft[]): readonly Draft[] {
  const seen = new Set<string>();
  return drafts.filter((draft) => {
    const key = JSON.stringify(draft);
    return !seen.has(key) && seen.add(key);
  });
}
