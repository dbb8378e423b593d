/**
 * Grading by kind: agreement with the pairs of test/rewards/grading-pairs.jsonl, time of an answer, worst cases. Run
 * with `npx tsx bench/grading.bench.ts`. The peers MathRuler and Math-Verify run beside it when GRADING_PYTHON names a
 * Python that has them (`pip install mathruler math-verify`). The pairs were written for this grader: its own
 * agreement with them says that the rules hold, not how it does on pairs it has never seen.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { grade, KINDS, type Kind } from '../src/rewards';

interface Pair {
  readonly kind: Kind;
  readonly response: string;
  readonly gold: string;
  readonly options?: readonly string[];
  readonly correct: boolean;
}

const FILE = join(import.meta.dirname, '..', 'test', 'rewards', 'grading-pairs.jsonl');
const PAIRS = readFileSync(FILE, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Pair);

const row = (...cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);

const graded = ({ kind, response, gold, options }: Pair): boolean =>
  grade(response, gold, { kind, ...(options === undefined ? {} : { options }) }).correct;

function tally(name: string, pairs: readonly Pair[], verdicts: readonly boolean[]): void {
  const agree = pairs.filter(({ correct }, i) => verdicts[i] === correct).length;
  const accepts = pairs.filter(({ correct }, i) => !correct && verdicts[i] === true).length;
  const share = ((100 * agree) / pairs.length).toFixed(1);
  row(name, pairs.length, share, accepts, pairs.length - agree - accepts);
}

const PEERS = `
import json, sys
pairs = [json.loads(line) for line in sys.stdin]
from mathruler.grader import extract_boxed_content, grade_answer
from math_verify import parse, verify
def ruler(p):
    try: return bool(grade_answer(extract_boxed_content(p['response']), p['gold']))
    except Exception: return False
def checker(p):
    try: return bool(verify(parse('$' + p['gold'] + '$'), parse(p['response'])))
    except Exception: return False
print(json.dumps({'MathRuler': [ruler(p) for p in pairs], 'Math-Verify': [checker(p) for p in pairs]}))
`;

function peers(): void {
  const python = process.env.GRADING_PYTHON;
  const pairs = PAIRS.filter(({ kind }) => kind === 'boxed-math');
  if (python === undefined) {
    console.log('\nPeers: not run; GRADING_PYTHON names no Python with mathruler and math-verify.');
    return;
  }
  const input = pairs.map((pair) => JSON.stringify(pair)).join('\n');
  const { stdout, stderr, status } = spawnSync(python, ['-c', PEERS], { input, encoding: 'utf8' });
  if (status !== 0) {
    console.log(`\nPeers: ${python} failed: ${stderr.trim().split('\n').at(-1) ?? ''}`);
    return;
  }
  const verdicts = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Readonly<
    Record<string, readonly boolean[]>
  >;
  for (const [name, given] of Object.entries(verdicts)) tally(`${name}, boxed-math`, pairs, given);
}

function time(pair: Pair): number {
  let best = Infinity;
  for (let i = 0; i < 3; i += 1) {
    const start = performance.now();
    graded(pair);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

const PORT = `
import json, sys, time
start = time.perf_counter()
from stagecraft_grading import grade
started = time.perf_counter() - start
def best(pair):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        verdict = grade(pair['response'], pair['gold'], kind=pair['kind'], options=pair.get('options', ()))
        times.append(1000 * (time.perf_counter() - start))
    return [verdict.correct, min(times)]
print(json.dumps({'started': started, 'graded': [best(json.loads(line)) for line in sys.stdin]}))
`;

/** The port to Python on the same pairs: agreement, and milliseconds an answer. */
function port(): void {
  const python = process.env.GRADING_PYTHON ?? 'python3';
  const cwd = join(import.meta.dirname, '..', 'src', 'rewards', 'python');
  const input = PAIRS.map((pair) => JSON.stringify(pair)).join('\n');
  const { stdout, stderr, status } = spawnSync(python, ['-c', PORT], { input, encoding: 'utf8', cwd });
  if (status !== 0) {
    console.log(`\nPort: ${python} failed: ${stderr.trim().split('\n').at(-1) ?? ''}`);
    return;
  }
  const { started, graded: given } = JSON.parse(stdout) as {
    readonly started: number;
    readonly graded: readonly (readonly [correct: boolean, ms: number])[];
  };
  const wrong = PAIRS.filter(({ correct }, i) => given[i]?.[0] !== correct).length;
  const all = given.map(([, ms]) => ms).sort((a, b) => a - b);
  const name = `the same by Python's port (${wrong} graded otherwise; import ${(1000 * started).toFixed(0)} ms)`;
  row(name, (all[all.length >> 1] ?? 0).toFixed(3), (all.at(-1) ?? 0).toFixed(1));
}

const MEGABYTE = 1_000_000;
const repeat = (piece: string, length = MEGABYTE): string => piece.repeat(Math.ceil(length / piece.length));
const TRAPS: Readonly<Record<string, string>> = {
  'open boxes': repeat('\\boxed{'),
  'closed boxes': repeat('\\boxed{1}'),
  'braces in a box': `\\boxed{${repeat('{')}`,
  'a sum in a box': `\\boxed{${repeat('1+')}1}`,
  'announcements, one a line': repeat('The answer is (A) a cat.\n'),
  'announcements, one line': repeat('答案是A'),
  'spaces': `answer${repeat(' ')}`,
  'letters': repeat('A, B or '),
  'yes and no': repeat('yes no '),
  'numbers': repeat('5 or '),
  'number words': repeat('twenty-'),
  'a tower of powers': `\\boxed{${repeat('9^', 590)}9}`,
  'nested brackets': `\\boxed{${repeat('(', 280)}1${repeat(')', 280)}}`,
  'inequalities': `\\boxed{${repeat('x>1 or ', 590)}x>2}`,
  'points': `\\boxed{${repeat('(1,2),', 590)}1}`,
  'a matrix': `\\boxed{\\begin{pmatrix}${repeat('1&', 1_900)}\\end{pmatrix}}`,
}; // prettier-ignore

row('grader', 'pairs', 'agreement (%)', 'false accepts', 'false rejects');
row('---', '---:', '---:', '---:', '---:');
for (const kind of KINDS) {
  const pairs = PAIRS.filter((pair) => pair.kind === kind);
  tally(`Stagecraft, ${kind}`, pairs, pairs.map(graded));
}
peers();

console.log();
row('answers', 'median (ms)', 'worst (ms)');
row('---', '---:', '---:');
const times = PAIRS.map(time).sort((a, b) => a - b);
row(`the ${PAIRS.length} pairs`, (times[times.length >> 1] ?? 0).toFixed(3), (times.at(-1) ?? 0).toFixed(1));
port();
for (const [name, response] of Object.entries(TRAPS)) {
  const options = ['a cat', 'a dog', repeat('x ', 5_000), '1'];
  const each = KINDS.flatMap((kind) =>
    ['1', 'A', 'yes', '(1,2)'].map((gold) => time({ kind, response, gold, options, correct: false })),
  ).sort((a, b) => a - b);
  row(name, (each[each.length >> 1] ?? 0).toFixed(1), (each.at(-1) ?? 0).toFixed(1));
}
