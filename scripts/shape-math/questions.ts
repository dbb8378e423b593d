import type { Fact } from './facts';
import type { Random } from './random';
import { boxed, compute, letterOf, many, sum, type Operator } from './say';
import { BARS, COLORS, SHAPES, type BarName, type Color, type Scene, type Shape } from './scene';

/** What someone says who saw certain facts. */
export interface Told {
  readonly answer: string;
  /** First what is seen, then what is computed, the answer boxed. */
  readonly trace: string;
}

export interface Question {
  readonly kind: string;
  readonly question: string;
  /** The facts that must be read to answer, in the order of the trace. */
  readonly seen: readonly Fact[];
  /** Answer and trace of someone who saw these facts and whose last computation is off by `slip` (0 is right). */
  readonly tell: (seen: readonly Fact[], slip: number) => Told;
}

type Board = Extract<Scene, { kind: 'board' }>;
type Chart = Extract<Scene, { kind: 'chart' }>;
/** Undefined where the scene does not suit the question (no unique star to ask for, ...). */
type Maker<S> = (scene: S, rng: Random) => Question | undefined;

const count = (board: Board, shape: Shape): number => board.pieces.filter((p) => p.shape === shape).length;
const present = (board: Board): Shape[] => SHAPES.filter((s) => count(board, s) > 0);
const single = (board: Board): Board['pieces'] => board.pieces.filter((p) => count(board, p.shape) === 1);
const blocks = (chart: Chart, name: BarName): number => chart.bars.find((b) => b.bar === name)?.blocks ?? 0;

/** A question whose answer is its one fact. */
function look(kind: string, question: string, fact: Fact, say: (fact: Fact) => string): Question {
  const tell = ([f = fact]: readonly Fact[]): Told => ({ answer: String(f), trace: `${say(f)} ${boxed(f)}` });
  return { kind, question, seen: [fact], tell };
}

/** A question whose answer is computed from one or two numbers that are seen. */
function think(
  kind: string,
  question: string,
  seen: readonly number[],
  say: (seen: readonly number[]) => string,
  expression: (seen: readonly number[]) => readonly [number, Operator, number],
): Question {
  const tell = (facts: readonly Fact[], slip: number): Told => {
    const numbers = facts.map(Number);
    const [a, op, b] = expression(numbers);
    return { answer: String(compute(a, op, b) + slip), trace: `${say(numbers)} ${sum(a, op, b, slip)}` };
  };
  return { kind, question, seen, tell };
}

/** A shape that is usually there: one question in eight asks for one that may be absent. */
const anyShape = (board: Board, rng: Random): Shape => rng.pick(rng.int(8) === 0 ? SHAPES : present(board));

/** Two shapes, the more numerous first. */
function shapeTwice(board: Board, rng: Random): readonly [Shape, Shape] {
  const first = rng.pick(present(board));
  const rest = SHAPES.filter((s) => s !== first);
  const there = rest.filter((s) => count(board, s) > 0);
  const second = rng.pick(there.length > 0 ? there : rest);
  return count(board, first) >= count(board, second) ? [first, second] : [second, first];
}

/** Two bars, the taller first. */
function barPair(chart: Chart, rng: Random): readonly [BarName, BarName] {
  const [a = 'A', b = 'B'] = rng.shuffle(BARS);
  return blocks(chart, a) >= blocks(chart, b) ? [a, b] : [b, a];
}

export const BOARD_PERCEPTION: readonly Maker<Board>[] = [
  (board, rng) => {
    const shape = anyShape(board, rng);
    const say = (n: Fact): string => `I see ${many(Number(n), shape)}.`;
    return look('count-shape', `How many ${shape}s are there?`, count(board, shape), say);
  },
  (board, rng) => {
    const color = rng.pick(board.pieces).color;
    const n = board.pieces.filter((p) => p.color === color).length;
    return look('count-color', `How many shapes are ${color}?`, n, (m) => `I see ${String(m)} ${color}.`);
  },
  (board, rng) => {
    const pieces = single(board);
    if (pieces.length === 0) return undefined;
    const { shape, color } = rng.pick(pieces);
    return look('color', `What color is the ${shape}?`, color, (c) => `The ${shape} is ${c}.`);
  },
  (board, rng) => {
    const pieces = single(board);
    if (pieces.length === 0) return undefined;
    const { shape, color } = rng.pick(pieces);
    return colorChoice(shape, color, rng);
  },
  (board, rng) => {
    const { cell, shape } = rng.pick(board.pieces);
    return look('shape-at', `What shape is at ${cell}?`, shape, (s) => `${cell} has the ${s}.`);
  },
  (board, rng) => {
    const pieces = single(board);
    if (pieces.length === 0) return undefined;
    const { shape, cell } = rng.pick(pieces);
    return look('where', `Where is the ${shape}?`, cell, (c) => `The ${shape} is at ${c}.`);
  },
];

function colorChoice(shape: Shape, color: Color, rng: Random): Question {
  const wrong = rng.shuffle(COLORS.filter((c) => c !== color));
  const options = rng.shuffle([color, ...wrong.slice(0, 2)]);
  const list = options.map((c, i) => `(${letterOf(i)}) ${c}`).join(' ');
  // A colour that is not among the options is guessed to be the first.
  const tell = ([c = color]: readonly Fact[]): Told => {
    const answer = letterOf(Math.max(0, options.indexOf(c as Color)));
    return { answer, trace: `The ${shape} is ${c}. ${boxed(answer)}` };
  };
  return { kind: 'color-choice', question: `What color is the ${shape}? ${list}`, seen: [color], tell };
}

