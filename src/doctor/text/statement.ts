/**
 * Where a message may begin: at the start of the line, behind the name of an exception, or behind a colon or bracket
 * that ends what a library puts before its messages. A sentence that merely mentions an error does not begin so.
 * Every quantifier is bounded, so that no line takes longer than its length allows.
 */
const BEGINNING =
  '(?:^|[:\\])>]\\s{1,2}|-- |^(?:terminate called.{0,200}what\\(\\):\\s{1,4}))(?:Error |(?:\\w[\\w.]{0,120})?(?:Error|Exception|Exit)(?:\\(\\w[\\w.]{0,80}\\))?:\\s{1,2}){0,3}';

/** A pattern for a message that a program says, as opposed to one that a text quotes. */
export const statement = (body: string, flags = ''): RegExp => new RegExp(`${BEGINNING}(?:${body})`, flags);
