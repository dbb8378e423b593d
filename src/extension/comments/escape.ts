/**
 * Words of a data set or a model as Markdown that shows them as they are: no link, image, HTML, icon or heading comes of
 * them, and an address is no link either. Line ends stay; a text longer than `most` characters is cut.
 */
export function asMarkdown(text: string, most = 4000): string {
  const cut = text.length > most ? `${text.slice(0, most)}...` : text;
  return cut
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/gu, ' ')
    .replaceAll(/[!-/:-@[-`{-~]/g, String.raw`\$&`)
    .split('\n')
    .map((line) => line.trim())
    .join('  \n');
}

/** The same as a quotation. */
export const asQuote = (text: string, most?: number): string =>
  asMarkdown(text, most)
    .split('\n')
    .map((line) => `> ${line === '' ? '' : line}`)
    .join('\n');