export const CHART_PERCEPTION: readonly Maker<Chart>[] = [
  (chart, rng) => {
    const { bar, blocks: n } = rng.pick(chart.bars);
    return look('height', `How tall is bar ${bar}?`, n, (m) => `Bar ${bar} is ${String(m)}.`);
  },
  (chart) => {
    const heights = chart.bars.map((b) => b.blocks);
    const top = Math.max(...heights);
    if (heights.filter((h) => h === top).length > 1) return undefined;
    const tell = (seen: readonly Fact[]): Told => {
      const answer = BARS[seen.indexOf(Math.max(...seen.map(Number)))] ?? 'A';
      const trace = `${BARS.map((bar, i) => `${bar} is ${String(seen[i])}`).join(', ')}. ${boxed(answer)}`;
      return { answer, trace };
    };
    return { kind: 'tallest', question: 'Which bar is the tallest?', seen: heights, tell };
  },
  (chart, rng) => {
    const { bar, color } = rng.pick(chart.bars);
    return look('bar-color', `What color is bar ${bar}?`, color, (c) => `Bar ${bar} is ${c}.`);
  },
];

const seeTwo = (a: Shape, b: Shape) => (seen: readonly number[]) =>
  `I see ${many(seen[0] ?? 0, a)} and ${many(seen[1] ?? 0, b)}.`;
const seeOne = (a: Shape) => (seen: readonly number[]) => `I see ${many(seen[0] ?? 0, a)}.`;
const seeBars = (a: BarName, b: BarName) => (seen: readonly number[]) =>
  `${a} is ${String(seen[0])} and ${b} is ${String(seen[1])}.`;
const both = (op: Operator) => (seen: readonly number[]) => [seen[0] ?? 0, op, seen[1] ?? 0] as const;
const by = (op: Operator, n: number) => (seen: readonly number[]) => [seen[0] ?? 0, op, n] as const;

export const BOARD_REASONING: readonly Maker<Board>[] = [
  (board, rng) => {
    const [a, b] = rng.shuffle(shapeTwice(board, rng)) as [Shape, Shape];
    const question = `How many ${a}s and ${b}s are there in all?`;
    return think('total', question, [count(board, a), count(board, b)], seeTwo(a, b), both('+'));
  },
  (board, rng) => {
    const [a, b] = shapeTwice(board, rng);
    if (count(board, a) === count(board, b)) return undefined;
    const question = `How many more ${a}s than ${b}s are there?`;
    return think('more', question, [count(board, a), count(board, b)], seeTwo(a, b), both('-'));
  },
  (board, rng) => {
    const shape = anyShape(board, rng);
    const n = 1 + rng.int(5);
    const question = `If ${many(n, shape, 'more')} ${n === 1 ? 'is' : 'are'} added, how many ${shape}s are there?`;
    return think('added', question, [count(board, shape)], seeOne(shape), by('+', n));
  },
  (board, rng) => {
    const shape = rng.pick(present(board));
    const n = 1 + rng.int(count(board, shape));
    const question = `If ${many(n, shape)} ${n === 1 ? 'is' : 'are'} removed, how many ${shape}s are left?`;
    return think('removed', question, [count(board, shape)], seeOne(shape), by('-', n));
  },
  (board, rng) => {
    const shape = rng.pick(present(board));
    const n = 2 + rng.int(2);
    const question = `Each ${shape} is worth ${String(n)} points. How many points are there?`;
    return think('points', question, [count(board, shape)], seeOne(shape), by('x', n));
  },
];

export const CHART_REASONING: readonly Maker<Chart>[] = [
  (chart, rng) => {
    const [a, b] = rng.shuffle(barPair(chart, rng)) as [BarName, BarName];
    const question = `How many blocks are in ${a} and ${b} in all?`;
    return think('together', question, [blocks(chart, a), blocks(chart, b)], seeBars(a, b), both('+'));
  },
  (chart, rng) => {
    const [a, b] = barPair(chart, rng);
    if (blocks(chart, a) === blocks(chart, b)) return undefined;
    const question = `How much taller is bar ${a} than bar ${b}?`;
    return think('taller', question, [blocks(chart, a), blocks(chart, b)], seeBars(a, b), both('-'));
  },
];

/** A question that needs only seeing. */
export function perception(scene: Scene, rng: Random): Question {
  return scene.kind === 'board' ? ask(BOARD_PERCEPTION, scene, rng) : ask(CHART_PERCEPTION, scene, rng);
}

/** A question that needs seeing and computing. */
export function reasoning(scene: Scene, rng: Random): Question {
  return scene.kind === 'board' ? ask(BOARD_REASONING, scene, rng) : ask(CHART_REASONING, scene, rng);
}

function ask<S>(makers: readonly Maker<S>[], scene: S, rng: Random): Question {
  for (;;) {
    const question = rng.pick(makers)(scene, rng);
    if (question !== undefined) return question;
  }
}
