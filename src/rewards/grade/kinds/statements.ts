/** Words, in several languages, that announce an answer. What follows them on the line is the answer. */
const CUES: readonly RegExp[] = [
  /\b(?:answer|option|choice|(?:correct|right|best) one|solution|result|conclusion|response)s?\b(?:\s(?:to (?:the|this) question|here|choice|option|letter))?[*_\s"]{0,6}(?:\s(?:is|would be|should be|must be|will be)\b|:|=|→|->)(?:\s(?:therefore|thus|clearly|definitely|most likely|probably|likely|simply|indeed|then)\b,?)?[*_\s:"]{0,8}/gi,
  /####[ \t]{0,4}/g,
  /(?:答案|正确选项|正确答案|选项|回答)(?:\s?(?:是|为|应为|应该是|选|:))\s?:?\s?(?:选项|选)?/g,
  /(?:故选|应选|所以选|因此选|我选|选择|选)\s?:?\s?/g,
  /\b(?:respuesta|réponse|antwort|resposta|risposta|lösung|ответ|antwoord|odpowiedź)\b(?:\s(?:correcta|correcte|corretta|final|finale|lautet))?\s{0,2}(?:\s(?:es|est|ist|é|è|lautet|is)\b|:|—|-)\s{0,2}(?:la |die |das |option |opción )?/giu,
  /(?:ответ|答え|回答|정답)\s{0,2}(?:は|은|:|—|-)\s{0,2}/gu,
];

export interface Statement {
  /** What follows the cue, to the end of its line. */
  readonly text: string;
  /** Offset of the cue, and of what follows it. */
  readonly from: number;
  readonly at: number;
}

/** Everything that a response announces as its answer, in order. */
export function statements(spoken: string, more: readonly RegExp[] = []): readonly Statement[] {
  const found: Statement[] = [];
  for (const cue of [...CUES, ...more]) {
    for (const match of spoken.matchAll(cue)) {
      const at = match.index + match[0].length;
      const rest = spoken.slice(at, at + 400);
      // A heading such as "**Answer:**" has its answer on the next line.
      const text = /^[\s*_#$]{0,12}([^\n]*)/.exec(rest)?.[1]?.trim() ?? '';
      if (text !== '') found.push({ text, from: match.index, at });
    }
  }
  return found.sort((a, b) => a.at - b.at || a.from - b.from);
}

/** The text without Markdown emphasis and LaTeX dress. */
export const unformatted = (text: string): string =>
  text
    .replace(
      /\\(?:text|textbf|mathrm|mathbf|mbox|boxed|fbox|bf|rm)\b\s?|\\[()[\]]|[{}$`]|\*{1,3}|(?<![A-Za-z0-9])_{1,2}|_{1,2}(?![A-Za-z0-9])/g,
      '',
    )
    .replace(/^[#>\s]{1,8}/, '')
    .trim();
