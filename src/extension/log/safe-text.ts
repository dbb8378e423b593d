/**
 * Makes text of a log safe and right for a terminal: colours stay, line ends become CRLF, and every other control
 * sequence is left out (ECMA-48: CSI, OSC, DCS, APC, PM, SOS and their 8-bit forms), so that a log can neither move
 * the cursor over what was said before, nor write to the clipboard, set titles, hide a link, or make the terminal
 * answer into the input. Marks that reorder text become visible.
 */
export interface SafeText {
  /** The safe part of the next piece of a log; pieces may be cut anywhere, within a sequence too. */
  next(piece: string): string;
  /** What was held back, at the end or before text of another origin; also ends colours that are still on. */
  end(): string;
}

export const RESET = '\u001b[0m';

/** Everything that is not passed on as it stands. */
const SPECIAL = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
/** Parameters of a colour (SGR); a private marker or an intermediate makes it another sequence. */
const COLOUR = /^[0-9;:]*$/;
/** No colour is longer; what goes on for longer is no sequence that anything writes on purpose. */
const LONGEST_COLOUR = 64;

/** Where in a sequence the text is. `string` ends with BEL or ST, `csi` with a letter, `escape` with one character. */
type State = 'text' | 'escape' | 'csi' | 'string' | 'string-escape';

const isFinal = (code: number): boolean => code >= 0x40 && code <= 0x7e;

/** What a control character begins. */
function opens(code: number): State | undefined {
  switch (code) {
    case 0x1b:
      return 'escape';
    case 0x9b:
      return 'csi';
    case 0x90: // DCS
    case 0x98: // SOS
    case 0x9d: // OSC
    case 0x9e: // PM
    case 0x9f: // APC
      return 'string';
    default:
      return undefined;
  }
}

/** What the character behind an escape begins. */
function opensAfterEscape(char: string): State {
  if (char === '[') return 'csi';
  return 'P]X^_'.includes(char) ? 'string' : 'text';
}

export function safeText(): SafeText {
  let state: State = 'text';
  /** The parameters of a CSI sequence so far. */
  let held = '';
  /** A carriage return that may be the first half of a line end. */
  let returned = false;
  let coloured = false;

  /** What a control character or mark shows as where it begins no sequence. */
  const shown = (char: string): string => {
    const code = char.charCodeAt(0);
    if (char === '\n' || char === '\v' || char === '\f' || code === 0x85) return '\r\n';
    if (char === '\t') return char;
    return code < 0xa0 ? '' : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  };

  /** Takes one special character of plain text. */
  const special = (char: string): string => {
    const before = returned && char !== '\n' ? '\r' : '';
    returned = char === '\r';
    if (returned) return before;
    const next = opens(char.charCodeAt(0));
    if (next === undefined) return before + shown(char);
    state = next;
    held = '';
    return before;
  };

  /** Takes one character within a sequence. Any control character ends it, so that nothing can swallow a log. */
  const within = (char: string): string => {
    const code = char.charCodeAt(0);
    const control = code < 0x20 || (code >= 0x7f && code < 0xa0);
    if (state === 'string-escape') {
      state = 'text';
      // ST is an escape and a backslash; otherwise the escape begins something else.
      if (char === '\\') return '';
      state = 'escape';
    }
    if (state === 'string') {
      if (char === '\u0007' || code === 0x9c) state = 'text';
      else if (char === '\u001b') state = 'string-escape';
      else if (control) return again(char);
      return '';
    }
    if (control) return again(char);
    if (state === 'escape') {
      // An intermediate (such as that of a character set) is followed by the last character.
      if (code > 0x2f) state = opensAfterEscape(char);
      return '';
    }
    if (!isFinal(code)) {
      if (code > 0x7e) state = 'text';
      else if (held.length <= LONGEST_COLOUR) held += char;
      return '';
    }
    state = 'text';
    if (char !== 'm' || held.length > LONGEST_COLOUR || !COLOUR.test(held)) return '';
    coloured = !/^0*$/.test(held);
    return `\u001b[${held}m`;
  };

  const again = (char: string): string => {
    state = 'text';
    return special(char);
  };

  return {
    next: (piece) => {
      let safe = '';
      let at = 0;
      while (at < piece.length) {
        if (state !== 'text') {
          safe += within(piece.charAt(at));
          at += 1;
          continue;
        }
        SPECIAL.lastIndex = at;
        const stop = SPECIAL.exec(piece)?.index ?? piece.length;
        if (stop > at) {
          if (returned) safe += '\r';
          returned = false;
          safe += piece.slice(at, stop);
        }
        if (stop < piece.length) safe += special(piece.charAt(stop));
        at = stop + 1;
      }
      return safe;
    },
    end: () => {
      const rest = (returned ? '\r' : '') + (coloured ? RESET : '');
      state = 'text';
      returned = false;
      coloured = false;
      return rest;
    },
  };
}
