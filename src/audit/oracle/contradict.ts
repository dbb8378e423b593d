import type { Observation } from './observe';
import type { Scene } from './scene';

/** What the scene says instead, in words; `undefined` when the observation is true. */
export function contradiction(observation: Observation, scene: Scene): string | undefined {
  return scene.kind === 'board' ? onBoard(observation, scene) : onChart(observation, scene);
}

function onBoard(observation: Observation, scene: Scene & { kind: 'board' }): string | undefined {
  const { pieces } = scene;
  switch (observation.kind) {
    case 'count': {
      const { what, n } = observation;
      const named = pieces.filter(({ shape, color }) => isNamed(what, shape) || color === what).length;
      return named === n ? undefined : `there ${named === 1 ? 'is' : 'are'} ${named}`;
    }
    case 'shape-is': {
      const colors = pieces.filter(({ shape }) => shape === observation.shape).map(({ color }) => color);
      return colors.includes(observation.word) ? undefined : orNone(colors, `no ${observation.shape}`);
    }
    case 'shape-at': {
      const there = pieces.filter(({ cell }) => cell === observation.cell).map(({ shape }) => shape);
      if (there.includes(observation.shape)) return undefined;
      return `${observation.cell} has ${there.length === 0 ? 'nothing' : `the ${orNone(there, '')}`}`;
    }
    case 'bar-is':
      return 'the picture has no bars';
  }
}

function onChart(observation: Observation, scene: Scene & { kind: 'chart' }): string | undefined {
  if (observation.kind !== 'bar-is') return 'the picture is a bar chart';
  const bar = scene.bars.find((candidate) => candidate.bar === observation.bar);
  if (bar === undefined) return `there is no bar ${observation.bar}`;
  const numeric = /^\d/.test(observation.word);
  const truth = numeric ? String(bar.blocks) : bar.color;
  return truth === observation.word ? undefined : `${bar.bar} is ${truth}`;
}

const isNamed = (what: string, shape: string): boolean => what === shape || what === `${shape}s`;
const orNone = (found: readonly string[], none: string): string =>
  found.length === 0 ? none : [...new Set(found)].join(' and ');
