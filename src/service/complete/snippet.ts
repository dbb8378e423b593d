/** Text as it must be written where a snippet is read. */
export const literal = (text: string): string => text.replaceAll(/[\\$}]/g, '\\$&');

/** The `index`-th place to fill in, with a text to begin from. */
export const place = (index: number, text = ''): string =>
  text === '' ? `$${index}` : `\${${index}:${literal(text)}}`;

/** A place with a choice; the first is written at once. */
export const choice = (index: number, words: readonly string[]): string =>
  words.length === 0
    ? place(index)
    : `\${${index}|${words.map((word) => word.replaceAll(/[\\$},|]/g, '\\$&')).join(',')}|}`;

/** What a snippet leaves in the text when nothing is filled in. */
export function plainText(snippet: string): string {
  return snippet
    .replaceAll(/\$\{\d+\|((?:\\.|[^\\,|])*)(?:\\.|[^\\|])*\|\}/g, '$1')
    .replaceAll(/\$\{\d+:((?:\\.|[^\\}])*)\}/g, '$1')
    .replaceAll(/(?<!\\)\$(?:\d+|\{\d+\})/g, '')
    .replaceAll(/\\([\\$},|])/g, '$1');
}
