import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ResultSummary } from '../../src/results';
import { decide } from '../../src/results/grading/decide';
import { inFolder, summaries } from './fixtures';

/** Folders as VLMEvalKit writes them with PRED_FORMAT=json: the rows are made up, the shape is the program's. */
type Row = Readonly<Record<string, unknown>>;
type Mark = boolean | null;
const EVAL_ID = 'T20260801-101010';
const LONG =
  'Let me look at the picture: there is one thing on the left of the frame, and then another one on its right. ';
const FAILED = 'All 5 retries failed.\n';

interface Written {
  readonly rows: readonly Row[];
  /** Text after the benchmark's name, and what the rows have more. */
  readonly judged?: readonly [suffix: string, more: readonly Row[]];
  readonly figures?: readonly [name: string, content: string];
}

async function read(benchmark: string, { rows, judged, figures }: Written): Promise<ResultSummary> {
  return inFolder(async (folder) => {
    const model = 'A_b.c-7B';
    const run = join(folder, model, EVAL_ID);
    mkdirSync(run, { recursive: true });
    const name = `${model}_${benchmark}`;
    writeFileSync(join(run, `${name}.json`), JSON.stringify(rows, null, 4));
    symlinkSync(join(EVAL_ID, `${name}.json`), join(folder, model, `${name}.json`));
    writeFileSync(join(run, `${name}_checkpoint.pkl`), 'pickle');
    writeFileSync(join(run, 'status.json'), '{"datasets":{}}');
    if (judged !== undefined) {
      const more = rows.map((row, i) => ({ ...row, ...judged[1][i] }));
      writeFileSync(join(run, `${name}${judged[0]}.json`), JSON.stringify(more, null, 4));
    }
    if (figures !== undefined) writeFileSync(join(run, `${name}${figures[0]}`), figures[1]);
    const all = await summaries(folder);
    expect(all.map((one) => [one.model, one.benchmark])).toEqual([[model, benchmark]]);
    return all[0]!;
  });
}

const marks = ({ items }: ResultSummary): readonly Mark[] => items.map(([, correct]) => correct);
const row = (answer: string, prediction: string | null, more: Row = {}): Row => ({
  question: 'q?',
  answer,
  prediction,
  ...more,
});
const numbered = (rows: readonly Row[]): readonly Row[] => rows.map((one, index) => ({ index, ...one }));
const comparable = ({ reported }: ResultSummary): readonly string[] =>
  reported.flatMap(({ name, accuracy }) => (accuracy === undefined ? [] : [`${name} ${accuracy}`]));
const told = ({ problems }: ResultSummary): string => problems.map(({ message }) => message).join('\n');

