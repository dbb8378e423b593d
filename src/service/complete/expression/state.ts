import { ALLOWED_FUNCTIONS } from '../../../data';
import { kindsOfParameter, parametersOf, type ValueKind } from './kinds';
import { readExpression, type Frame, type Operand } from './read';

/** What an expression needs next at the cursor: an operand, an operator behind one, or nothing, as inside a text. */
export type ExpressionState = {
  /** The part of a name that stands directly before the cursor; with its quote where it is a quoted one. */
  readonly word: string;
} & (
  | { readonly next: 'nothing' }
  | {
      readonly next: 'operand';
      /** Kinds that fit there, the likeliest first; absent: any. */
      readonly wanted?: readonly ValueKind[];
      /** What it is compared with. */
      readonly compared?: Operand;
      /** A condition begins here, or one that NOT turns round. */
      readonly begins: boolean;
    }
  | { readonly next: 'operator'; readonly frame: Frame; readonly depth: number }
);

/** Reads an expression up to the cursor; half of it may be missing. `kindOf` knows the columns. */
export function expressionState(
  before: string,
  kindOf: (column: string) => ValueKind | undefined = () => undefined,
): ExpressionState {
  const plain = /[\p{L}_$][\p{L}\p{N}_$]*$/u.exec(before)?.[0] ?? '';
  const whole = readExpression(before, kindOf);
  if (whole.open !== undefined && !whole.open.startsWith('"')) return { next: 'nothing', word: '' };
  const word = whole.open ?? plain;
  const read = before.slice(0, before.length - word.length);
  // Digits that touch the cursor are a number that is being typed.
  if (/(?<![\p{L}_$][\p{L}\p{N}_$]*)[\d.]$/u.test(read)) return { next: 'nothing', word };
  const { frame, depth } = readExpression(read, kindOf);
  if (frame.after === 'type') return { next: 'nothing', word };
  const isAsked = frame.after !== undefined && frame.after !== 'not';
  if (frame.operand !== undefined || isAsked) return { next: 'operator', word, frame, depth };
  const wanted = wantedIn(frame);
  const compared = frame.compared ?? frame.like;
  return {
    next: 'operand',
    word,
    begins: compared === undefined && frame.waits === undefined && frame.kind !== 'call',
    ...(wanted === undefined ? {} : { wanted }),
    ...(compared === undefined ? {} : { compared }),
  };
}

function wantedIn(frame: Frame): readonly ValueKind[] | undefined {
  const { waits, compared, like, call, after } = frame;
  const kind = waits ?? compared?.kind ?? like?.kind;
  if (kind !== undefined) return kind === 'other' ? undefined : [kind];
  if (call !== undefined && Object.hasOwn(ALLOWED_FUNCTIONS, call)) {
    const { signature } = new Map(Object.entries(ALLOWED_FUNCTIONS)).get(call) ?? { signature: '()' };
    const parameter = parametersOf(signature)[frame.index];
    return parameter === undefined ? undefined : kindsOfParameter(call, parameter);
  }
  return after === 'not' ? ['truth'] : undefined;
}
