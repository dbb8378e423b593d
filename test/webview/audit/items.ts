import type { ItemDetail, ItemRow, Label, ShortVerdict } from '../../../src/protocol/audit';

/** Data sets of the made-up results, each with its capability and the share of its failures that are perception. */
export const DATASETS = [
  { name: 'MathVista_MINI', capability: 'visual-reasoning', perception: 0.7 },
  { name: 'POPE', capability: 'perception', perception: 0.95 },
  { name: 'GSM8K', capability: 'textual-reasoning', perception: 0.1 },
  { name: 'ChartQA_TEST', capability: 'chart-reading', perception: 0.8 },
] as const;

/** A number in [0, 1) that looks random and is the same each time. */
export function chance(index: number, salt: number): number {
  let mixed = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

const QUESTIONS = [
  'How many red circles are in the picture?',
  'What is the value of the third bar in the chart, in thousands of tonnes a year?',
  'Is there a dog on the left of the bicycle? Answer with yes or no.',
  'In triangle ABC the angle at A is 73 degrees. Which side is the longest?',
] as const;

function verdictsOf(index: number): readonly ShortVerdict[] {
  const { perception } = datasetOf(index);
  const seen: Label = chance(index, 3) < perception ? 'PERC' : chance(index, 4) < 0.7 ? 'REAS' : 'KNOW';
  const judged: Label =
    chance(index, 5) < 0.82
      ? seen
      : (['REAS', 'PERC', 'FORMAT', 'QREAD', 'UNSURE'] as const)[Math.floor(chance(index, 6) * 5)]!;
  return [
    ...(chance(index, 7) < 0.9 ? [{ method: 'counterfactual', label: seen } as const] : []),
    ...(chance(index, 8) < 0.7
      ? [
          {
            method: 'judge',
            label: judged,
            ...(judged === 'PERC' ? { subtype: 'chart_value' } : {}),
          } as const,
        ]
      : []),
    ...(chance(index, 9) < 0.1 ? [{ method: 'human', label: seen } as const] : []),
  ];
}

export const datasetOf = (index: number): (typeof DATASETS)[number] =>
  DATASETS[Math.floor(chance(index, 1) * DATASETS.length)]!;

/** Two of three answers are wrong. */
export const isWrong = (index: number): boolean => chance(index, 2) < 2 / 3;

export const categoryOf = (index: number): string => ['algebra', 'counting', 'geometry'][index % 3]!;

/** An item of results that nobody wrote: a function of its number, so that a million of them take no room. */
export function someItem(index: number): ItemRow {
  const { name, capability } = datasetOf(index);
  const wrong = isWrong(index);
  const number = Math.floor(chance(index, 10) * 90);
  return {
    index,
    row: `${name.slice(0, 4).toLowerCase()}-${String(index).padStart(5, '0')}`,
    dataset: name,
    capability,
    question: QUESTIONS[index % QUESTIONS.length]!,
    gold: String(number),
    ...(chance(index, 11) < 0.04 ? {} : { extracted: String(wrong ? number + 1 : number) }),
    correct: !wrong,
    ...(index % 5 === 0 ? { passRate: wrong ? 0.25 : 0.75 } : {}),
    length: Math.floor(40 + 3000 * chance(index, 12) ** 3),
    images: 1,
    verdicts: wrong ? verdictsOf(index) : [],
  };
}

/** The same item in full. */
export function someDetail(index: number, row: ItemRow = someItem(index)): ItemDetail {
  return {
    ...row,
    options: [],
    category: categoryOf(index),
    goldText: row.gold,
    response: `I look at the picture. There are ${row.extracted ?? 'some'} of them.\n\nSo the answer is \\boxed{${row.extracted ?? ''}}.`,
    answers: [],
    details: row.verdicts.map((verdict) => detailOf(verdict)),
    pictures: [{ missing: 'no image in the results' }],
    neighbours: [],
  };
}

function detailOf(verdict: ShortVerdict): ItemDetail['details'][number] {
  const common = { ...verdict, at: '2026-05-04T10:00:00Z', by: 'made up' };
  switch (verdict.method) {
    case 'counterfactual':
      return {
        ...common,
        method: 'counterfactual',
        verdict: verdict.label,
        arms: [
          { arm: 'image', k: 4, right: 0 },
          { arm: 'description', k: 4, right: verdict.label === 'PERC' ? 4 : 0 },
        ],
      };
    case 'judge':
      return {
        ...common,
        method: 'judge',
        rationale: 'The bar is read as one higher than it is.',
        claims: [{ start: 0, end: 22, verdict: 'false', evidence: 'It is one fewer.' }],
        unfound: [],
        fixVisionFixesAnswer: 'yes',
        secondary: [],
        passes: [verdict.label, verdict.label],
      };
    case 'human':
      return { ...common, method: 'human' };
  }
}
