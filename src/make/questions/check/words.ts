import { bare } from '../text';
import type { Fault } from './draft';

/** Marks that loaders and chat templates take for their own: a question that holds one breaks its row. */
const MARKS =
  /<image>|<video>|<audio>|<\|[^|>]{0,40}\|>|<\/?(?:s|think|img|vision_start|vision_end)>|\[\/?INST\]/iu;
/** Words of somebody who has read a text instead of seeing an image. */
const CAPTION =
  /\b(?:captions?|(?:the|this|given|image|provided|above) (?:description|passage|paragraph|text says|text states|text mentions)|described|(?:mentioned|stated|listed) in the (?:text|passage|image description)|according to the (?:text|passage|author))\b/iu;
/** Options that speak of the others: after shuffling, nothing is above. */
const OTHERS =
  /^(?:(?:all|none|any|both|neither|some|two)(?: of)? (?:the |these|those|them)(?:above|following|below|others?|options?|answers?|choices?)?|all|none|both|neither|both (?:options? )?[a-d] (?:and|&) [a-d]|neither [a-d] nor [a-d]|[a-d] (?:and|&|or) [a-d]|all (?:options|answers|choices)(?: are correct)?)(?: (?:above|below|options?|answers?|choices?))?(?: (?:is|are) (?:correct|true|right))?$/u;
const SHOWN = 200;

/** Looks at the words of a question and its options. */
export function faultOfWords(question: string, options: readonly string[]): Fault | undefined {
  const marked = [question, ...options].find((text) => MARKS.test(text));
  if (marked !== undefined)
    return {
      reason: 'It holds a mark such as `<image>`, which loaders take for theirs.',
      detail: marked.slice(0, SHOWN),
    };
  if (CAPTION.test(question))
    return {
      reason: 'The question speaks of a caption, and who sees the image has none.',
      detail: question.slice(0, SHOWN),
    };
  const other = options.length > 1 ? options.find((text) => OTHERS.test(bare(text))) : undefined;
  if (other !== undefined)
    return { reason: 'An option speaks of other options, as `all of the above`.', detail: other };
  return undefined;
}
