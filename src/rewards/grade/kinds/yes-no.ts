import { CUT_OFF, lastBox, outsideThinking, RETRACTS, spokenPart, tagged } from './spoken';
import { statements, unformatted } from './statements';
import { NONE, type Verdict } from './types';

export type Polarity = 'yes' | 'no';

const YES =
  'yes|yeah|yep|yup|true|correct|indeed|absolutely|certainly|definitely|of course|affirmative|right(?=[.,!]|$)|sure|sí|si|oui|ja|да|sim|是的|是|对的|对|有的|有|正确|はい|네';
const NO =
  '(?:certainly|definitely|absolutely|of course|surely|clearly|probably|indeed|sure) (?:not|no)(?![a-z])|not (?:at all|really)|not quite(?=[.,!]|$)|wrong(?=[.,!]|$)|no|nope|nah|false|incorrect|negative|non|nein|нет|não|不是|没有|不对|不(?!确定|清楚|知道|一定|能)|否|错误|没|いいえ|아니요';
const WORD = new RegExp(
  `^["'(]{0,2}(?:(${NO})|(${YES}))(?![A-Za-z\\u00c0-\\u024f\\u0400-\\u04ff]|'[a-z])`,
  'iu',
);
const BOTH =
  /\b(?:yes|true)\b[\s,]{0,3}(?:and|or|\/|&|but also)[\s,]{0,3}(?:also )?\b(?:no|false)\b|\b(?:no|false)\b[\s,]{0,3}(?:and|or|\/)[\s,]{0,3}\b(?:yes|true)\b|\byes\s?\/\s?no\b|\byes\s+no\b|\byes,\s?no(?=\s?(?:[,.]|$))|\bno\s+yes\b/i;
const UNSURE =
  /\b(?:not sure|unsure|unclear|uncertain|maybe|perhaps|possibly|hard to (?:tell|say)|difficult to (?:tell|say|determine)|don't know|do not know|no idea|(?:cannot|can't|can not|could not|unable to|impossible to|not possible to) (?:be )?(?:tell|say|determine|determined|answer|see whether|confirm|verify|know)|neither|may or may not|might|no (?:way|clue|means|information))\b/i;
