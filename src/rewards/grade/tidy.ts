const CURRENCIES: Readonly<Record<string, string>> = {
  '\\$': 'dollar', $: 'dollar', US$: 'dollar', 'US\\$': 'dollar', '€': 'euro', '£': 'pound', '¥': 'yen', '₹': 'rupee',
  '\\pounds': 'pound', '\\euro': 'euro',
}; // prettier-ignore

const PREFIX_CURRENCY =
  /(-?)\s{0,2}(US\\?\$|\\\$|\\pounds\b|\\euro\b|[€£¥₹])\s{0,2}(\d[\d,.]{0,30})(\s{0,2}(?:million|billion|thousand|trillion)\b)?/g;
const ALL_REALS =
  /^(?:x\s?\\in\s?)?(?:\(?all real (?:numbers|x)\)?|\\mathbb\s?\{?\s?R\s?\}?|\\mathbf\s?\{?R\}?|\\Reals?|ℝ|R)$/i;

/**
 * An answer in the spelling that the reader of tokens expects: digits joined over LaTeX's thin spaces and `{,}`,
 * currency as a unit behind its number, `%` for the word, degrees Celsius as a word, without the final stop, outer
 * math signs and words such as "about".
 */
export function tidy(answer: string): string {
  let text = unwrapMath(answer.trim());
  text = text
    .replace(/(\d)(?:\{,\}|,?\\[,!;:]|,\{\}|,\\ )\s{0,2}(?=\d{3}(?!\d))/g, '$1')
    .replace(/(\d)\\,(?=\d{3})/g, '$1')
    .replace(/\bper\s?cent\b|\bpct\b/gi, '%')
    .replace(
      /(?:\b|(?<=\d))degrees?\s(?:(C)elsius|(F)ahrenheit|([CF])\b)/gi,
      (_, c?: string, f?: string, one?: string) => ` deg${(c ?? f ?? one ?? 'C').toUpperCase()} `,
    )
    .replace(
      /(?:\^\s?\{?\s?\\circ\s?\}?|°)\s?(?:\\text\s?\{|\\mathrm\s?\{)?\s{0,2}([CF])\b\}?/g,
      ' \\text{ deg$1}',
    )
    .replace(/[℃]/g, ' \\text{ degC}')
    .replace(PREFIX_CURRENCY, (_, sign: string, name: string, amount: string, scale: string | undefined) => {
      const unit = CURRENCIES[name] ?? 'dollar';
      return `${sign}${amount.replace(/[.,]$/, '')}${scale ?? ''} \\text{ ${unit}}`;
    });
  text = text
    .replace(/^\\begin\{cases\}([^&]*)\\end\{cases\}$/, (_, lines: string) => lines.split('\\\\').join(', '))
    .replace(/\\(?:textcolor\s?\{\s?[a-z]{1,20}\s?\}|color\s?\{\s?[a-z]{1,20}\s?\})/gi, '')
    .replace(REPEATING, repeating);
  if (/^-?\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,6}$/.test(text)) text = text.replace(/\s/g, '');
  // One dollar sign alone is money, a pair of them is LaTeX.
  const money = /^(-?)\$\s?(\d[\d,.]{0,30})$/.exec(text);
  if (money !== null) text = `${money[1] ?? ''}${money[2] ?? ''} \\text{ dollar}`;
  text = text.replace(/[.。]\s{0,4}$/, '').trim();
  if (ALL_REALS.test(plainText(text)) || ALL_REALS.test(text))
    return text === 'R' ? text : '(-\\infty,\\infty)';
  text = text.replace(/\\mathbb\s?\{?\s?R\s?\}?|ℝ/g, '(-\\infty,\\infty)');
  return text.replace(
    /^(?:\\text\s?\{\s?(?:about|approximately|roughly)\s?\}|\\approx|≈|~|about|approximately|approx\.?|roughly|around|nearly)\s{0,4}(?=[-\\$\d.])/i,
    '',
  );
}

