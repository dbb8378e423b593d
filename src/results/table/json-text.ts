/**
 * JSON as Python writes it: `NaN` and `Infinity` stand there without quotes, and become null. Throws a `SyntaxError`
 * for anything else that is no JSON.
 */
export function parsePythonJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    return JSON.parse(withoutNumbersThatAreNone(text));
  }
}

const NO_NUMBER = /-?\b(?:NaN|Infinity)\b/g;

/**
 * Outside of texts alone: a NaN inside one stays. Texts are walked, not matched by an expression: one would go over the
 * rest of a torn line again for each quotation mark in it, and gives up on a text of megabytes.
 */
function withoutNumbersThatAreNone(text: string): string {
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : endOfText(text, quote);
    pieces.push(text.slice(at, quote < 0 ? end : quote).replace(NO_NUMBER, 'null'));
    if (quote >= 0) pieces.push(text.slice(quote, end));
    at = end;
  }
  return pieces.join('');
}

/** Behind the mark that closes the text at `open`; the end of all when none does. */
function endOfText(text: string, open: number): number {
  let slash = text.indexOf('\\', open + 1);
  for (let at = open + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    if (slash < 0 || slash > quote) return quote + 1;
    // What follows a backslash is no mark.
    at = slash + 2;
    slash = text.indexOf('\\', at);
  }
}
