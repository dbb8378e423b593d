import { showNumber } from '../language';
import type { Note, StageDraft } from './types';

/** Lines of a comment, wrapped; whatever a script says cannot leave it. */
export function comment(text: string, width = 116): readonly string[] {
  const lines: string[] = [];
  let line = '';
  // Line ends of all kinds, and what a terminal would take for a command.
  const words = text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\ufeff\s]+/gu, ' ')
    .trim()
    .split(' ');
  for (const word of words) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(`# ${line}`);
      line = '  ';
    }
    line = line === '' || line === '  ' ? line + word : `${line} ${word}`;
  }
  return [...lines, `# ${line}`];
}

/** A value as it stands behind a colon, on one line. */
export function inline(value: unknown): string {
  if (typeof value === 'number') return showNumber(value);
  if (typeof value === 'string') return scalar(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, one]) => `${scalar(key)}: ${inline(one)}`)
      .join(', ')} }`;
  }
  return typeof value === 'boolean' ? String(value) : 'null';
}

/** A text that means itself in a flow as well as alone. */
function scalar(text: string): string {
  if (/^(?:[A-Za-z_/]|\.{1,2}\/)[\w./@+-]*(?::[\w.]+)?$/u.test(text) && !isWord(text)) return text;
  return JSON.stringify(text).replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}\ufeff]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Texts that YAML takes for something else. */
const isWord = (text: string): boolean => /^(?:true|false|null|yes|no|on|off)$/iu.test(text);

const entries = (values: Readonly<Record<string, unknown>>, indent: string): readonly string[] =>
  Object.entries(values).map(([key, value]) => `${indent}${scalar(key)}: ${inline(value)}`);

/** The settings of a stage or of `defaults`, with EasyR1's own keys below them. */
export const settingLines = (
  { settings, options }: Pick<StageDraft, 'settings' | 'options'>,
  indent: string,
): readonly string[] => [
  ...entries(settings, indent),
  ...(Object.keys(options).length === 0
    ? []
    : [`${indent}engine_options:`, ...entries(options, `${indent}  `)]),
];

/** The remarks at the head of a curriculum. */
export const noteLines = (notes: readonly Note[]): readonly string[] =>
  notes.length === 0
    ? []
    : ['#', ...notes.flatMap(({ level, text }) => comment(`${level === 'warning' ? '! ' : '- '}${text}`))];