describe('benchmarks of VLMEvalKit', () => {
  it('MMMU: open questions are no choices, any of several gold answers is right, splits are told apart', async () => {
    const open = { A: '24', B: 'Other Answers' };
    const one = await read('MMMU_DEV_VAL', {
      rows: numbered([
        row('B', '(B) Manet', { A: 'Monet', B: 'Manet', split: 'dev' }),
        row('A', 'B', { A: '10', B: '20', split: 'validation' }),
        row('24', `${LONG}There are \\boxed{24}`, { A: null, B: null, split: 'validation' }),
        row("['3.429', '24/7']", 'The ratio is 24/7', { split: 'validation' }),
      ]),
      judged: ['_openai_result', [{ hit: 1 }, { hit: 0 }, { ...open, hit: 1 }, { hit: 1 }]],
      figures: ['_acc.csv', '"split","Overall"\n"validation","0.6666"\n"dev","1.0"\n'],
    });
    expect(marks(one)).toEqual([true, false, true, true]);
    expect(comparable(one)).toEqual([]);
    expect(one.reported.map(({ name }) => name)).toEqual(['Overall (validation)', 'Overall (dev)']);
  });

  it('OCRBench: the response holds any gold answer as whole words, formulas without their spaces', async () => {
    const formula = { category: 'Handwritten Mathematical Expression Recognition' };
    const one = await read('OCRBench', {
      rows: numbered([
        row("['CENTRE']", 'The word is Centre.'),
        row("['Joe\\'s', 'JOES']", 'joes'),
        row("['12']", 'It says 312'),
        row("['a^{2}+b']", 'a ^ { 2 } + b', formula),
      ]),
      figures: ['_score.json', '{"Text Recognition": 2, "Final Score": 3, "Final Score Norm": 0.3}'],
    });
    expect(marks(one)).toEqual([true, true, false, true]);
    expect(one.reported.find(({ name }) => name === 'Final Score')?.meaning).toContain('a count');
    expect(comparable(one)).toEqual([]);
  });

  it('ChartQA: numbers within 5 % are right', async () => {
    const one = await read('ChartQA_TEST', {
      rows: numbered([row('100', '103'), row('14', '20'), row('Red', 'red'), row('40%', '0.41')]),
      figures: ['_acc.csv', '"test_human","Overall"\n"100","75.0"\n'],
    });
    expect(marks(one)).toEqual([true, false, true, true]);
    expect(comparable(one)).toEqual(['Overall 0.75']);
  });

  it('DynaMath: its verdict is `correct`, its accuracy the row Average', async () => {
    const one = await read('DynaMath', {
      rows: numbered([
        row('5.236', '{"solution": "2 and 3.236", "short answer": "5.236"}'),
        row('B', '{"solution": "A or B", "short answer": "A"}'),
      ]),
      judged: [
        '_gpt-4o-mini',
        [
          { extracted: 5.236, correct: true },
          { extracted: 'A', correct: false },
        ],
      ],
      figures: ['_gpt-4o-mini_score.csv', '"Setting","Overall"\n"Average","0.5"\n"Worst Case","0.0"\n'],
    });
    expect(marks(one)).toEqual([true, false]);
    expect(comparable(one)).toEqual(['Overall 0.5']);
    expect(one.reported[1]?.meaning).toContain('right in every variant');
  });

  it('a judge that failed leaves a row unjudged where the response does not decide it', async () => {
    const one = await read('LogicVista', {
      rows: numbered([
        row('D', `${LONG}so D`),
        row('A, C', 'A and C'),
        row('B', 'Option A is right.'),
        row('A', 'I cannot tell.'),
      ]),
      judged: [
        '_gpt4o-mini',
        [
          { res: 'D', log: 'Succeed', hit: 1 },
          { res: 'AC', log: 'Succeed', hit: 1 },
          { res: 'A', log: 'Succeed', hit: 0 },
          { res: '', log: FAILED, hit: 0 },
        ],
      ],
      figures: ['_gpt4o-mini_score.csv', '"Task&Skill","tot","hit","acc"\n"Overall","4","2","50.0"\n'],
    });
    expect(marks(one)).toEqual([true, true, false, null]);
    expect(comparable(one)).toEqual(['acc 0.5']);
    expect(told(one)).toContain('counts the 1 row that is not judged here as wrong');
  });

  it('CharXiv: an answer that could not be parsed is not judged', async () => {
    const one = await read('CharXiv_reasoning_val', {
      rows: numbered([
        row('Not Applicable', 'There is no such value.'),
        row('blue line', 'It is the blue one.'),
      ]),
      judged: [
        '_gpt-4o-mini',
        [
          { score: 1, extract_answer: 'Not Applicable' },
          { score: 0, extract_answer: 'Failed to parse response' },
        ],
      ],
    });
    expect(marks(one)).toEqual([true, null]);
  });

  it('LLaVABench and MMVet give points, no accuracy', async () => {
    const bench = await read('LLaVABench', {
      rows: numbered([row(LONG, 'A man stands beside a car.'), row(LONG, 'It is late.')]),
      judged: [
        '_openai_result',
        [
          { gpt4_score: 8, score: 6 },
          { gpt4_score: 7, score: 1 },
        ],
      ],
      figures: ['_score.csv', '"split","Relative Score (main)"\n"overall","100.0"\n'],
    });
    expect(marks(bench)).toEqual([null, null]);
    const vet = await read('MMVet', {
      rows: numbered([row('14', '14'), row('blue', 'It is red.')]),
      judged: [
        '_gpt-4-turbo',
        [
          { score: 1, log: 'Succeed' },
          { score: 0, log: FAILED },
        ],
      ],
      figures: ['_gpt-4-turbo_score.csv', '"Category","tot","acc"\n"rec","1","0.0"\n"Overall","2","50.0"\n'],
    });
    expect(marks(vet)).toEqual([true, null]);
    expect([...comparable(bench), ...comparable(vet)]).toEqual([]);
  });

  it('MME gives points; an empty prediction is the text nan in a judged file', async () => {
    const one = await read('MME', {
      rows: numbered([row('Yes', 'Yes'), row('No', null)]),
      judged: [
        '_auxmatch',
        [
          { extracted: 'Yes', score: true },
          { prediction: 'nan', extracted: 'Unknown', score: false },
        ],
      ],
      figures: ['_score.csv', '"perception","reasoning"\n"1500.5","300.0"\n'],
    });
    expect(marks(one)).toEqual([true, null]);
    expect(one.reported[0]?.meaning).toContain('points');
    expect(comparable(one)).toEqual([]);
  });

  it('the ANLS of DocVQA is no accuracy, the AVG of OlympiadBench is one', async () => {
    const doc = await read('DocVQA_VAL', {
      rows: numbered([row("['0.28']", '0.28'), row("['4 pm']", '5 pm')]),
      figures: ['_acc.csv', '"Overall"\n"93.3"\n'],
    });
    expect(marks(doc)).toEqual([true, false]);
    expect(comparable(doc)).toEqual([]);
    const olympiad = await read('OlympiadBench_EN', {
      rows: numbered([{ question: 'q', final_answer: "['5']", prediction: '\\boxed{5}' }]),
      judged: ['_judge_result', [{ score: true }]],
      figures: ['_score_result.csv', 'OE_MM_maths_en_COMP,AVG\n100.0,100.0\n'],
    });
    expect(marks(olympiad)).toEqual([true]);
    expect(comparable(olympiad)).toEqual(['AVG 1']);
  });

  it('a model that spent its tokens on thinking is wrong, a failed request is not judged', async () => {
    const one = await read('MathVista_MINI', {
      rows: numbered([
        row('7', '', { thinking: LONG, question_type: 'free_form', answer_type: 'integer' }),
        row('7', 'Failed to obtain answer via API.', { question_type: 'free_form', answer_type: 'integer' }),
        row('[2007, 2008]', 'Between 2007 and 2008', { question_type: 'free_form', answer_type: 'list' }),
      ]),
      judged: [
        '_bedrock-claude-haiku-4.5',
        [
          { res: '', log: 'Succeed' },
          { res: '7', log: 'Succeed' },
          { res: '[2007, 2008]', log: 'Succeed' },
        ],
      ],
    });
    expect(marks(one)).toEqual([false, null, true]);
  });

  it('names the rows that it judges otherwise than the program', async () => {
    const one = await read('MMStar', {
      rows: numbered([row('C', `${LONG}The answer is C.`, { A: 'cat', B: 'dog', C: 'fox' })]),
      judged: ['_exact_matching_result', [{ hit: 0, log: 'Match Log: Failed in Prefetch. ' }]],
    });
    expect(marks(one)).toEqual([true]);
    expect(told(one)).toContain(
      '1 row is judged otherwise than by the program: 1 is right here and wrong there (row 0)',
    );
  });
});

