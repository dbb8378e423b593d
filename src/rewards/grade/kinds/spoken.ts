import { findBoxes } from '../boxed';
import { normalised } from '../text';

/** An answer stands near the end: what lies further ahead is read for a box or a tag only. */
const TAIL = 8_000;
const BOX_TAIL = 50_000;

/** What stands after the thinking; before it, where it never ends. */
export function outsideThinking(response: string): string {
  // Searching backwards costs more than all the rest of grading, and most responses hold no mark.
  if (!response.includes('<think') && !response.includes('</think')) return response;
  const close = Math.max(response.lastIndexOf('</think>'), response.lastIndexOf('</thinking>'));
  const after = close < 0 ? response : response.slice(response.indexOf('>', close) + 1);
  const open = Math.max(after.lastIndexOf('<think>'), after.lastIndexOf('<thinking>'));
  return open < 0 ? after : after.slice(0, open);
}

/**
 * What a response says to the reader: the text after its thinking, NFKC, at most its last 8,000 characters.
 * Thinking that never ends says nothing.
 */
export function spokenPart(response: string): string {
  return normalised(outsideThinking(response).slice(-TAIL))
    .replace(/[\u200b\u200e\u200f\ufeff]/g, '')
    .replace(/【([^】]{0,40})】/g, '($1)')
    .replace(/’/g, "'")
    .trim();
}

/** The content of the last `<answer>`, where it has any. */
export function tagged(spoken: string): string | undefined {
  if (!spoken.includes('<answer>')) return undefined;
  const close = spoken.lastIndexOf('</answer>');
  const open = spoken.lastIndexOf('<answer>', close < 0 ? Infinity : close);
  if (open < 0) return undefined;
  const content = spoken.slice(open + '<answer>'.length, close > open ? close : undefined).trim();
  return content === '' ? undefined : content;
}

export interface Box {
  readonly text: string;
  /** The text between the box before and this one; everything ahead for the first. */
  readonly before: string;
  /** What follows up to the next box or the end. */
  readonly after: string;
}

const PLACEHOLDER =
  /^(?:\.{2,}|…|\\[lc]?dots|[_\s?]*|(?:\\text\{)?\s*(?:your |the |final )*(?:final )?answer(?: here)?\s*\}?|answer)$/i;

/** The boxes that hold an answer, in order: neither empty nor the placeholder of an instruction. */
export function boxesOf(response: string): readonly Box[] {
  const at = response.length <= BOX_TAIL ? 0 : boxStart(response);
  const rest = response.slice(at, at === 0 ? undefined : at + BOX_TAIL);
  const boxes: Box[] = [];
  let before = '';
  // Few boxes matter; a text of thousands of them is read from its end.
  for (const { start, end, content } of findBoxes(rest).all.slice(-64)) {
    const gap = rest.slice(0, Math.max(0, start));
    if (PLACEHOLDER.test(content.trim().slice(0, 80))) continue;
    boxes.push({ text: content, before: gap.slice(before.length), after: rest.slice(end) });
    before = rest.slice(0, end);
  }
  return boxes;
}

/** From the last 50,000 characters, or from the last box where they have none. */
function boxStart(response: string): number {
  const tail = response.length - BOX_TAIL;
  if (/\\(?:boxed|fbox|framebox)/.test(response.slice(tail))) return tail;
  return Math.max(0, response.lastIndexOf('\\boxed'));
}

/** Between two boxes: they are one answer of several values, `x = \boxed{2}` and `y = \boxed{3}`. */
const JOINS =
  /^[\s$,;.\\()[\]*]{0,20}(?:and|或|和)?[\s$,;\\()[\]*]{0,20}(?:[A-Za-z](?:_\{?\w{1,3}\}?)?\s?=)?[\s$]{0,4}$/i;
const OFFERS = /^[\s$,;\\()[\]*]{0,20}or[\s$,;\\()[\]*]{0,20}(?:maybe |possibly |perhaps )?[\s$\\([]{0,8}$/i;

/** The last box, or the run of boxes at the end that nothing but commas, names and "and" or "or" part. */
export function groupOf(boxes: readonly Box[]): readonly string[] {
  const group: string[] = [];
  for (const box of boxes.toReversed()) {
    group.unshift(box.text);
    const offers = OFFERS.test(box.before.slice(0, 80));
    if (offers && group.length < 64) continue;
    if (box.before.length > 60 || !JOINS.test(box.before)) break;
  }
  const same = new Set(group.map((text) => text.replace(/\s/g, '')));
  return same.size === 1 ? group.slice(0, 1) : group;
}

/** The content of the last box that counts, or of the boxes that are one answer with it. */
export function lastBox(response: string): string | undefined {
  const boxes = boxesOf(response);
  return boxes.length === 0 ? undefined : groupOf(boxes).join(', ').trim();
}

/** Words that take back what was said before them. */
export const RETRACTS =
  /\b(?:that(?:'s| is| was) (?:wrong|incorrect|not (?:right|correct))|i (?:was|am) wrong|scratch that|i made (?:a|an) (?:mistake|error)|ignore (?:that|the above))\b/i;
/** A change of mind at the head of a sentence, and the other answer that it comes to. */
const CHANGES =
  /(?:^|[\s.!?])(?:wait|hold on|oops|correction|on second thought|hmm,? actually|actually)\b[\s\S]{0,300}?\b(?:should be|must be|is actually|is instead|correct(?:ed)? (?:answer|value|result) is|so (?:the |it )[a-z ]{1,30}(?:is|would be))\s?\$?\\?[\w(-]/i;
/** Whether what follows an answer takes it back. */
export const retracted = (after: string): boolean => RETRACTS.test(after) || CHANGES.test(after);

/** The end of a sentence that was cut off: an answer has not been given yet. */
export const CUT_OFF =
  /(?:\b(?:and|or|the|a|to|of|is|are|was|with|by|plus|minus|times|from|in|for|that|which|then|so|because|since|but|if|as|at|on|add|says|shows)|[,=+*/(-])\s*$/i;
