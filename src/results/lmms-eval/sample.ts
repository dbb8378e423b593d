import { isObject } from '../../data';
import { answerText, isBlank, verdictOf } from '../generic/cells';

type Values = Readonly<Record<string, unknown>>;

/** Keys of a sample that are no metric. */
const OWN = new Set([
  'doc_id', 'input', 'resps', 'filtered_resps', 'target', 'token_counts', 'doc_hash', 'prompt_hash', 'target_hash',
  'input_media', 'doc', 'arguments', 'filter', 'metrics',
]); // prettier-ignore

/** Metrics that say whether an answer is right, the surest first. */
const TELLING = [/accuracy|_acc$|^acc/i, /exact_match|relaxed|correct/i, /gpt_eval|llm|judge/i, /score/i];
const OTHER = /f1|precision|recall|ratio|bleu|rouge|cider|anls|length|stderr/i;

/** The first of nested lists: `[["B"]]`, `["B"]` or `"B"`; what was made into text is read again. */
export function responseOf({ filtered_resps: filtered, resps }: Values): string {
  const first = (cell: unknown): string =>
    Array.isArray(cell) ? first((cell as readonly unknown[])[0]) : answerText(cell);
  // The filter may take the answer out of a response; an audit reads the whole of it.
  const whole = first(resps);
  return whole === '' ? first(filtered) : whole;
}

/** What the task's own filter took as the answer, where that is not the whole response. */
export function filteredAnswer(values: Values): string | undefined {
  const { filtered_resps: filtered } = values;
  const text = Array.isArray(filtered) ? answerText(filtered[0]) : answerText(filtered);
  return text !== '' && text !== responseOf(values) && !text.startsWith('[') ? text : undefined;
}

export interface SampleVerdict {
  readonly correct: boolean | null;
  readonly by: string;
  /** The answer that the metric looked at. */
  readonly answer?: string;
}

/** The verdict of the metric that says most of whether the answer is right. */
export function sampleVerdict(values: Values): SampleVerdict | undefined {
  const metrics = Object.keys(values).filter((name) => !OWN.has(name) && !OTHER.test(name));
  const rank = (name: string): number => {
    const at = TELLING.findIndex((pattern) => pattern.test(name));
    return at < 0 ? TELLING.length : at;
  };
  let points: SampleVerdict | undefined;
  for (const name of metrics.sort((a, b) => rank(a) - rank(b))) {
    const cell = values[name];
    if (isObject(cell)) {
      const found = fromObject(cell, responseOf(values));
      if (found !== undefined && found.correct !== null) return { by: name, ...found };
      if (found !== undefined) points ??= { by: name, ...found };
    } else if (!isBlank(cell) && !Array.isArray(cell)) {
      const points = Number(cell);
      if (typeof cell === 'boolean' || (points >= 0 && points <= 1))
        return { by: name, correct: verdictOf(cell) };
    }
  }
  return points;
}

const VERDICTS = [
  'true_false',
  'correct',
  'is_correct',
  'hit',
  'acc',
  'accuracy',
  'score',
  'scores',
  'judge',
  'exact_match',
];
const ANSWERS = ['extraction', 'parsed_pred', 'pred_answer', 'pred', 'prediction', 'extracted'];

/** The verdict in a metric's object; `correct` null: it has points that are no verdict. */
function fromObject(metric: Values, response: string): Omit<SampleVerdict, 'by'> | undefined {
  const answer = ANSWERS.map((name) => metric[name])
    .map((cell) => answerText(firstOf(cell)).trim())
    .find((text) => text !== '' && text.length < 500);
  const told = answer === undefined ? {} : { answer };
  for (const name of VERDICTS) {
    // A list: one entry for each answer that was sampled.
    const cell = firstOf(metric[name]);
    if (isBlank(cell)) continue;
    const points = Number(cell);
    if (points > 1 || points < 0) return { correct: null };
    if (typeof cell === 'boolean' || typeof cell === 'string' || points >= 0)
      return { correct: verdictOf(cell), ...told };
  }
  // MMMU: a letter as answer and as prediction, and no verdict. An open question has several forms of the answer.
  const gold = answerText(metric.answer ?? metric.ground_truth).trim();
  if (answer === undefined || gold === '' || metric.question_type === 'open') return undefined;
  // Where its parser finds no letter it draws one by chance.
  if (/^[A-Z]$/.test(answer) && !new RegExp(`\\b${answer}\\b`).test(response)) return undefined;
  return { correct: answer.toLowerCase() === gold.toLowerCase(), ...told };
}

const firstOf = (cell: unknown): unknown => (Array.isArray(cell) ? (cell as readonly unknown[])[0] : cell);

/** Options that a prompt lists, `A. red` in a line each; empty when it does not. */
export function optionsInPrompt(prompt: string): readonly string[] {
  const options: string[] = [];
  for (const line of prompt.slice(0, 20_000).split('\n')) {
    const found = /^\s{0,4}\(?([A-Z])[).:]\s{1,4}(\S.*)$/.exec(line);
    if (found === null) continue;
    const expected = String.fromCharCode(65 + options.length);
    if (found[1] === expected) options.push((found[2] ?? '').trim());
    else if (found[1] === 'A') options.splice(0, options.length, (found[2] ?? '').trim());
  }
  return options.length >= 2 ? options : [];
}

/** Tokens of the first answer, where lmms-eval counted them. */
export function tokensOf(cell: unknown): number | undefined {
  const first: unknown = Array.isArray(cell) ? (cell as readonly unknown[]).flat(3)[0] : cell;
  if (typeof first === 'number') return first;
  if (!isObject(first)) return undefined;
  const count = first.output_tokens ?? first.completion_tokens ?? first.output;
  return typeof count === 'number' && Number.isFinite(count) ? count : undefined;
}
