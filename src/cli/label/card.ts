import { LABELS, LABEL_NAMES, type Label, type ShortVerdict } from '../../protocol';
import type { IndexedItem } from '../../results';
import { displayWidth, visible } from '../print/text-width';
import type { Style } from '../terminal';

export interface LabelCard {
  readonly item: IndexedItem;
  /** Files of its images, or why there is none. */
  readonly pictures: readonly string[];
  /** What the annotator said before. */
  readonly own?: Label;
  /** What other methods say; empty when they are hidden. */
  readonly others: readonly ShortVerdict[];
  readonly done: number;
  readonly of: number;
}

type Paint = (style: Style | readonly Style[], text: string) => string;

/** Columns of the names of fields: the longest is `counterfactual`. */
const NAMES = 16;
/** Lines of a response that are shown; the rest is counted. */
const MOST_LINES = 60;
/** Characters that are laid out at all: a response may be megabytes long. */
const MOST_CHARACTERS = 24_000;

/** An item to be labelled, wrapped to the terminal; everything of the item is made visible. */
export function cardText(card: LabelCard, width: number, paint: Paint): string {
  const { item, pictures, own, others, done, of } = card;
  const field = (name: string, text: string): readonly string[] => {
    const begun = text.slice(0, MOST_CHARACTERS);
    const lines = wrap(visible(begun.trim() === '' ? '(empty)' : begun), width - NAMES);
    const shown = lines.slice(0, MOST_LINES);
    const unread = text.length - begun.length;
    const more = [
      ...(lines.length > shown.length ? [`… ${lines.length - shown.length} more lines`] : []),
      ...(unread > 0 ? [`… ${unread.toLocaleString('en-US')} more characters`] : []),
    ];
    return [...shown, ...more].map(
      (line, i) => `${i === 0 ? paint('dim', name.padEnd(NAMES)) : ' '.repeat(NAMES)}${line}`,
    );
  };
  const letters = item.options.map((option, i) => `${String.fromCharCode(65 + (i % 26))}. ${option}`);
  return [
    paint('bold', visible(`${item.dataset} ${item.row}`)) + paint('dim', `   ${done} of ${of} labelled`),
    ...pictures.flatMap((picture) => field('image', picture)),
    ...field('question', item.question),
    ...(letters.length === 0 ? [] : field('options', letters.join('\n'))),
    ...field('gold', item.goldText === item.gold ? item.gold : `${item.gold}: ${item.goldText}`),
    ...field('given', item.extracted ?? 'none'),
    ...(item.thinking === undefined ? [] : field('thinking', item.thinking)),
    ...field('response', item.response),
    ...others.flatMap(({ method, label, subtype }) =>
      field(method, `${LABELS[label].title}${subtype === undefined ? '' : ` (${subtype})`}`),
    ),
    ...(own === undefined ? [] : field('yours', LABELS[own].title)),
    '',
    ...keyLines(width, paint),
  ].join('\n');
}

/** The keys, as many on a line as fit. */
export function keyLines(width: number, paint: Paint): readonly string[] {
  const keys = [
    ...LABEL_NAMES.map((name) => [LABELS[name].key, LABELS[name].title]),
    ['u', 'undo'],
    ['s', 'skip'],
    ['q', 'quit'],
  ];
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const [key = '', name = ''] of keys) {
    const columns = key.length + name.length + 1;
    if (used > 0 && used + 3 + columns > width) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += `${used === 0 ? '' : '   '}${paint('cyan', key)} ${name}`;
    used += (used === 0 ? 0 : 3) + columns;
  }
  return [...lines, line];
}

/** Text in lines of at most `width` columns, broken at spaces where there are any. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(/(?<=\s)/)) {
      if (displayWidth(line + word.trimEnd()) <= width) {
        line += word;
        continue;
      }
      if (line !== '') lines.push(line.trimEnd());
      line = '';
      // A word wider than the line is cut where the line ends.
      for (const sign of word) {
        if (displayWidth(line + sign) > width) {
          lines.push(line);
          line = '';
        }
        line += sign;
      }
    }
    return [...lines, line.trimEnd()];
  });
}
