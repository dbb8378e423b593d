/** A template's own words: its comments and what is put into it left out. */
export const spokenText = (template: string): string =>
  template.replace(/\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}/gs, ' ');

/** Tags that a text of a prompt or a reward is about, in the order of their first mention. `<image>` is no tag. */
export function tagsIn(text: string): readonly string[] {
  const names = [...text.matchAll(/<\/?\s{0,2}([a-z][a-z_]{1,30})\s{0,2}\/?>/giu)].map(([, name = '']) =>
    name.toLowerCase(),
  );
  return [...new Set(names)].filter((name) => !NO_TAGS.has(name));
}

const NO_TAGS: ReadonlySet<string> = new Set(['image', 'video', 'audio', 'image_pad', 'br']);

/** Names that stand for a trace of thoughts. */
export const isTrace = (tag: string): boolean => /^(?:think|thought|reason|analysis|cot|scratch)/u.test(tag);

/** The tag around a trace that the example of a template's words has: the last that they name. */
export function traceTag(words: string): string | undefined {
  const all = [...words.matchAll(/<([a-z][a-z_]{1,30})>/giu)].map(([, name = '']) => name.toLowerCase());
  return all.filter(isTrace).at(-1);
}
