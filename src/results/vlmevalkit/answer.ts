import { alternativesOf, answerText, isBlank, listOf, optionsOf, textOf, verdictOf } from '../generic/cells';
import type { Benchmark } from './benchmarks';

type Values = Readonly<Record<string, unknown>>;

export interface GoldAnswer {
  readonly gold: string;
  /** Further gold answers: any one is right. */
  readonly alternatives?: readonly string[];
  readonly options: readonly string[];
}

/** Options of the columns `A`, `B`, ... up to the first gap that nothing follows. */
function letterOptions(values: Values): readonly string[] {
  const letters = Array.from({ length: 26 }, (_, i) => answerText(values[String.fromCharCode(65 + i)]));
  const last = letters.findLastIndex((text) => text.trim() !== '');
  return letters.slice(0, last + 1);
}

/** The gold answer and the options of a row. */
export function goldOf(values: Values, benchmark: Benchmark | undefined): GoldAnswer {
  const answer = answerText(isBlank(values.answer) ? (values.final_answer ?? values.answers) : values.answer);
  if (benchmark?.type === 'Y/N') return { gold: answer, options: [] };
  const lettered = letterOptions(values);
  // MMMU: an open question becomes a choice between its answer and `Other Answers`.
  const isOpen = lettered.length === 2 && lettered[1] === 'Other Answers' && lettered[0] === answer;
  if (lettered.length > 0 && !isOpen) return { gold: answer, options: lettered };
  const options = isOpen ? [] : optionsOf(values.choices ?? values.options);
  if (options.length === 0 || textOf(values.question_type) === 'free_form')
    return textOf(values.answer_type) === 'list' ? { gold: answer, options: [] } : openGold(answer);
  // MathVista's `answer` is the option's text, its `answer_option` the letter.
  const letter = textOf(values.answer_option);
  return { gold: letter === '' ? answer : letter, options };
}

function openGold(answer: string): GoldAnswer {
  const [gold = answer, ...alternatives] = alternativesOf(answer) ?? [];
  return { gold, options: [], ...(alternatives.length === 0 ? {} : { alternatives }) };
}

/** What a log says when no judge decided: it could not be reached, or a letter was drawn by chance. */
const NO_JUDGE = /randomly generate|retries failed|Failed to (?:obtain answer|parse response)/i;

/** The program's own verdict on a row, and the column that says it. */
export function toolVerdict(
  values: Values,
): { readonly correct: boolean | null; readonly by: string } | undefined {
  const unreliable = ['log', 'log_score', 'extract_answer'].some((name) =>
    NO_JUDGE.test(textOf(values[name])),
  );
  for (const by of ['hit', 'score', 'correct', 'verifier_match', 'verifier_score']) {
    const cell = values[by];
    if (isBlank(cell)) continue;
    const points = Number(cell);
    // Points beside those of a reference answer are out of ten.
    const verdict = points > 1 || points < 0 || 'gpt4_score' in values ? null : verdictOf(cell);
    return { correct: unreliable ? null : verdict, by };
  }
  // A blank cell is absent in a sheet: the log alone says then that the judge failed.
  if (unreliable) return { correct: null, by: 'log' };
  return 'res' in values ? { correct: checkedRes(values), by: 'res' } : undefined;
}

/** MathVista's and MathVision's check of the extracted `res`, which writes no column: by type of answer. */
function checkedRes(values: Values): boolean | null {
  const res = answerText(values.res).trim();
  const answer = answerText(values.answer).trim();
  if (res === '' || answer === '') return res === '' ? null : false;
  const options = listOf(values.choices)?.map(answerText) ?? [];
  if (textOf(values.question_type) === 'multi_choice' || (options.length > 0 && /^[A-Z]$/.test(answer))) {
    const letter = textOf(values.answer_option) || answer;
    const chosen = /^\s*[([]?([A-Z])\b/.exec(res)?.[1] ?? letterOf(res, options);
    return chosen === letter;
  }
  switch (textOf(values.answer_type)) {
    case 'integer':
      return /^[-+]?\d+$/.test(res) ? Number(res) === Number(answer) : res === answer;
    case 'float':
      return Number.isFinite(Number(res)) ? Number(res) === Number(answer) : res === answer;
    default:
      return res === answer || (res !== '' && Number(res) === Number(answer));
  }
}

function letterOf(text: string, options: readonly string[]): string | undefined {
  const at = options.findIndex((option) => option.trim().toLowerCase() === text.toLowerCase());
  return at < 0 ? undefined : String.fromCharCode(65 + at);
}

/** The answer that the program took out of the response; absent when it says none. */
export function toolAnswerOf(values: Values, benchmark: string): string | undefined {
  for (const name of ['res', 'extract', 'extracted', 'extract_answer', 'verifier_extracted']) {
    const text = answerText(values[name]).trim();
    if (text !== '' && text !== 'Unknown' && !NO_JUDGE.test(text)) return text;
  }
  return benchmark.startsWith('WeMath') ? weMathAnswer(answerText(values.prediction)) : undefined;
}

/** WeMath asks for `<Answer>: <<B>>`: the first letter after the last word `Answer`. */
function weMathAnswer(prediction: string): string | undefined {
  const at = prediction.lastIndexOf('Answer');
  const rest = prediction.slice(at < 0 ? 0 : at + 'Answer'.length).replace(/[<>:.\s]/g, '');
  return /^[A-H]/.exec(rest)?.[0];
}
