import { LABEL_NAMES, LABELS, type ItemDetail, type Label, type VerdictDetail } from '../../protocol';
import { asMarkdown, asQuote } from './escape';

/** Words of the user's language. */
export interface FailureWords {
  readonly question: string;
  readonly gold: string;
  readonly answer: string;
  readonly noAnswer: string;
  readonly response: string;
  readonly image: string;
  readonly verdicts: string;
  readonly noVerdicts: string;
  readonly label: string;
  readonly takeBack: string;
  readonly share: (right: number, k: number) => string;
}

/** Characters of a response in a thread: all of it is in the browser. */
const LONGEST_RESPONSE = 1500;
const MOST_IMAGES = 4;
/** Pixels. */
const IMAGE_WIDTH = 200;

/**
 * A failure as Markdown: images, question, options, gold, answer, response. Everything that is not ours is escaped;
 * `pictures` are addresses of files that may be shown, or why one is not.
 */
export function failureText(item: ItemDetail, words: FailureWords): string {
  const { question, options, goldText, gold, extracted, response } = item;
  const answer = extracted === undefined || extracted === '' ? undefined : extracted;
  return [
    ...pictures(item, words),
    `**${words.question}**  \n${asMarkdown(question.replaceAll('<image>', '').trim(), 2000)}`,
    ...(options.length === 0 ? [] : [optionList(options)]),
    `**${words.gold}** ${asMarkdown(goldText === gold || goldText === '' ? gold : `${gold}: ${goldText}`, 300)}  \n` +
      `**${words.answer}** ${answer === undefined ? words.noAnswer : asMarkdown(answer, 300)}`,
    ...(response.trim() === ''
      ? []
      : [`**${words.response}**\n\n${asQuote(response.trim(), LONGEST_RESPONSE)}`]),
  ].join('\n\n');
}

function pictures(item: ItemDetail, words: FailureWords): readonly string[] {
  const shown = item.pictures
    .slice(0, MOST_IMAGES)
    .map((picture) =>
      'file' in picture
        ? `![${words.image}](${picture.file}|width=${Math.min(IMAGE_WIDTH, picture.width ?? IMAGE_WIDTH)})`
        : `*${asMarkdown(picture.missing, 300)}*`,
    );
  return shown.length === 0 ? [] : [shown.join(' ')];
}

const optionList = (options: readonly string[]): string =>
  options
    .slice(0, 26)
    .map((option, index) => `${String.fromCharCode(65 + index)}\\. ${asMarkdown(option, 300)}`)
    .join('  \n');

/** What each method says of a failure, and on what it rests. */
export function verdictText({ details }: ItemDetail, words: FailureWords): string {
  if (details.length === 0) return words.noVerdicts;
  return details.map((detail) => `- ${verdictLine(detail, words)}`).join('\n');
}

function verdictLine(detail: VerdictDetail, words: FailureWords): string {
  const { title } = LABELS[detail.label];
  const subtype = detail.subtype === undefined ? '' : ` (${asMarkdown(detail.subtype, 60)})`;
  const by = detail.by === '' ? '' : ` · ${asMarkdown(detail.by, 60)}`;
  const head = `**${title}**${subtype}, ${detail.method}${by}`;
  switch (detail.method) {
    case 'counterfactual':
      return [
        head,
        ...detail.arms.map(({ arm, right, k }) => `${asMarkdown(arm)} ${words.share(right, k)}`),
      ].join(' · ');
    case 'judge':
      return detail.rationale === ''
        ? head
        : `${head}: ${asMarkdown(detail.rationale, 600).replaceAll('\n', ' ')}`;
    case 'human':
      return detail.note === undefined
        ? head
        : `${head}: ${asMarkdown(detail.note, 600).replaceAll('\n', ' ')}`;
  }
}

/** Links that give a label, as buttons in a line; `mine` stands out and is taken back by its link. */
export function labelLinks(
  mine: Label | undefined,
  link: (label: Label | null) => string,
  words: FailureWords,
): string {
  const links = LABEL_NAMES.map((label) =>
    label === mine
      ? `**${LABELS[label].title}** ([${words.takeBack}](${link(null)}))`
      : `[${LABELS[label].title}](${link(label)})`,
  );
  return `${words.label} ${links.join(' · ')}`;
}
