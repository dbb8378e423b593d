/** Inline marks, in the order in which a reader of Markdown gives way to them: code first, nothing counts in it. */
const INLINE =
  /(?<!`)(`+)(?!`)([^]*?)(?<!`)\1(?!`)|\[((?:`[^`]*`|\\.|[^\]\\`])*)\]\(<?([^)>]*)>?\)|(\*\*)|(?<![\p{L}\p{N}_\\])_([^_\n]+)_(?![\p{L}\p{N}_])|\\([!-/:-@[-`{-~])|&(lt|gt|amp);/gu;

const ENTITY = { lt: '<', gt: '>', amp: '&' } as const;

/**
 * Our own Markdown (documentation, hovers) as plain text, for editors that show no other: the words and the code as
 * they are, an address behind its words. Lines stay lines.
 */
export function plainText(markdown: string): string {
  const shown: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const ticks = /^(`{3,})[a-z]*$/u.exec(line)?.[1];
    if (fence === undefined && ticks !== undefined) fence = ticks;
    else if (fence !== undefined) {
      if (line === fence) fence = undefined;
      else shown.push(line);
    } else shown.push(inline(line));
  }
  return shown.join('\n');
}

const inline = (line: string): string =>
  line.replace(
    INLINE,
    (
      mark: string,
      _ticks: string | undefined,
      code: string | undefined,
      words: string | undefined,
      address: string | undefined,
      bold: string | undefined,
      italic: string | undefined,
      escaped: string | undefined,
      entity: keyof typeof ENTITY | undefined,
    ) => {
      if (code !== undefined) return /^ [^]* $/u.test(code) ? code.slice(1, -1) : code;
      if (words !== undefined) return `${inline(words)} (${address ?? ''})`;
      if (bold !== undefined) return '';
      if (italic !== undefined) return inline(italic);
      if (entity !== undefined) return ENTITY[entity];
      return escaped ?? mark;
    },
  );
