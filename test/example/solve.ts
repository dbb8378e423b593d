/**
 * Answers the example's questions from their words and the scene, written apart from the generator: where the two
 * disagree, one of them is wrong.
 */
import type { Scene } from '../../scripts/shape-math/scene';

type Rule = readonly [RegExp, (words: readonly string[], scene: Scene) => string | number];

const singular = (word: string): string => word.replace(/s$/, '');
const pieces = (scene: Scene) => (scene.kind === 'board' ? scene.pieces : []);
const bars = (scene: Scene) => (scene.kind === 'chart' ? scene.bars : []);
const shapes = (scene: Scene, word = ''): number =>
  pieces(scene).filter((p) => p.shape === singular(word)).length;
const bar = (scene: Scene, name = '') => bars(scene).find((b) => b.bar === name)!;

function only(scene: Scene, shape = '') {
  const found = pieces(scene).filter((p) => p.shape === shape);
  if (found.length !== 1) throw new Error(`there are ${found.length} of "the ${shape}"`);
  return found[0]!;
}

const RULES: readonly Rule[] = [
  [/^How many (\w+)s are there\?$/, ([s], scene) => shapes(scene, s)],
  [/^How many shapes are (\w+)\?$/, ([c], scene) => pieces(scene).filter((p) => p.color === c).length],
  [/^What color is bar (\w)\?$/, ([b], scene) => bar(scene, b).color],
  [/^What color is the (\w+)\?$/, ([s], scene) => only(scene, s).color],
  [
    /^What color is the (\w+)\? \(A\) (\w+) \(B\) (\w+) \(C\) (\w+)$/,
    ([s, ...options], scene) => 'ABC'[options.indexOf(only(scene, s).color)] ?? 'none',
  ],
  [/^What shape is at (\w)\?$/, ([cell], scene) => pieces(scene).find((p) => p.cell === cell)!.shape],
  [/^Where is the (\w+)\?$/, ([s], scene) => only(scene, s).cell],
  [/^How tall is bar (\w)\?$/, ([b], scene) => bar(scene, b).blocks],
  [
    /^Which bar is the tallest\?$/,
    (_, scene) => {
      const sorted = [...bars(scene)].sort((x, y) => y.blocks - x.blocks);
      if (sorted[0]!.blocks === sorted[1]!.blocks) throw new Error('two bars are the tallest');
      return sorted[0]!.bar;
    },
  ],
  [/^How many (\w+)s and (\w+)s are there in all\?$/, ([a, b], s) => shapes(s, a) + shapes(s, b)],
  [/^How many more (\w+)s than (\w+)s are there\?$/, ([a, b], s) => shapes(s, a) - shapes(s, b)],
  [
    /^If (\d+) more (\w+) (?:is|are) added, how many (\w+)s are there\?$/,
    ([n, _, s], scene) => shapes(scene, s) + Number(n),
  ],
  [
    /^If (\d+) (\w+) (?:is|are) removed, how many (\w+)s are left\?$/,
    ([n, _, s], scene) => shapes(scene, s) - Number(n),
  ],
  [
    /^Each (\w+) is worth (\d+) points\. How many points are there\?$/,
    ([s, n], scene) => shapes(scene, s) * Number(n),
  ],
  [/^How many blocks are in (\w) and (\w) in all\?$/, ([a, b], s) => bar(s, a).blocks + bar(s, b).blocks],
  [/^How much taller is bar (\w) than bar (\w)\?$/, ([a, b], s) => bar(s, a).blocks - bar(s, b).blocks],
];

export function solve(question: string, scene: Scene): string {
  for (const [pattern, answer] of RULES) {
    const found = pattern.exec(question);
    if (found) return String(answer(found.slice(1), scene));
  }
  throw new Error(`no rule for: ${question}`);
}

/** `What is 4 + 1 - 2?`; products come first in the example, so left to right is right. */
export function calculate(question: string): string {
  const found = /^What is (\d+(?: [+x-] \d+)+)\?$/.exec(question);
  if (!found) throw new Error(`not arithmetic: ${question}`);
  const words = found[1]!.split(' ');
  let value = Number(words[0]);
  for (let i = 1; i < words.length; i += 2) {
    const n = Number(words[i + 1]);
    value = words[i] === '+' ? value + n : words[i] === '-' ? value - n : value * n;
  }
  return String(value);
}

/** The scene that a reference description tells of. */
export function readDescription(text: string): Scene {
  const words = (part: string) => part.trim().split(' ') as [never, never, never];
  if (text.startsWith('Bars: '))
    return {
      kind: 'chart',
      bars: text
        .slice(6, -1)
        .split(',')
        .map((part) => {
          const [name, color, blocks] = words(part);
          return { bar: name, color, blocks: Number(blocks) };
        }),
    };
  return {
    kind: 'board',
    pieces: text
      .slice(0, -1)
      .split(',')
      .map((part) => {
        const [cell, color, shape] = words(part);
        return { cell, color, shape };
      }),
  };
}
