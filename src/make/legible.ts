/** With `u`, halves of a pair that stand alone, and no others. */
const HALVES = /\p{Cs}/gu;

/**
 * A text that every reader of JSON takes: halves of surrogate pairs (of a text that was cut, or of a hostile one) and
 * NUL characters become U+FFFD.
 */
export const legible = (text: string): string => text.replace(HALVES, '\uFFFD').replaceAll('\0', '\uFFFD');