/** A decimal with a period: `0.1\\overline{6}`, `0.\\bar{3}`, `0.\\dot{6}`, `0.\\dot{1}4285\\dot{7}`. */
const REPEATING =
  /(\d{1,6})\.(\d{0,6})(?:\\(?:overline|bar)\s?(?:\{\s?(\d{1,7})\s?\}|(\d))|\\dot\s?\{?\s?(\d)\s?\}?(?:(\d{0,5})\\dot\s?\{?\s?(\d)\s?\}?)?)/g;

/** The fraction that a repeating decimal is. */
function repeating(
  _: string,
  whole: string,
  head: string,
  ...parts: readonly (string | undefined)[]
): string {
  const period = parts
    .slice(0, 5)
    .map((part) => part ?? '')
    .join('');
  const over = Number(whole + head + period) - Number(whole + head);
  return `\\frac{${over}}{${'9'.repeat(period.length)}${'0'.repeat(head.length)}}`;
}

/** Without dollar signs or `\( \)` around the whole. */
function unwrapMath(text: string): string {
  const inner = /^(?:\$\$?([^$]*)\$?\$|\\\(([\s\S]*)\\\)|\\\[([\s\S]*)\\\])\s{0,4}\.?$/.exec(text);
  return (inner?.[1] ?? inner?.[2] ?? inner?.[3] ?? text).trim();
}

/** The words of an answer without the LaTeX that sets them in type. */
export const plainText = (text: string): string =>
  text
    .replace(/\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox|textsf)\s?\{([^{}]*)\}/g, '$1')
    .replace(/\\[,;:! ]|~/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * Other readings of an answer whose first reading failed: without a label (`(a) 3`, `C. 12`), without the sentence
 * around it ("The area is 24"), without a remark in brackets behind it. They only take words away.
 */
export function undressed(text: string): readonly string[] {
  const plain = plainText(text);
  if (plain.length > 300) return [];
  const found: string[] = [];
  const free =
    /^(.{1,200}?),?\s?\\?(?:where |for |with |quad )?\(?[a-z]\s?(?:\\in|∈)\s?(?:\\mathbb\s?\{?\s?[ZN]\s?\}?|ℤ|ℕ)\)?$/.exec(
      plain,
    )?.[1];
  if (free !== undefined && !/[<>≤≥]|\\[lg]e/.test(free)) found.push(free.trim());
  const label = /^\(?([A-Za-z]|[ivx]{1,4})[).:](?:\s|(?<=\)))\s{0,4}(\S.*)$/s.exec(plain)?.[2];
  if (label !== undefined) found.push(label);
  const part = /^(?:part|question|answer)\s(?:\(?[a-z0-9]\)?)?\s?:\s(\S.*)$/is.exec(plain)?.[1];
  if (part !== undefined) found.push(part);
  const said =
    /^[A-Za-z][A-Za-z' -]{1,80}\s(?:is|are|equals|was|be)\s(?:equal to |about |approximately )?(.{1,80})$/.exec(
      plain,
    );
  if (said?.[1] !== undefined && !/\b(?:not|no|never|n't)\b/i.test(plain)) found.push(said[1]);
  const remark =
    /^(.{1,200}[^\s(])\s?\((?:approximately|approx\.?|exactly|rounded[^()]*|in [a-z ]+|[a-z-]+)\)$/i.exec(
      plain,
    )?.[1];
  if (remark !== undefined && !/\b(?:or|not)\b/.test(plain)) found.push(remark);
  const rejected = /^(.{1,100}?)[,\s]{1,3}\(?(?:and )?not [^()]{1,40}\)?$/i.exec(plain)?.[1];
  if (rejected !== undefined && /\d/.test(rejected) && !/\bor\b/.test(plain)) found.push(rejected);
  const clock = /^(\d{1,4})\s?(?:h|hrs?|hours?),?\s(?:and )?(\d{1,2})\s?(?:min|mins|minutes?)$/i.exec(plain);
  if (clock !== null) found.push(`${60 * Number(clock[1]) + Number(clock[2])} \\text{ min}`);
  const colon = /^[A-Za-z][A-Za-z' -]{2,60}:\s(.{1,80})$/.exec(plain)?.[1];
  if (colon !== undefined) found.push(colon);
  return found;
}
