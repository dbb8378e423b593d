import { plainText } from './tidy';

/** Answers that are neither text nor arithmetic. */
export type Form =
  | { readonly kind: 'empty' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'date'; readonly key: string }
  | { readonly kind: 'time'; readonly seconds: number; readonly half: 'am' | 'pm' | undefined }
  | { readonly kind: 'numeral'; readonly digits: string; readonly base: number };

const EMPTY =
  /^(?:\\emptyset|\\varnothing|∅|\\\{\s?\\\}|\{\s?\}|(?:the )?empty set|none|there (?:is|are) no (?:real )?(?:solutions?|roots?)|no (?:real |integer |such )?(?:solutions?|roots?|values?|x)(?: exists?)?)$/i;
const MISSING = /^(?:d\.?n\.?e\.?|(?:the limit )?does not exist|undefined|(?:is )?not defined)$/i;
const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** Reads an answer as the empty set, "does not exist", a date, a time of day or a numeral with its base. */
export function formOf(text: string): Form | undefined {
  if (text.length > 80) return undefined;
  const plain = plainText(text)
    .replace(/^\$|\$$/g, '')
    .replace(/\.$/, '');
  const bare = plain.replace(/^[a-z]\s?(?:=|\\in)\s?/i, '');
  if (EMPTY.test(bare)) return { kind: 'empty' };
  if (MISSING.test(bare)) return { kind: 'missing' };
  return numeralOf(bare) ?? timeOf(plain) ?? dateOf(plain);
}

function numeralOf(text: string): Form | undefined {
  const found = /^\(?([0-9A-Fa-f]{1,64})\)?_\s?\{?\s?(\d{1,2}|two|eight|ten|sixteen)\s?\}?$/.exec(text);
  if (found?.[1] === undefined || found[2] === undefined || !/^\d|[A-F]/.test(found[1])) return undefined;
  const words: Readonly<Record<string, number>> = { two: 2, eight: 8, ten: 10, sixteen: 16 };
  return {
    kind: 'numeral',
    digits: found[1].toLowerCase().replace(/^0+(?=.)/, ''),
    base: words[found[2]] ?? Number(found[2]),
  };
}

function timeOf(text: string): Form | undefined {
  const found = /^(\d{1,2}):(\d{2})(?::(\d{2}))?\s?(?:([ap])\.?\s?m\.??)?$/i.exec(text);
  const short = found === null ? /^(\d{1,2})\s?([ap])\.?\s?m\.?$/i.exec(text) : null;
  const hour = Number(found?.[1] ?? short?.[1] ?? NaN);
  if (Number.isNaN(hour) || Number(found?.[2] ?? 0) > 59) return undefined;
  const letter = (found?.[4] ?? short?.[2])?.toLowerCase();
  const half = letter === 'a' ? 'am' : letter === 'p' ? 'pm' : undefined;
  const shifted = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  return {
    kind: 'time',
    seconds: (shifted * 60 + Number(found?.[2] ?? 0)) * 60 + Number(found?.[3] ?? 0),
    half: half ?? (hour > 12 || hour === 0 ? (hour > 12 ? 'pm' : 'am') : undefined),
  };
}

function dateOf(text: string): Form | undefined {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
  if (iso !== null) return dated(iso[1], Number(iso[2]), iso[3]);
  const american = /^([A-Za-z]{3,9})\.?\s(\d{1,2})(?:st|nd|rd|th)?(?:,?\s(\d{4}))?$/.exec(text);
  if (american !== null) return dated(american[3], monthOf(american[1]), american[2]);
  const british = /^(\d{1,2})(?:st|nd|rd|th)?(?: of)?\s([A-Za-z]{3,9})\.?(?:,?\s(\d{4}))?$/.exec(text);
  return british === null ? undefined : dated(british[3], monthOf(british[2]), british[1]);
}

const monthOf = (name = ''): number => MONTHS.findIndex((month) => month.startsWith(name.toLowerCase())) + 1;

function dated(year: string | undefined, month: number, day: string | undefined): Form | undefined {
  const date = Number(day);
  if (month < 1 || month > 12 || date < 1 || date > 31) return undefined;
  return { kind: 'date', key: `${year ?? ''}-${month}-${date}` };
}

/** Whether two forms are the same answer; `undefined` when this says nothing about them. */
export function equalForms(
  a: Form | undefined,
  g: Form | undefined,
  answer: string,
  gold: string,
): boolean | undefined {
  if (a === undefined && g === undefined) return undefined;
  if (a?.kind === 'numeral' || g?.kind === 'numeral') return equalNumerals(a, g, answer, gold);
  if (a?.kind === 'date' || g?.kind === 'date')
    return a?.kind === 'date' && g?.kind === 'date' && a.key === g.key;
  if (a?.kind === 'time' && g?.kind === 'time') {
    if (a.seconds === g.seconds && (a.half === g.half || a.half === undefined || g.half === undefined))
      return true;
    const free = a.half === undefined || g.half === undefined;
    return free && a.seconds % 43_200 === g.seconds % 43_200;
  }
  if (a === undefined || g === undefined) return undefined;
  return a.kind === g.kind;
}

/** A base that one side leaves out is that of the other: the digits decide. */
function equalNumerals(
  a: Form | undefined,
  g: Form | undefined,
  answer: string,
  gold: string,
): boolean | undefined {
  if (a?.kind === 'numeral' && g?.kind === 'numeral') return a.digits === g.digits && a.base === g.base;
  const written = a?.kind === 'numeral' ? a : g;
  const other = (a?.kind === 'numeral' ? gold : answer).trim().toLowerCase();
  if (written?.kind !== 'numeral' || !/^[0-9a-f]{1,64}$/.test(other)) return undefined;
  return written.digits === other.replace(/^0+(?=.)/, '');
}
