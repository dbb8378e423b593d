import { once } from 'node:events';
import { errorText } from '../../protocol';
import { gradeKind, isKind, KINDS, type Kind } from '../../rewards';
import { defineCommand, EXIT } from '../command';
import { visibleLine } from '../print/text-width';
import { inputLines } from '../input-lines';

/** Characters of one line: no answer of a model comes near. */
const MAX_LINE = 32_000_000;

export const grade = defineCommand({
  name: 'grade',
  summary: 'Grade answers: JSON lines on standard input, verdicts on standard output.',
  args: '',
  minArgs: 0,
  maxArgs: 0,
  details:
    `A line has \`id\`, \`kind\` (${KINDS.join(', ')}), \`response\`, \`gold\` and, for choice,\n` +
    '`options` in the order of their letters. Its verdict has `id`, `extracted` (null: no answer), `correct`, and `ms`.\n' +
    'A broken line gives `id` and `error`; all others are graded. Exit code 1: some line was broken.\n' +
    'docs/grading.md tells the rules.',
  options: {},
  run: async ({ terminal }) => {
    warmUp();
    let number = 0;
    let broken = 0;
    for await (const line of inputLines(process.stdin, MAX_LINE)) {
      number += 1;
      if (line?.trim() === '') continue;
      const verdict = line === undefined ? TOO_LONG : verdictOf(line);
      if ('error' in verdict) {
        broken += 1;
        terminal.err(visibleLine(`Line ${number} of standard input: ${verdict.error}`));
      }
      terminal.out(JSON.stringify(verdict));
      // A reader that is slower than grading must not fill the memory.
      if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
    }
    return broken === 0 ? EXIT.ok : EXIT.failed;
  },
});

/** The first use of each rule compiles it: paid here, or the first answers would take longer than any may. */
function warmUp(): void {
  const answers = [
    'The answer is B. It is 3.5 cm.',
    '\\boxed{\\frac{1}{2}}',
    'There is no dog.',
    '\\boxed{x > 1}',
    'A: 1,000',
    '<think>two and a half</think><answer>twenty-three km/h</answer>',
    '\\boxed{\\begin{pmatrix} 1 & \\sqrt{2} \\end{pmatrix}}',
    'There are 3 cats and 2 dogs, so the total is 5. No, wait: 答案是 B，三个人。',
    'I cannot tell whether it is A or B, yes or no.',
  ];
  const golds = ['(1, 2)', 'B', 'yes', '5 cm', '\\sin 30^\\circ', 'x^2+1'];
  for (let i = 0; i < 3; i += 1)
    for (const kind of KINDS)
      for (const answer of answers)
        for (const gold of golds) gradeKind(kind, answer, gold, ['a dog', '3.5', '1/2']);
}

type Id = string | number | null;

type Line =
  | { readonly id: Id; readonly extracted: string | null; readonly correct: boolean; readonly ms: number }
  | { readonly id: Id; readonly error: string };

const TOO_LONG: Line = { id: null, error: `longer than ${MAX_LINE / 1e6} million characters` };

function verdictOf(line: string): Line {
  const read = taskOf(line);
  if ('error' in read) return read;
  const { id, kind, response, gold, options } = read;
  const start = performance.now();
  const { extracted, correct } = gradeKind(kind, response, gold, options);
  const ms = Math.round((performance.now() - start) * 1000) / 1000;
  return { id, extracted: extracted ?? null, correct, ms };
}

interface Task {
  readonly id: Id;
  readonly kind: Kind;
  readonly response: string;
  readonly gold: string;
  readonly options?: readonly string[];
}

function taskOf(line: string): Task | { readonly id: Id; readonly error: string } {
  let json: unknown;
  try {
    json = JSON.parse(line.replace(/^\ufeff/, ''));
  } catch (error) {
    return { id: null, error: `no JSON: ${errorText(error)}` };
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { id: null, error: 'not a JSON object: give `id`, `kind`, `response`, `gold`' };
  const { id: given, kind, response, gold, options } = json as Readonly<Record<string, unknown>>;
  const id = typeof given === 'string' || typeof given === 'number' ? given : null;
  if (!isKind(kind)) {
    const shown = kind === undefined ? 'no `kind`' : `unknown kind ${JSON.stringify(kind).slice(0, 80)}`;
    return { id, error: `${shown}: give one of ${KINDS.join(', ')}` };
  }
  if (typeof response !== 'string') return { id, error: '`response` is not a text' };
  const wanted = typeof gold === 'number' || typeof gold === 'boolean' ? String(gold) : gold;
  if (typeof wanted !== 'string') return { id, error: '`gold` is not a text' };
  const task = { id, kind, response, gold: wanted };
  if (options === undefined || options === null) return task;
  if (
    !Array.isArray(options) ||
    !options.every((option) => typeof option === 'string' || typeof option === 'number')
  )
    return { id, error: '`options` is not an array of texts' };
  return { ...task, options: options.map(String) };
}
