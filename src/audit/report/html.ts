/** Markup that is safe to put into the page as it is. Only `html` and `raw` make it. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Piece = Markup | string | number | undefined | false | readonly Piece[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;',
}; // prettier-ignore

/**
 * Text as HTML, safe between tags and inside quoted attributes. Control characters, lone surrogates and the marks that
 * turn the direction of text (which could make a wrong answer look right) are shown as `�`.
 */
export const escapeHtml = (text: string): string =>
  text
    .replace(/[^\P{Cc}\n\r\t]|[\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff]/gu, '\ufffd')
    .replace(/[\u2028\u2029]/g, '\n')
    .replace(/[&<>"'`]/g, (sign) => ESCAPES[sign] ?? sign);

/** A template whose every value is escaped, but for other markup. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return new Markup(
    strings.map((text, i) => text + (i < values.length ? pieceText(values[i]) : '')).join(''),
  );
}

/** The page's own style and script: never anything from a run. */
export const raw = (text: string): Markup => new Markup(text);

function pieceText(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'string' || typeof piece === 'number') return escapeHtml(String(piece));
  return piece.map(pieceText).join('');
}