/** The picture was not seen, or nothing is answered: that is not a "no". */
const REFUSES =
  /\b(?:cannot|can't|can not|unable to|not able to|don't|do not|could not|couldn't) (?:\w+ly )?(?:see|view|access|open|process|analy[sz]e|display|load|look at) (?:the |this |that |any |your |an? )?(?:attached |provided )?(?:images?|pictures?|photos?|attachments?|figures?)(?! (?:of|on|in|hanging|with))\b|\bno (?:image|picture|photo) (?:is |was |has been )?(?:attached|provided|given|available|uploaded)|\b(?:not enough|insufficient|no) (?:information|context|detail)|\bno (?:answer|comment|response|idea|opinion)\b|\b(?:not|isn't) (?:enough|sufficient|possible to)\b|\bas an ai\b|\bi(?:'m| am) (?:sorry|unable)\b|不确定|无法|不知道|不清楚|看不到|看不清/i;
const NEGATION =
  /\b(?:no|not|never|none|nothing|nobody|impossible|without|cannot|neither|absent|lacks?)\b|n't\b/i;
const EXISTS =
  /\b(?:there (?:is|are|'s|does|was)|(?:image|picture|photo|figure|scene) (?:does |clearly )?(?:shows?|contains?|includes?|depicts?|features?|has)|i (?:can )?(?:see|spot)|(?:is|are) (?:indeed |clearly )?(?:present|visible|shown|in the (?:image|picture|photo))|it (?:is|does|has)|they (?:are|do|have)|(?:statement|claim|answer|this|that|it) (?:is|are) (?:true|correct|right)|(?:is|are) [a-z]+ing|has|have)\b/i;

/** Grades a yes-or-no answer: what the response settles on; both, neither and "not sure" are no answer. */
export function gradeYesNo(response: string, gold: string): Verdict {
  const wanted = wordAt(unformatted(lastBox(gold) ?? gold).trim());
  const said = polarityOf(response);
  if (said === undefined) return NONE;
  return { correct: said === wanted, extracted: said };
}

export function polarityOf(response: string): Polarity | undefined {
  const spoken = spokenPart(response);
  const content = tagged(spoken) ?? lastBox(outsideThinking(response));
  if (content !== undefined) return settled(unformatted(lastBox(content) ?? content));
  return settled(unformatted(spoken.replace(/\*{1,3}|`/g, '')));
}

/** The question, said again, and words that sound like an answer but are none. */
const ECHO =
  /[([]\s?(?:yes\s?(?:or|\/)\s?no|y\/n)\s?[)\]]|\b(?:please )?(?:answer|reply|respond)(?: (?:with|only|just|simply|by))* ["']?yes["']? or ["']?no["']?[.:]?|,?\s?\byes or no(?=[.?:])|\b(?:there(?:'s| is) )?(?:no|without (?:a |any )?) ?(?:doubt|question|problem)(?: about (?:it|that|this))?\b[:,.!]?/gi;
/** "..., so yes.", "..., but no.", "most likely, yes" and "→ No": an answer set off inside a sentence. */
const CLAUSE =
  /[,;]\s(?=(?:(?:but|so|therefore|thus|hence)\s(?:[a-z',]{1,12}\s){0,6})?(?:yes|no)["']?(?:[.!,;]|$)(?!\s?(?:but|though)\b))|(?:→|⇒|->|=>)\s?(?=(?:yes|no)\b)/i;

function settled(given: string): Polarity | undefined {
  // A question that is quoted is not the answer to it.
  const text = given
    .replace(/ ?["“][^"“”]{3,300}\?["”]/g, '')
    .replace(ECHO, ' ')
    .trim();
  if (text === '' || BOTH.test(text)) return undefined;
  if (/^[yn]$/i.test(text.replace(/[.!)"']$/, ''))) return /^y/i.test(text) ? 'yes' : 'no';
  const claims = statements(text, SAYS)
    .filter(({ from }) => !SUPPOSES.test(text.slice(Math.max(0, from - 60), from)))
    .map(({ text: phrase, from, at }) => ({ from, at, polarity: phraseOf(phrase) }))
    .filter(({ polarity }) => polarity !== undefined);
  const announced = claims.at(-1);
  if (announced !== undefined) {
    const before = claims.at(-2);
    // Two opposite answers without a word between are guesses, not a change of mind.
    if (
      before !== undefined &&
      before.polarity !== announced.polarity &&
      GUESSES.test(text.slice(before.at, announced.from))
    )
      return undefined;
    return RETRACTS.test(text.slice(announced.at)) ? undefined : announced.polarity;
  }
  const sentences = text
    .split(/(?<=[.!?。…])\s*|\n+|,\s(?=(?:wait|actually|no wait|sorry)\b)/i)
    .flatMap((sentence) => sentence.split(CLAUSE))
    .map((sentence) => sentence.replace(LEAD, ''))
    .map((sentence) => sentence.replace(/^[^\p{L}\p{N}"'(]{1,8}/u, ''))
    .filter((one) => one.trim() !== '');
  const openings = sentences.map((sentence) => sentence.replace(OPENING, ''));
  // After a plain "Yes." or "Yes, ...", "No dogs are there" is a remark.
  const answered = openings.findIndex((one) => /^["'(]?(?:yes|no)\b["')]?(?:[.,;:!]|$)/i.test(one));
  const words = openings.flatMap((one, i) =>
    answered >= 0 && i > answered && /^no [a-z]/i.test(one) ? [] : (phraseOf(one) ?? []),
  );
  const first = words[0];
  if (first !== undefined) {
    const last = words.at(-1);
    if (first === last) return RETRACTS.test(text) ? undefined : first;
    // A change of mind counts when it is said to be one, or when it is the end.
    return wordAt((sentences.at(-1) ?? '').replace(OPENING, '')) ?? (CHANGES.test(text) ? last : undefined);
  }
  if (UNSURE.test(text) || REFUSES.test(text) || openings.some((one) => CONDITIONAL.test(one)))
    return undefined;
  const verdict =
    /^(?:that|this)(?:'s| is) (?:(?:entirely |quite |absolutely )?(correct|true|right)|(?:incorrect|false|wrong))\b/i.exec(
      text,
    );
  if (verdict !== null) return verdict[1] === undefined ? 'no' : 'yes';
  const denied = /\b(?:wrong|incorrect|a mistake) to (?:say|answer|claim)[:,]? ["']?(yes|no)\b/i.exec(
    text,
  )?.[1];
  if (denied !== undefined) return denied.toLowerCase() === 'yes' ? 'no' : 'yes';
  if (/\bnot ["']?(?:yes|no)\b/i.test(text)) return undefined;
  return stated(sentences.filter((sentence) => !CUT_OFF.test(sentence)));
}

/** "I would say yes", unless "if ..." stands before it or "but" behind. */
const SAYS = [
  /\bi(?:'d| would| will|'ll| have to| must)? (?:say|answer|go with)[:,]?\s(?!["']?(?:yes|no)["']?,? but\b)/gi,
];
const SUPPOSES = /\b(?:whether|if|unless|suppose)\s(?:[^.!?\n]{0,50}[\s,])?$/i;
const GUESSES = /^\W*(?:yes|no|true|false)\W*(?:(?:the|my|final|correct|or)\s){0,3}$/i;
const CONDITIONAL = /^\W{0,2}(?:yes|no)\W{0,2}\s(?:if|when|unless|provided|only if)\b/i;

/** What stands between "so" and the yes or no at the end of a clause. */
const LEAD = /^(?:but|so|therefore|thus|hence)\s(?:[a-z',]{1,12}\s){0,6}(?=(?:yes|no)["']?(?:[.!,;]|$))/i;
const OPENING =
  /^[\s"'(]{0,4}(?:(?:so|well|thus|therefore|hence|wait|actually|sorry|hmm|oh|in conclusion|in fact|in short|in a word|in brief|in summary|finally|a(?=:)|overall|correction|but|and)\b[,.:…\s]{0,4}){1,4}/i;
const CHANGES = /\b(?:wait|actually|sorry|on second thought|correction|however)\b/i;

function wordAt(text: string): Polarity | undefined {
  const found = WORD.exec(text);
  if (found === null) return undefined;
  return found[1] !== undefined ? 'no' : 'yes';
}

/** The yes or no that opens a phrase; "not yes" and "no doubt" open with neither. */
function phraseOf(phrase: string): Polarity | undefined {
  const text = phrase.trim();
  if (CONDITIONAL.test(text)) return undefined;
  if (/^(?:not|isn't) (?:true|correct|right|yes)\b/i.test(text))
    return /yes/i.test(text.slice(0, 8)) ? undefined : 'no';
  if (/^(?:not (?:no|false))\b/i.test(text)) return undefined;
  if (
    /^(?:no (?:idea|answer|comment|response|opinion|image|picture|photo|enough|way|clue|means|information|wait)|true or false|correct me|sure thing,? (?:let|here))\b/i.test(
      text,
    )
  )
    return /^no wait/i.test(text) ? wordAt(text.slice(8).replace(/^[\s,.]{1,4}/, '')) : undefined;
  // "No dogs are visible" is a statement; "No, ..." and "No." are answers, and both mean no.
  return wordAt(text);
}

/** What plain statements say: "There is a dog", "The image does not show a dog", "The statement is false". */
function stated(sentences: readonly string[]): Polarity | undefined {
  const last = sentences.length <= 3 ? sentences : sentences.slice(-1);
  const said = last.flatMap((quoting) => {
    // What a sign in the picture says is not what the response says.
    const sentence = quoting.replace(/["“][^"“”]{3,80}["”]/g, 'it');
    const denied = /\bnot (?:the case|true|correct|so) that\b(.*)$/i.exec(sentence)?.[1];
    if (denied !== undefined) return NEGATION.test(denied) ? (['yes'] as const) : (['no'] as const);
    if (/\b(?:is|are) (?:an? )?(?:false|incorrect|wrong)\b/i.test(sentence))
      return NEGATION.test(sentence) ? [] : (['no'] as const);
    if (/\b(?:not|no) (?:false|incorrect|wrong)\b/i.test(sentence)) return [];
    if (/没有|不存在|不是|并非/.test(sentence)) return ['no'] as const;
    if (/(?:图|照片|画面)[^。]{0,6}有|存在/.test(sentence)) return ['yes'] as const;
    if (NEGATION.test(sentence))
      return /\b(?:there|image|picture|photo|see|is|are|does|do|visible|has|have)\b|n't\b/i.test(sentence)
        ? (['no'] as const)
        : [];
    return EXISTS.test(sentence) && sentence.length <= 200 ? (['yes'] as const) : [];
  });
  return new Set(said).size === 1 ? said[0] : undefined;
}
