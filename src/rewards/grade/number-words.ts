const SMALL = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
  'eighteen nineteen'
).split(' ');
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const SCALES: Readonly<Record<string, number>> = { hundred: 100, thousand: 1e3, million: 1e6, billion: 1e9 };
const VALUES: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, value) => [word, value] as const),
  ...TENS.flatMap((word, ten) => (word === '' ? [] : [[word, ten * 10] as const])),
]);

const UNIT = [...VALUES.keys()].sort((a, b) => b.length - a.length).join('|');
const ANY = `(?:${UNIT}|hundred|thousand|million|billion)`;
const SPELLED = new RegExp(
  `(?<!\\d\\s)\\b(?:a (?=hundred|thousand|million|billion))?${ANY}(?:[\\s-](?:and\\s(?=${ANY}\\b))?${ANY}){0,10}\\b`,
  'gi',
);

/** Stands for a "one" that counts nothing, until the others are digits; a private sign of Unicode. */
const PRONOUN = '\ue000';

/** A text with its spelled-out numbers in digits: "twenty-one dogs" as `21 dogs`, "a dozen" as `12`. */
export function withDigits(text: string): string {
  return withChineseDigits(text)
    .replace(
      /\b(no|any|some|every|each|another)[ -]one\b|\b(is|are|was|as) one of\b|(?<!-)\bone (?=(?:would|could|can|should|may|might|must|sees|gets|needs|obtains|finds)\b)|\b(?:this|that|which|last|other|hidden|wrong|right) one\b(?! (?:hundred|thousand|million))|\bof the (?:two|three|four)\b(?= (?:is|are|was|has)\b)/gi,
      (said) => said.replace(/one/i, PRONOUN).replace(/of the (?:two|three|four)/i, 'of them'),
    )
    .replace(PARTS, fraction)
    .replace(/\b(?:half a dozen)\b/gi, '6')
    .replace(
      /\b(?:(a|one)|two|three|four|five|ten)\s(dozen|couple)s?\b/gi,
      (whole: string, one: string | undefined, kind: string) => {
        const times = one === undefined ? (VALUES.get(whole.split(/\s/)[0]?.toLowerCase() ?? '') ?? 1) : 1;
        return String(times * (kind.toLowerCase() === 'dozen' ? 12 : 2));
      },
    )
    .replace(
      /\b(?:minus|negative)\s(?=[\d.]|(?:a\s)?(?:one|two|three|four|five|six|seven|eight|nine|ten))/gi,
      '-',
    )
    .replace(SPELLED, (words) => spelled(words))
    .replace(/\bsingle(?= [a-z])/gi, '1')
    .replaceAll(PRONOUN, 'one');
}

const PART: Readonly<Record<string, number>> = {
  half: 2,
  halve: 2,
  third: 3,
  quarter: 4,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  eighth: 8,
  tenth: 10,
};
/** "three quarters", "one and a half", "a half". */
const PARTS =
  /\b(?:(one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) and )?(?:(one|two|three|four|five|seven|nine)[ -](half|halve|third|quarter|fourth|fifth|sixth|eighth|tenth)s?|an? (half|quarter))\b(?! (?:past|to|of|dozen|an? hour)\b)/gi;

function fraction(said: string, whole?: string, times?: string, part?: string, one?: string): string {
  const value = (word: string): number => VALUES.get(word.toLowerCase()) ?? Number(word);
  const under = PART[(part ?? one ?? '').toLowerCase()];
  if (under === undefined) return said;
  const over = times === undefined ? 1 : value(times);
  return whole === undefined ? `${over}/${under}` : `${value(whole) * under + over}/${under}`;
}

const CHINESE = new Map(Array.from('零一二三四五六七八九', (sign, value) => [sign, value] as const));
const COUNTED = '个只人条张辆本头匹棵朵把位名件块座间支双根米厘元岁年月天小分%';
/** A Chinese numeral below ten thousand that is all that is said, or that counts something. */
const HAN = new RegExp(
  `(?<!第|[零一二两三四五六七八九十百千])([零一二两三四五六七八九十百千]{1,8})(?=[${COUNTED}]|。?$)`,
  'g',
);

const withChineseDigits = (text: string): string =>
  /[零一二两三四五六七八九十百千]/.test(text)
    ? text.replace(HAN, (numeral) => {
        let total = 0;
        let digit: number | undefined;
        for (const sign of numeral.replaceAll('两', '二')) {
          const scale = { 十: 10, 百: 100, 千: 1000 }[sign];
          if (scale === undefined) digit = CHINESE.get(sign) ?? 0;
          else {
            total += (digit ?? 1) * scale;
            digit = undefined;
          }
        }
        return String(total + (digit ?? 0));
      })
    : text;

function spelled(words: string): string {
  let total = 0;
  let part = 0;
  let before = Infinity;
  for (const word of words.toLowerCase().split(/[\s-]/)) {
    if (word === 'and' || word === 'a') continue;
    const scale = SCALES[word];
    const value = VALUES.get(word);
    if (scale === 100) part = (part === 0 ? 1 : part) * 100;
    else if (scale !== undefined) {
      total += (part === 0 ? 1 : part) * scale;
      part = 0;
    } else if (value !== undefined) {
      // "one two three" counts aloud: no number.
      if (part % 100 !== 0 && !(before >= 20 && before % 10 === 0 && value < 10)) return words;
      part += value;
    }
    before = value ?? Infinity;
  }
  return String(total + part);
}
