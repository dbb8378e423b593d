/** Lines of context around a change. */
const AROUND = 3;
/** Pairs of lines that are compared at most; texts that differ in more become one change. */
const MOST_PAIRS = 4_000_000;

interface Change {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/**
 * What changes from one text to another, as a unified diff that `patch` takes; empty where nothing does. The last line
 * of a text is taken to end in a line break.
 */
export function unifiedDiff(name: string, before: string, after: string): string {
  if (before === after) return '';
  const changes = changesBetween(linesOf(before), linesOf(after));
  const hunks = hunksOf(changes);
  return [`--- a/${name}`, `+++ b/${name}`, ...hunks, ''].join('\n');
}

const linesOf = (text: string): readonly string[] => {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
};

function changesBetween(before: readonly string[], after: readonly string[]): readonly Change[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail += 1;
  const same = (lines: readonly string[]): readonly Change[] => lines.map((line) => ({ sign: ' ', line }));
  return [
    ...same(before.slice(0, head)),
    ...between(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...same(before.slice(before.length - tail)),
  ];
}

/** By the longest common subsequence. */
function between(before: readonly string[], after: readonly string[]): readonly Change[] {
  const width = after.length + 1;
  if (before.length * after.length > MOST_PAIRS)
    return [
      ...before.map((line): Change => ({ sign: '-', line })),
      ...after.map((line): Change => ({ sign: '+', line })),
    ];
  const common = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      common[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      changes.push({ sign: ' ', line: old });
      [i, j] = [i + 1, j + 1];
    } else if (old !== undefined && (now === undefined || at(i + 1, j) >= at(i, j + 1))) {
      changes.push({ sign: '-', line: old });
      i += 1;
    } else if (now !== undefined) {
      changes.push({ sign: '+', line: now });
      j += 1;
    }
  }
  return changes;
}

function hunksOf(changes: readonly Change[]): readonly string[] {
  const shown = changes.map((_, index) =>
    changes.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ sign }) => sign !== ' '),
  );
  const lines: string[] = [];
  let [old, now] = [1, 1];
  for (let index = 0; index < changes.length;) {
    if (shown[index] !== true) {
      [old, now, index] = [old + 1, now + 1, index + 1];
      continue;
    }
    let end = index;
    while (shown[end] === true) end += 1;
    const hunk = changes.slice(index, end);
    const length = (sign: '-' | '+'): number =>
      hunk.filter((change) => change.sign === ' ' || change.sign === sign).length;
    lines.push(`@@ -${range(old, length('-'))} +${range(now, length('+'))} @@`);
    lines.push(...hunk.map(({ sign, line }) => `${sign}${line}`));
    [old, now, index] = [old + length('-'), now + length('+'), end];
  }
  return lines;
}

/** A range without lines is named by the line before it. */
const range = (start: number, length: number): string => `${length === 0 ? start - 1 : start},${length}`;
