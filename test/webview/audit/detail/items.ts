import type { ClaimMark, ItemDetail, VerdictDetail } from '../../../../src/protocol/audit';

/** The response of the item below: it misreads a length and reasons soundly from it. */
export const RESPONSE = `**Step 1.** The triangle has sides \\(AB = 73\\) and $BC = 5$.

1. The label 73 stands beside side AB.
2. The right angle is at **B**, e.g. from the small square.

Then by Pythagoras
\\[ AC^2 = AB^2 + BC^2 = 73^2 + 5^2 \\]
so \`AC\` is about 73.17. It costs $5 and $6 to print.

The answer is \\boxed{73.17}.`;

/** The range of a quotation in a text. */
export const rangeOf = (text: string, quote: string): { readonly start: number; readonly end: number } => {
  const start = text.indexOf(quote);
  if (start === -1) throw new Error(`The text does not hold: ${quote}`);
  return { start, end: start + quote.length };
};

const claim = (quote: string, verdict: ClaimMark['verdict'], evidence: string): ClaimMark => ({
  ...rangeOf(RESPONSE, quote),
  verdict,
  evidence,
});

export const JUDGE: VerdictDetail = {
  method: 'judge',
  label: 'PERC',
  subtype: 'geometry_diagram',
  at: '2026-05-01T10:00:00Z',
  by: 'claude-haiku-4.5',
  confidence: 0.9,
  rationale: 'The length 73 belongs to side AC.',
  claims: [
    claim('sides \\(AB = 73\\)', 'false', 'In the image 73 stands beside AC.'),
    claim('right angle is at **B**', 'true', 'A small square is drawn at B.'),
    claim('The label 73 stands beside side AB', 'unverifiable', ''),
  ],
  unfound: ['the circle is red'],
  firstError: rangeOf(RESPONSE, '**Step 1.** The triangle has sides \\(AB = 73\\) and $BC = 5$.'),
  fixVisionFixesAnswer: 'yes',
  secondary: ['REAS'],
  passes: ['PERC', 'PERC'],
};

export const COUNTERFACTUAL: VerdictDetail = {
  method: 'counterfactual',
  label: 'REAS',
  at: '2026-05-01T09:00:00Z',
  by: 'qwen3-vl-8b',
  verdict: 'wrong from the image and from the description',
  arms: [
    { arm: 'image', k: 4, right: 0 },
    { arm: 'description', k: 4, right: 1 },
    { arm: 'neither', k: 4, right: 0 },
  ],
};

/** A failure with everything that the pane can show. */
export const someItem = (over: Partial<ItemDetail> = {}): ItemDetail => ({
  index: 7,
  row: 'geo-17',
  dataset: 'MathVista_MINI',
  capability: 'visual-reasoning',
  category: 'geometry',
  question: 'What is the length of **AB**? Give it as $x$ cm.',
  options: ['5', '72.83', '73.17', '12'],
  gold: 'B',
  goldText: '72.83',
  extracted: '73.17',
  correct: false,
  tool: { correct: true, by: 'column hit of results.xlsx' },
  passRate: 0,
  length: 312,
  images: 2,
  verdicts: [
    { method: 'judge', label: 'PERC', subtype: 'geometry_diagram' },
    { method: 'counterfactual', label: 'REAS' },
  ],
  response: RESPONSE,
  thinking: 'Let me look at the picture first. The number 73 is near A.',
  caption: 'A right triangle ABC with AC = 73 and BC = 5.',
  answers: [
    {
      arm: 'image',
      text: 'The answer is \\boxed{73.17}.',
      tokens: 9,
      truncated: false,
      extracted: '73.17',
      correct: false,
      greedy: false,
    },
    {
      arm: 'description',
      description: 'A right triangle with AC = 73.',
      text: 'AB is $\\sqrt{73^2 - 5^2}$, so \\boxed{72.83}.',
      truncated: false,
      extracted: '72.83',
      correct: true,
      greedy: false,
    },
  ],
  details: [JUDGE, COUNTERFACTUAL],
  pictures: [
    { file: 'https://detail.stagecraft.test/wide.png', width: 1600, height: 900 },
    { file: 'https://detail.stagecraft.test/tiny.png' },
  ],
  neighbours: [
    {
      index: 9,
      row: 'geo-18',
      dataset: 'MathVista_MINI',
      capability: 'visual-reasoning',
      question: 'What is the area of ABC?',
      gold: '182',
      extracted: '182',
      correct: true,
      length: 200,
      images: 1,
      verdicts: [],
    },
  ],
  source: { file: '/results/qwen_MathVista_MINI.xlsx', line: 18 },
  ...over,
});
