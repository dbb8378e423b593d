const TAIL = 8_000;

/** Words and signs right before a letter that make it an answer. */
const CUE =
  /(?:\b(?:answer|answers|option|choice|choose|chose|select|pick|opt for|go for|go with|going with|say|guess|so|thus|hence|therefore|it is|it's|that is|that's|this is|must be|should be|would be|has to be|leaves|left with|corresponds to|matches|final|is)|[:=→#]|答案|选|选项|选择|ответ|respuesta|réponse|antwort|resposta|risposta|lösung|정답|答え)[\s*_"'([,:]{0,8}(?:(?:is|be|it is|it's|therefore|thus|clearly|probably|likely|most likely|the letter|letter|option|choice|answer|es|est|ist|è|é|lautet|是|为|は|은|는)[\s*_"'([,:]{1,4}){0,2}$/iu;
/** What makes the letter before it an answer. */
const AFFIRMED =
  /^["')\].:]{0,2}\s(?:is|seems|looks|must be|would be|should be|fits|matches)\b(?!\s(?:not|wrong|incorrect|false))/i;
/** What takes the letter before it back. */
const REJECTED =
  /^["')\]]?\s?[:.)?-]?\s?[^.\n!]{0,60}?[\s?:.,-](?:no|not|isn't|wrong|incorrect|false|✗|✘|❌)(?![A-Za-z])/i;
const TURNS =
  /\b(?:no wait|wait|actually|sorry|correction|i mean|or rather|oops|on second thought|scratch that)\b[^\n]{0,120}?(?<![A-Za-z0-9'])([A-Z])(?![A-Za-z0-9'])/g;

const CHANGES = /\b(?:wait|actually|sorry|correction|i mean|oops|on second thought|scratch that)\b/i;
const GIVEN = /\banswer["*_\s]{0,4}(?:is\b|:|=)[\s"'(*]{0,4}([A-Z])(?![A-Za-z0-9'])/gi;

/** Several answers in a row without a change of mind, as three JSON objects on a line have: none of them counts. */
const isList = (text: string): boolean =>
  text.split('\n').some((line) => {
    const letters = new Set([...line.matchAll(GIVEN)].map(({ 1: letter }) => letter?.toUpperCase()));
    return letters.size > 1 && !CHANGES.test(line);
  });

/**
 * Whether a letter that our grading found in a reply without a box was meant as the answer: announced (`the answer is D`,
 * `based on the image: D`), affirmed (`D is correct`), alone or as a label on the first or last line, or given by its
 * option's text. A capital that merely stands in a sentence (`A man is holding C`) is none, nor is one that the same
 * breath takes back (`A, no wait, B`). Stricter than `gradeChoice`, which a person's benchmark wants to read kindly.
 */
export function settledLetter(reply: string, letter: string, options: readonly string[]): boolean {
  const text = reply
    .slice(-TAIL)
    .normalize('NFKC')
    .replace(/[*_`$]{1,3}/g, '')
    .replace(/’/g, "'");
  if (letter.length !== 1) return true;
  const places = standing(text, letter);
  // It was found by its option's text or place: no letter was read.
  if (places.length === 0) return true;
  if (isList(text)) return false;
  for (const { 1: other } of text.matchAll(TURNS)) if (other !== letter) return false;
  const kept = places.filter((at) => !REJECTED.test(text.slice(at + 1, at + 90)));
  if (kept.length === 0) return false;
  return (
    kept.some(
      (at) =>
        isAlone(text, at) ||
        CUE.test(text.slice(Math.max(0, at - 60), at)) ||
        AFFIRMED.test(text.slice(at + 1, at + 40)),
    ) || speaksOf(text, options[letter.charCodeAt(0) - 65])
  );
}

/** Offsets of a capital that stands alone. */
const standing = (text: string, letter: string): readonly number[] =>
  [...text.matchAll(new RegExp(`(?<![A-Za-z0-9'])${letter}(?![A-Za-z0-9'])`, 'g'))].map(({ index }) => index);

/** Nothing else on its line, or a label at the head of the first or last line. */
function isAlone(text: string, at: number): boolean {
  const from = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  const line = text.slice(from, end < 0 ? undefined : end);
  if (/^\W{0,4}[A-Z]\W{0,4}$/.test(line)) return true;
  const outer = text.slice(0, from).trim() === '' || end < 0 || text.slice(end).trim() === '';
  return outer && /^\W{0,3}$/.test(text.slice(from, at)) && /^[).:\]]/.test(text.slice(at + 1));
}

const speaksOf = (text: string, option: string | undefined): boolean =>
  option !== undefined &&
  option.trim().length > 1 &&
  text.toLowerCase().includes(option.trim().toLowerCase().replace(/[.]$/, ''));
