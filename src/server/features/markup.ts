/** Whether a client wants Markdown: the first of the formats that it names, in its order; plain text without any. */
export const wantsMarkdown = (formats: unknown): boolean =>
  Array.isArray(formats) && formats.find((one) => one === 'markdown' || one === 'plaintext') === 'markdown';