describe('samples of lmms-eval', () => {
  const sample = (doc_id: number, resp: string, target: string, more: Row): Row => ({
    doc_id,
    input: 'What is it?\nA. cat\nB. dog\nC. fox',
    target,
    filtered_resps: [resp],
    ...more,
  });
  const task = (name: string, samples: readonly Row[], figures: Row = {}): Promise<ResultSummary> =>
    inFolder(async (folder) => {
      const run = join(folder, 'org__model.v1');
      mkdirSync(run);
      const lines = samples.map((one) => `${JSON.stringify(one)}\n`).join('');
      writeFileSync(join(run, `20260801_101010_samples_${name}.jsonl`), lines);
      writeFileSync(
        join(run, '20260801_101010_results.json'),
        JSON.stringify({ results: { [name]: figures } }),
      );
      return (await summaries(folder))[0]!;
    });

  it('MMMU: a letter that the response does not hold was drawn by chance, open answers come in several forms', async () => {
    const metric = (answer: unknown, parsed: unknown, question_type = 'multiple-choice'): Row => ({
      mmmu_acc: { id: 'validation_Art_1', question_type, answer, parsed_pred: [parsed] },
    });
    const one = await task('mmmu_val', [
      sample(0, 'B', 'B', metric('B', 'B')),
      sample(1, 'I cannot see.', 'C', metric('C', 'C')),
      sample(
        2,
        'The result is 24/7 = 3.429',
        "['3.429', '24/7']",
        metric(['3.429', '24/7'], [3.43, 3.429], 'open'),
      ),
    ]);
    expect(marks(one)).toEqual([true, false, true]);
  });

  it('reads verdicts in lists, points above one as none, and what each figure means', async () => {
    const vision = await task(
      'mathvision_test',
      [
        sample(0, 'the left one it is', 'left', { mathvision_standard_eval: { scores: [true] } }),
        sample(1, LONG, 'left-hand', { mathvision_standard_eval: { scores: [false] } }),
      ],
      { 'mathvision_standard_eval,none': 50 },
    );
    expect(marks(vision)).toEqual([true, false]);
    expect(comparable(vision)).toEqual(['mathvision_standard_eval 0.5']);
    const wild = await task('llava_in_the_wild', [
      sample(0, 'A man.', LONG, { gpt_eval_llava_all: { scores: [8, 7] } }),
    ]);
    expect(marks(wild)).toEqual([null]);
    const chart = await task(
      'chartqa',
      [sample(0, '103', '100', { relaxed_overall: 1, relaxed_human_split: 1 })],
      { 'relaxed_overall,none': 1, 'relaxed_human_split,none': 1 },
    );
    expect(marks(chart)).toEqual([true]);
    expect(comparable(chart)).toEqual(['relaxed_overall 1']);
  });
});

describe('who decides', () => {
  const of = (gold: string, response: string, more: object = {}) => {
    const { correct, route } = decide({ gold, response, options: [], ...more });
    return [correct, route];
  };
  it.each([
    ['ours, boxed, against a judge', of('5', '\\boxed{6}', { tool: { correct: true } }), [false, 'ours']],
    [
      'ours, right, against a matcher',
      of('5', `${LONG}\\boxed{5}`, { tool: { correct: false } }),
      [true, 'ours'],
    ],
    ['the judge, of words', of('an isosceles triangle', LONG, { tool: { correct: true } }), [true, 'tool']],
    [
      'the extraction, if right',
      of('red', LONG, { toolAnswer: 'red', tool: { correct: null } }),
      [true, 'extraction'],
    ],
    ['nobody, the judge failed', of('red', LONG, { tool: { correct: null } }), [null, 'none']],
    ['nobody, the gold is a sentence', of(LONG, 'A man stands there.'), [null, 'none']],
    ['nobody, there is no response', of('red', ' ', { tool: { correct: true } }), [null, 'none']],
    ['ours, for want of a judge', of('red', 'It is blue'), [false, 'ours']],
  ])('%s', (_name, got, expected) => expect(got).toEqual(expected));
});
