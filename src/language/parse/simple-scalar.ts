import type { Span } from '../text/source';
import type { ScalarNode } from './tree';

const WORD = /^[A-Za-z_/(]/;
const NUMBER = /^[-+]?(?:\d{1,15}|\d+\.\d*|\.\d+|(?:\.\d+|\d+(?:\.\d*)?)[eE][-+]?\d+)$/;
/** Very long, octal and hexadecimal numbers, infinities and what is no number: rare, and the library's business. */
const ODD = /^[-+]?(?:0[ox]|\.(?:inf|nan)|\d{16,}$)/i;
/** It begins like a number but is text, such as a date. */
const NUMBERLIKE = /^-?[\d.]/;

/** A plain scalar of one line as YAML's core schema reads it; nothing where that takes more than a look. */
export function plainScalar(text: string, span: Span): ScalarNode | undefined {
  if (NUMBER.test(text)) return { kind: 'scalar', span, style: 'plain', value: Number(text), text };
  switch (text) {
    case 'true':
    case 'True':
    case 'TRUE':
      return { kind: 'scalar', span, style: 'plain', value: true, text };
    case 'false':
    case 'False':
    case 'FALSE':
      return { kind: 'scalar', span, style: 'plain', value: false, text };
    case 'null':
    case 'Null':
    case 'NULL':
    case '~':
      return undefined;
  }
  if (!WORD.test(text) && (ODD.test(text) || !NUMBERLIKE.test(text))) return undefined;
  return { kind: 'scalar', span, style: 'plain', value: text, text };
}
