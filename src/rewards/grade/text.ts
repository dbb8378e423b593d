const DRESS =
  /\\(?:overline|overrightarrow|overleftrightarrow|vec)(?=\s?\{?[A-Z])|\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox|boxed)\b|[{}$*"“”]|\\[,;!: ()[\]]/g;

const SIGNS: Readonly<Record<string, string>> = {
  '½': ' 1/2', '¼': ' 1/4', '¾': ' 3/4', '⅓': ' 1/3', '⅔': ' 2/3', '⅛': ' 1/8',
}; // prettier-ignore

/** Compatibility forms as plain signs (NFKC), but powers and fractions as such: `7²` is not 72, `2½` not 21/2. */
export const normalised = (text: string): string =>
  raised(text)
    .replace(/[½¼¾⅓⅔⅛]/g, (sign) => SIGNS[sign] ?? sign)
    .normalize('NFKC');

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const POWERS = /(⁻?)([⁰¹²³⁴-⁹]{1,8})/g;

/** Unicode's small figures as a power: `10⁻⁵` as `10^{-5}`, not 105. */
function power(_: string, minus: string, figures: string): string {
  const digits = Array.from(figures, (sign) => RAISED.indexOf(sign)).join('');
  return minus === '' && digits.length === 1 ? `^${digits}` : `^{${minus === '' ? '' : '-'}${digits}}`;
}

/** A text with Unicode's small figures as powers. */
export const raised = (text: string): string => text.replace(POWERS, power);

/**
 * A plain-text answer folded for comparison: NFKC, lower case, one space, without LaTeX dress, leading article or
 * final punctuation. One letter keeps its case, since `A` and `a` may name two things.
 */
export function foldText(answer: string): string {
  const plain = normalised(answer.replace(DRESS, ' ')).split(/\s+/).filter(Boolean).join(' ');
  const trimmed = plain.replace(/[.,;:!?]{1,4}$/, '').trim();
  if (trimmed.length <= 1) return trimmed;
  return trimmed.toLowerCase().replace(/^(?:a|an|the) (?=\S)/, '');
}

/** `yes` of "Yes, there are two": the polarity when an answer opens with one and does not name the other. */
export function polarity(folded: string): 'yes' | 'no' | undefined {
  const words = folded.split(/[^a-z]+/, 40);
  const first = words[0];
  if (first === 'yes' || first === 'true')
    return words.includes('no') || words.includes('false') ? undefined : 'yes';
  if (first === 'no' || first === 'false')
    return words.includes('yes') || words.includes('true') ? undefined : 'no';
  return undefined;
}
