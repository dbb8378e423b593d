import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBench, PNG, type Bench } from './mending';

let bench: Bench;
const lines = (count: number, row: (n: number) => object): string =>
  Array.from({ length: count }, (_, n) => `${JSON.stringify(row(n))}\n`).join('');
beforeAll(async () => {
  bench = await openBench();
  bench.write('a.png', PNG);
  bench.write(
    'text.jsonl',
    lines(1024, (n) => ({ problem: `${n} + 1 = ?`, answer: String(n + 1), pass_rate: (n % 5) / 4 })),
  );
  bench.write(
    'visual.jsonl',
    lines(1024, (n) => ({ problem: `${n} + 2 = ?`, answer: String(n + 2), pass_rate: (n % 5) / 4 })),
  );
  bench.write(
    'val.jsonl',
    lines(8, (n) => ({ problem: `${n} + 3 = ?`, answer: String(n + 3) })),
  );
  bench.write(
    'wrong-keys.jsonl',
    lines(1024, (n) => ({ prompt_text: `<image> ${n}?`, answer: 'A', image_path: ['a.png'] })),
  );
  bench.write(
    'no-rates.jsonl',
    lines(1024, (n) => ({ problem: `${n}?`, answer: 'A', share: n / 1024 })),
  );
});
afterAll(() => bench.close());

const script = (parts: {
  readonly model?: string;
  readonly text?: string;
  readonly defaults?: string;
  readonly stage?: string;
  readonly more?: string;
}): string => `curriculum: 1
model: ${parts.model ?? 'qwen3-vl-8b'}
engine: easyr1
datasets:
  text: { capability: textual-reasoning, train: ${parts.text ?? 'text.jsonl'} }
  visual: { capability: visual-reasoning, train: visual.jsonl, val: val.jsonl }
${parts.more ?? ''}defaults:
  batch: 512
  rollouts: 5
  gpus: 8
  validate: visual
${parts.defaults ?? ''}stages:
  - { id: think, data: text, epochs: 15${parts.stage ?? ''} }
  - { id: see-and-think, data: visual, epochs: 15 }
`;
const PADDED = '  engine_options: { worker.actor.padding_free: false }\n';

interface Visible {
  readonly id: string;
  readonly text: string;
  readonly code: string;
  /** Title of the first fix, or why there is none. */
  readonly fix: string | { readonly none: string };
  /** Errors that were hidden behind this one: here, that the file is not there either. */
  readonly reveals?: readonly string[];
}

/** Defects of the published scripts that whoever writes the same settings down meets, and what is offered then. */
const VISIBLE: readonly Visible[] = [
  {
    id: 'D01',
    text: script({ defaults: '  engine_options: { worker.reward.reward_type: batch }\n' }),
    code: 'SC405',
    fix: 'Remove `worker.reward.reward_type`',
  },
  {
    id: 'D04',
    text: script({ stage: ', validate_every: 15, save_every: 31' }),
    code: 'SC243',
    fix: 'Set `save_every: 30`',
  },
  {
    id: 'D06',
    text: script({ text: 'wrong-keys.jsonl' }),
    code: 'SC304',
    fix: 'Read the question from the column `prompt_text`',
  },
  {
    id: 'D10',
    text: script({ more: 'schedule: { capability: ordered }\npooled: { epochs: 15 }\n' }),
    code: 'SC245',
    fix: 'Go through the order once: `pooled: { epochs: 1 }`',
  },
  {
    id: 'D11',
    text: `${script({ more: 'pooled: { epochs: 15, freeze: [vision] }\n' })}variants:
  merged: { schedule: { capability: merged } }
  frozen: { schedule: { capability: merged }, pooled: { freeze: [vision] } }
`,
    code: 'SC247',
    fix: { none: 'What the variant was meant to vary only its author knows.' },
  },
  {
    id: 'D12',
    text: script({
      more: 'schedule: { capability: merged }\npooled: { freeze: [vision] }\n',
    }),
    code: 'SC248',
    fix: 'Set `pooled: { freeze: [] }` as in all stages',
  },
  {
    id: 'D13',
    text: script({ model: 'internvl3-8b', defaults: PADDED, stage: ', freeze: [vision]' }),
    code: 'SC420',
    fix: 'Remove `freeze`: the vision tower is trained either way',
  },
  {
    id: 'D14',
    text: script({ model: 'internvl3.5-8b' }),
    code: 'SC426',
    fix: 'Set `worker.actor.padding_free: false`',
  },
  {
    id: 'D34',
    text: script({ text: 'no-rates.jsonl', more: 'schedule: { difficulty: easy-to-hard }\n' }),
    code: 'SC382',
    fix: 'Read the pass rate from the column `share`',
  },
  {
    id: 'D36',
    text: script({ text: '/path/to/text.jsonl' }),
    code: 'SC301',
    fix: 'Declare `/path/to` under `folders`',
    reveals: ['SC300'],
  },
  { id: 'D45', text: script({}).replace('gpus: 8', 'gpus: 6'), code: 'SC424', fix: 'Set `gpus: 4`' },
];

