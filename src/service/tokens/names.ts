import {
  BASE_MODEL,
  BUILTIN_REWARDS,
  child,
  ENGINE_NAMES,
  LAST_RUN,
  MODEL_PRESETS,
  NO_MODEL,
  parseCheckpoint,
  QUESTION_KINDS,
  type TextContent,
} from '../../language';
import type { Snapshot } from '../document/snapshot';
import type { TokenModifier, TokenType } from './legend';

/** The names that a curriculum and its variants know, those of files that it extends included. */
export interface Names {
  readonly datasets: ReadonlySet<string>;
  readonly stages: ReadonlySet<string>;
  readonly endpoints: ReadonlySet<string>;
}

export function namesOf({ checked, tree }: Snapshot): Names {
  const all = [checked.base, ...checked.variants.values()].flatMap(({ curriculum }) => curriculum ?? []);
  const stages = child(tree, 'stages');
  return {
    datasets: new Set(all.flatMap(({ datasets }) => datasets.map(({ id }) => id))),
    stages: new Set([
      ...all.flatMap((one) => one.stages.map(({ id }) => id)),
      ...(stages?.kind === 'map' ? stages.entries.keys() : []),
    ]),
    endpoints: new Set(all.flatMap(({ models }) => Object.keys(models))),
  };
}

export interface NameToken {
  readonly type: TokenType;
  readonly modifiers?: readonly TokenModifier[];
}

const builtIn = (type: TokenType): NameToken => ({ type, modifiers: ['defaultLibrary'] });

/** What a text stands for, where it is a name that exists. */
export function nameToken(content: TextContent, text: string, names: Names): NameToken | undefined {
  switch (content) {
    case 'dataset':
    case 'validation':
      return names.datasets.has(text) ? { type: 'struct' } : undefined;
    case 'stage':
      if (text === 'base') return { type: 'keyword' };
      return names.stages.has(text) ? { type: 'function' } : undefined;
    case 'answerer':
      if (text === BASE_MODEL) return { type: 'keyword' };
      return names.endpoints.has(text) ? { type: 'class' } : undefined;
    case 'verifier':
      if (text === NO_MODEL) return { type: 'keyword' };
      return names.endpoints.has(text) ? { type: 'class' } : undefined;
    case 'failures':
      return text === LAST_RUN ? { type: 'keyword' } : undefined;
    case 'question-kind':
      return Object.hasOwn(QUESTION_KINDS, text) ? { type: 'enumMember' } : undefined;
    case 'caption-column':
      return { type: 'property' };
    case 'endpoint':
      return names.endpoints.has(text) ? { type: 'class' } : undefined;
    case 'model':
      return Object.hasOwn(MODEL_PRESETS, text) ? builtIn('class') : undefined;
    case 'reward':
      return Object.hasOwn(BUILTIN_REWARDS, text) ? builtIn('class') : undefined;
    case 'checkpoint':
      return parseCheckpoint(text) === undefined ? undefined : { type: 'keyword' };
    case 'column':
      return { type: 'property' };
    default:
      return undefined;
  }
}

export const isEngine = (text: string): boolean => ENGINE_NAMES.some((name) => name === text);
export const engineToken = builtIn('class');
