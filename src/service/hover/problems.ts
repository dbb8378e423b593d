import { problemCodes, type LanguageCode } from '../../language';
import type { HoverContext } from './context';
import { link, points } from './markdown';

const MOST_PROBLEMS = 4;

/** What the codes of the problems at an offset mean; the editor itself shows what they say. */
export function problemWords({ snapshot, reference }: HoverContext, offset: number): string | undefined {
  const codes = new Set(
    snapshot.checked.problems.flatMap(({ code, place: { file, range } }) =>
      file === snapshot.path &&
      range !== undefined &&
      range.start.offset <= offset &&
      offset <= range.end.offset &&
      isLanguageCode(code)
        ? [code]
        : [],
    ),
  );
  return points(
    [...codes].slice(0, MOST_PROBLEMS).map((code) => {
      const { title, explanation } = problemCodes[code];
      const name = reference === undefined ? code : link(code, `${reference}#${code.toLowerCase()}`);
      return `${name} ${title}: ${explanation}`;
    }),
  );
}

const isLanguageCode = (code: string): code is LanguageCode => Object.hasOwn(problemCodes, code);
