/** An option of a choice, and whether it is the right one and the one that was taken. */
export interface MarkedOption {
  readonly letter: string;
  readonly text: string;
  readonly gold: boolean;
  readonly chosen: boolean;
}

/** `A` for 0; after `Z` as in a table's columns. */
export function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter;
}

/** The place of an answer among the options: by its letter, else by its words; -1 when it is none of them. */
export function placeAmong(options: readonly string[], answer: string | undefined): number {
  if (answer === undefined) return -1;
  const plain = answer.trim();
  const letter = /^\(?([A-Za-z]{1,2})(?:[).:]|$)/.exec(plain)?.[1]?.toUpperCase();
  const folded = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  const byWords = options.findIndex((option) => folded(option) === folded(plain));
  const byLetter = letter === undefined ? -1 : options.findIndex((_, i) => letterOf(i) === letter);
  // `A` is the first option, unless an option says just that.
  return byWords === -1 ? byLetter : byWords;
}

/** Options with their letters; those beyond gold and choice are only themselves. */
export function markedOptions(
  options: readonly string[],
  gold: string,
  goldText: string,
  extracted: string | undefined,
): readonly MarkedOption[] {
  const byGold = placeAmong(options, gold);
  const right = byGold === -1 ? placeAmong(options, goldText) : byGold;
  const chosen = placeAmong(options, extracted);
  return options.map((text, i) => ({ letter: letterOf(i), text, gold: i === right, chosen: i === chosen }));
}

/** A text in three: what it begins and ends with as another does, and what is its own between. */
export function differing(text: string, other: string): readonly [string, string, string] {
  const [own, their] = [Array.from(text), Array.from(other)];
  let begin = 0;
  while (begin < own.length && begin < their.length && own[begin] === their[begin]) begin += 1;
  let end = 0;
  while (
    end < own.length - begin &&
    end < their.length - begin &&
    own[own.length - 1 - end] === their[their.length - 1 - end]
  )
    end += 1;
  return [
    own.slice(0, begin).join(''),
    own.slice(begin, own.length - end).join(''),
    own.slice(own.length - end).join(''),
  ];
}
