/** Markdown as it is written here (code, emphasis, line breaks), for editors that show plain text alone. */
export const toPlain = (markdown: string): string =>
  markdown
    .replaceAll(/ {2}\n/g, '\n')
    .replaceAll(/(?<!\\)`([^`]*)`/g, '$1')
    .replaceAll(/\*\*([^*]+)\*\*/g, '$1')
    .replaceAll(/\\([\\`*_[\]<>#|~])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
