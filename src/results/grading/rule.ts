import type { OurGrade } from './grade-item';

/**
 * How a benchmark compares where that is not equality. `relaxed`: numbers within 5 % of the gold answer are right
 * (ChartQA, Masry et al. 2022, section 5). `contains`: the response holds the gold answer as whole words (OCRBench,
 * MTVQA). `contains-formula`: the same without any spaces.
 */
export type Rule = 'relaxed' | 'contains' | 'contains-formula';

const RELATIVE = 0.05;

/** Our grade, made right where the benchmark's rule says so. */
export function byRule(rule: Rule | undefined, response: string, gold: string, ours: OurGrade): OurGrade {
  if (rule === undefined || ours.correct) return ours;
  const met =
    rule === 'relaxed'
      ? isNear(ours.extracted ?? response, gold)
      : rule === 'contains'
        ? holds(response, gold)
        : withoutSpaces(response).includes(withoutSpaces(gold));
  return met
    ? { ...ours, correct: true, extracted: rule === 'relaxed' ? (ours.extracted ?? response) : gold }
    : ours;
}

function isNear(answer: string, gold: string): boolean {
  const [a, b] = [numberOf(answer), numberOf(gold)];
  return a !== undefined && b !== undefined && b !== 0 && Math.abs(a - b) <= RELATIVE * Math.abs(b);
}

/** `12`, `1,200`, `$3.5`, `40 %` (0.4). */
function numberOf(text: string): number | undefined {
  const found = /^\s*[$€£]?\s*([-+]?(?:\d[\d,]*)?\.?\d+)\s*(%?)\s*\.?\s*$/.exec(text);
  const value = Number(found?.[1]?.replaceAll(',', ''));
  return found === null || !Number.isFinite(value) ? undefined : found[2] === '%' ? value / 100 : value;
}

const plain = (text: string): string => text.toLowerCase().trim().replace(/\s+/g, ' ');
const withoutSpaces = (text: string): string => text.replace(/\s+/g, '');
const isWord = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** Whether a text holds another one, not in the middle of a word or number: `12` is not in `312`. */
function holds(text: string, wanted: string): boolean {
  const [whole, part] = [plain(text), plain(wanted)];
  if (part === '') return false;
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) {
    const before = isWord(whole[at - 1]) && isWord(part[0]);
    const after = isWord(whole[at + part.length]) && isWord(part.at(-1));
    if (!before && !after) return true;
  }
  return false;
}
