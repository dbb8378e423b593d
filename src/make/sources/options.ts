import { choiceOf, foldText, optionText } from '../../rewards';

/** A question and its options, as far as they are known. */
export interface Asked {
  /** Without its options where they stood at its end; else as it was. */
  readonly question: string;
  /** In letter order, without letters; empty: an open question. */
  readonly options: readonly string[];
  /** The letter where there are options, else the gold answer as it was. */
  readonly answer: string;
}

const LINE = /^\s{0,8}[([]?([A-Z])(?:[)\]]\s?[.:]?|[.:])\s{1,4}(\S.*)$/;
const HEADING = /^\s*(?:choices|options|answer (?:choices|options))\s*:?\s*$/i;
/** `(A) red (B) blue` on one line: brackets only, since `A. ` occurs in prose. */
const INLINE = /\(([A-Z])\)\s{0,4}/g;
/** A longer text is no list of options that somebody wrote, and looking for one must stay cheap. */
const LONGEST = 20_000;

/**
 * The options of a row: those of its column, else those that its question lists as `A. ...` lines or `(A) ... (B) ...`.
 * Listed options are taken only when the answer is one of them: letters in prose are no options. Undefined when the
 * answer is none of the options that a column gives.
 */
export function optionsOf(
  question: string,
  answer: string,
  column: readonly string[] | undefined,
): Asked | undefined {
  const listed = question.length > LONGEST ? undefined : (listedLines(question) ?? listedInline(question));
  if (column !== undefined && column.length > 0) {
    const options = column.map(optionText);
    const letter = choiceOf(answer, options);
    if (letter === undefined) return undefined;
    const same = listed !== undefined && sameTexts(listed.options, options);
    return { question: same ? listed.question : question, options, answer: letter };
  }
  const letter = listed === undefined ? undefined : choiceOf(answer, listed.options);
  if (listed === undefined || letter === undefined) return { question, options: [], answer };
  return { ...listed, answer: letter };
}

type Listed = Pick<Asked, 'question' | 'options'>;

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, i) => foldText(text) === foldText(b[i] ?? ''));

const letterAt = (index: number): string => String.fromCharCode(65 + index);

/** Lines `A. ...`, `B. ...`, one behind the other; cut off where nothing follows them. */
function listedLines(text: string): Listed | undefined {
  const lines = text.split(/\r?\n/);
  const first = lines.findLastIndex((line) => LINE.exec(line)?.[1] === 'A');
  if (first < 0) return undefined;
  const options: string[] = [];
  let at = first;
  for (; at < lines.length; at += 1) {
    const found = LINE.exec(lines[at] ?? '');
    if (found?.[1] !== letterAt(options.length)) break;
    options.push((found[2] ?? '').trim());
  }
  if (options.length < 2) return undefined;
  const rest = lines.slice(at).join('\n').trim();
  if (rest !== '') return { question: text, options };
  const head = lines.slice(0, first);
  while (head.length > 0 && (head.at(-1)?.trim() === '' || HEADING.test(head.at(-1) ?? ''))) head.pop();
  return { question: head.join('\n').trim(), options };
}

/** `(A) red (B) blue (C) green` at the end of the text. */
function listedInline(text: string): Listed | undefined {
  const marks = [...text.matchAll(INLINE)];
  const first = marks.findLastIndex((mark) => mark[1] === 'A');
  const run = marks.slice(Math.max(first, 0));
  if (first < 0 || run.length < 2 || run.some((mark, i) => mark[1] !== letterAt(i))) return undefined;
  const options = run.map((mark, i) => text.slice(mark.index + mark[0].length, run[i + 1]?.index).trim());
  if (options.some((option) => option === '' || option.includes('\n'))) return undefined;
  const head = text.slice(0, run[0]?.index).trim();
  return { question: head.replace(/\s*\b(?:choices|options)\s*:\s*$/i, ''), options };
}
