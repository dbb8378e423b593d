import { DEFAULT_CONFIG, type ModelConfig } from '../../src/engines/embedded';
import type { Subject } from './lessons';

/** 24 x 24 pixels in 3 x 3 patches: a patch is a cell of a board. 0.24 million parameters, under 1 MB. */
export const CONFIG: Omit<ModelConfig, 'vocabulary'> = { ...DEFAULT_CONFIG, image: 24, patch: 8 };

/** Lessons a step. */
export const BATCH = 64;

export interface Phase {
  readonly name: string;
  readonly steps: number;
  /** Peak learning rate; it falls linearly to `floor` of it. */
  readonly learningRate: number;
  readonly floor: number;
  readonly warmup: number;
  /** Subjects in proportion. */
  readonly mix: readonly Subject[];
  /** How careless the annotators are, 0 to 1. */
  readonly noise: number;
  /** Some shapes are drawn small, as in the example. */
  readonly small: boolean;
  /** Kinds of perception question that half of the perception lessons are about. */
  readonly drill: readonly string[];
}

const times = (n: number, subject: Subject): Subject[] => Array.from({ length: n }, () => subject);

/**
 * First to see (captions supervise every patch), then to answer, then a drill in what is learned last (finding a piece
 * by its property) and in small shapes, then to doubt: in the last phase annotators are careless, so that the base model
 * is right in about half of its samples and a curriculum has something to sharpen. Skills appear suddenly, at steps that
 * vary with the seed: look at the exams, and prolong `answer` for a seed that is late.
 */
export const PHASES: readonly Phase[] = [
  {
    name: 'see',
    steps: 1200,
    learningRate: 2e-3,
    floor: 0.5,
    warmup: 50,
    mix: [
      ...times(4, 'caption'),
      ...times(3, 'list'),
      'perception',
      'reasoning',
      'arithmetic',
      ...times(2, 'described'),
    ],
    noise: 0,
    small: false,
    drill: [],
  },
  {
    name: 'answer',
    steps: 4200,
    learningRate: 2e-3,
    floor: 0.03,
    warmup: 50,
    mix: [
      'caption',
      'list',
      ...times(3, 'perception'),
      ...times(3, 'reasoning'),
      'arithmetic',
      ...times(5, 'described'),
      'both',
    ],
    noise: 0,
    small: false,
    drill: [],
  },
  {
    name: 'drill',
    steps: 1800,
    learningRate: 1.5e-3,
    floor: 0.03,
    warmup: 50,
    mix: [
      'caption',
      ...times(4, 'perception'),
      ...times(2, 'reasoning'),
      'arithmetic',
      ...times(5, 'described'),
      'both',
    ],
    noise: 0,
    small: true,
    drill: ['where', 'color', 'color-choice', 'count-color'],
  },
  {
    name: 'doubt',
    steps: 300,
    learningRate: 5e-4,
    floor: 0.1,
    warmup: 20,
    mix: [
      'caption',
      ...times(3, 'perception'),
      ...times(3, 'reasoning'),
      'arithmetic',
      ...times(3, 'described'),
      'both',
    ],
    noise: 1,
    small: true,
    drill: [],
  },
];
