import { placeComments } from './comments';
import { layLines, type FormattedLine } from './lines';
import { piecesOf } from './pieces';
import { readCleanly, type Reading } from './meaning';

/** A line of the text with what it becomes; absent means that the line goes. */
export interface ChangedLine {
  readonly line: number;
  readonly old: string;
  readonly now: string | undefined;
  /** The last line, where a line end behind it says nothing. */
  readonly wantsEnd: boolean;
}

/** What formatting makes of each line of a text that was read. */
export interface Formatted {
  readonly reading: Reading;
  readonly lines: readonly ChangedLine[];
}

/** What formatting makes of each line; nothing when the text cannot be formatted. */
export const formatLines = (text: string, step: number): readonly ChangedLine[] | undefined =>
  formatText(text, step)?.lines;

/** The same, with what the text was read as. */
export function formatText(text: string, step: number): Formatted | undefined {
  // A return without a newline ends a line for editors, but not for YAML.
  if (/\r(?!\n)/.test(text)) return undefined;
  const reading = readCleanly(text);
  const pieces = reading && piecesOf(reading.tokens, step);
  if (reading === undefined || pieces === undefined) return undefined;
  if (pieces.map(({ source }) => source).join('') !== text) return undefined;
  const old = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const lines = placeComments(layLines(pieces));
  if (lines.length !== old.length) return undefined;
  const goes = superfluous(lines);
  const changed = lines.map((line, index) => ({
    line: index,
    old: old[index] ?? '',
    now: goes.has(index) ? undefined : line.text === '' ? '' : ' '.repeat(line.indent) + line.text,
    // The end of a block text's last line is part of the text.
    wantsEnd: index === lines.length - 1 && line.text !== '' && line.kind !== 'block',
  }));
  return { reading, lines: changed };
}

/** Blank lines at the start, at the end, and behind another blank line. The last line has no end and stays. */
function superfluous(lines: readonly FormattedLine[]): ReadonlySet<number> {
  const goes = new Set<number>();
  let isWanted = false;
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'blank' && !isWanted && index < lines.length - 1) goes.add(index);
    isWanted = kind !== 'blank';
  }
  for (let index = lines.length - 2; index >= 0 && lines[index]?.kind === 'blank'; index--) goes.add(index);
  return goes;
}
