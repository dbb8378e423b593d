import { SIGNATURES, type LinePattern, type Scene, type Signature } from '../signatures';

/** A line that shows a failure. */
export interface Sighting {
  readonly signature: Signature;
  readonly pattern: LinePattern;
  readonly match: RegExpExecArray;
}

const PATTERNS = SIGNATURES.flatMap((signature) =>
  signature.lines.map((pattern) => ({ signature, pattern })),
);

/** Texts of which every line that matters has one. */
export const FAILURE_WORDS: readonly string[] = [...new Set(PATTERNS.map(({ pattern }) => pattern.has))];

/** All failures that a stripped line shows, each once. */
export function sightings(text: string, scene: Scene): readonly Sighting[] {
  const found = new Map<string, Sighting>();
  for (const { signature, pattern } of PATTERNS) {
    if (found.has(signature.id) || !text.includes(pattern.has)) continue;
    const match = pattern.pattern.exec(text);
    if (match === null || pattern.when?.(match, scene) === false) continue;
    found.set(signature.id, { signature, pattern, match });
  }
  return [...found.values()];
}
