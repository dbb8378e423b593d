/** A piece of a text, and whether the text before it had it too. */
export interface Piece {
  readonly text: string;
  readonly isNew: boolean;
}

/** Longer texts are shown unmarked: the table of a comparison grows with the product of their words. */
const MOST_CELLS = 400_000;

/**
 * The words of `text` with those marked that `before` does not have in the same order: the longest common
 * subsequence of words stays unmarked. Line breaks and spaces go with the word before them.
 */
export function changesFrom(before: string, text: string): readonly Piece[] {
  const [old, now] = [words(before), words(text)];
  if (old.length * now.length > MOST_CELLS) return [{ text, isNew: false }];
  const kept = common(
    old.map((word) => word.trim()),
    now.map((word) => word.trim()),
  );
  const pieces: { text: string; isNew: boolean }[] = [];
  now.forEach((word, i) => {
    const isNew = !kept.has(i);
    const last = pieces.at(-1);
    if (last?.isNew === isNew) last.text += word;
    else pieces.push({ text: word, isNew });
  });
  return pieces;
}

const words = (text: string): readonly string[] => text.match(/^\s+|\S+\s*/g) ?? [];

/** Positions in `now` of a longest common subsequence of both. */
function common(old: readonly string[], now: readonly string[]): ReadonlySet<number> {
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const kept = new Set<number>();
  for (let i = 0, j = 0; i < old.length && j < now.length;) {
    if (old[i] === now[j]) {
      kept.add(j);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return kept;
}