/** The others, and why no curriculum can show them. */
const HIDDEN: Readonly<Record<string, string>> = {
  D02: 'A stage starts from a checkpoint of the run, which the run makes whole; no path to weights is written.',
  D03: 'A stage starts from the best checkpoint where there is one, so the newest is never taken by mistake.',
  D05: 'It lies in the text of the prompt file and in the reward’s Python, which are read when the engine starts.',
  D07: 'The order is made by the plan, and rows of equal rate keep their order.',
  D08: 'The order is made by the plan: capability first, then difficulty.',
  D09: 'Stages of one curriculum cannot share a default file by mistake: each names its datasets.',
  D15: 'Steps are computed from rows and epochs and shown; there is no table beside to contradict them.',
  D16: 'Steps and rows left over are shown by the plan; the difference is not a mistake.',
  D17: 'It lies in the program that chose the rows.',
  D18: 'It lies in the program that chose the rows.',
  D19: 'It lies in the program that chose the rows.',
  D20: 'It lies in the program that chose the rows.',
  D21: 'It lies in the program that chose the rows.',
  D22: 'It lies in the program that chose the rows.',
  D23: 'It lies in the program that chose the rows.',
  D24: 'It lies in the program that chose the rows.',
  D25: 'It lies in the program that wrote the questions; empty answers and images are found in the rows.',
  D26: 'Pass rates are numbers of the rows; how they were graded they do not say.',
  D27: 'Pass rates are numbers of the rows; how they were sampled they do not say.',
  D28: 'One `prompt` serves training and evaluation.',
  D29: 'It lies in the evaluation program.',
  D30: 'It lies in the evaluation program.',
  D31: 'Files that documents name are no part of a curriculum.',
  D32: 'Commands in a document are no part of a curriculum.',
  D33: 'What a script prints is no part of a curriculum.',
  D35: 'Whether a Hub id exists only the Hub knows.',
  D37: 'Commands in a document are no part of a curriculum.',
  D38: 'It lies in the list of the Python packages.',
  D39: 'The built-in reward tells a response without a box from the answer None; a Python reward is called only by a check of its rows.',
  D40: 'It lies in the Python of the reward; the built-in one has no such limit.',
  D41: 'The engine loads a reward by its path, where the name does no harm.',
  D42: 'A table in a document is no part of a curriculum.',
  D43: 'Figures in a document are no part of a curriculum.',
  D44: 'Words in a document are no part of a curriculum.',
  D46: 'Training files are written with one type for each column, whatever rows come first.',
  D47: 'It lies in the program that merged the results.',
  D48: 'Validating on other rows than those of the stage is allowed and often wanted; the plan shows which they are.',
};

describe('defects of the published scripts', () => {
  it('are each shown, or said to be out of sight', () => {
    const ids = [...VISIBLE.map(({ id }) => id), ...Object.keys(HIDDEN)].sort();
    expect(ids).toEqual(Array.from({ length: 48 }, (_, n) => `D${String(n + 1).padStart(2, '0')}`));
    for (const reason of Object.values(HIDDEN)) expect(reason).toMatch(/^[A-Z].{20,}\.$/u);
  });

  it.each(VISIBLE.map((one) => [`${one.id} ${one.code}`, one] as const))(
    '%s',
    async (_, { text, code, fix, reveals }) => {
      if (typeof fix !== 'string') {
        const { diagnostics } = await bench.look(text);
        expect(diagnostics.map((one) => one.code)).toContain(code);
        return;
      }
      const [first] = await bench.mend(text, code, '', reveals);
      expect(first?.title).toBe(fix);
    },
  );
});
