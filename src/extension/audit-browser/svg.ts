/** A figure of more characters is none of ours. */
const LONGEST = 5_000_000;

/**
 * What makes an SVG more than a picture: scripts, handlers, other documents, addresses. Ours have none of it; one that
 * has was not drawn by us, and a browser would run it.
 */
const ACTIVE =
  /<\s*(?:script|foreignObject|iframe|object|embed|image|a|use|animate|set|handler|style)\b|<!|<\?(?!xml\b)|\son\w+\s*=|\b(?:href|src)\s*=|javascript:|url\(\s*['"]?(?!#)/i;

/** Whether a text is an SVG that is a picture and nothing else. */
export const isSafeSvg = (text: string): boolean =>
  text.length <= LONGEST && /^\s*(?:<\?xml[^>]*\?>\s*)?<svg[\s>]/.test(text) && !ACTIVE.test(text);
