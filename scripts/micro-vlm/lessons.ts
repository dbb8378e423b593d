import type { SftExample } from '../../src/engines/embedded';
import { arithmetic } from '../shape-math/arithmetic';
import { misread } from '../shape-math/facts';
import { perception, reasoning, type Question } from '../shape-math/questions';
import type { Random } from '../shape-math/random';
import { COLORS, describe, randomBoard, randomChart, SHAPES, type Scene } from '../shape-math/scene';
import type { PictureBank } from './bank';

/** What a lesson of pretraining is about, and from what it is answered. */
export const SUBJECTS = {
  caption: 'describe the picture',
  list: 'describe the pieces of one shape or colour',
  perception: 'a question about the picture',
  reasoning: 'a computation with what the picture shows',
  arithmetic: 'plain arithmetic',
  described: 'a question about a scene that is described, without a picture',
  both: 'a question about a picture that is also described',
} as const;
export type Subject = keyof typeof SUBJECTS;

export interface Lesson extends SftExample {
  readonly subject: Subject;
  readonly kind: string;
  readonly answer: string;
}

export interface Teacher {
  readonly bank: PictureBank;
  readonly rng: Random;
  /** Scenes that must not be taught, by their description: those of the example. */
  readonly forbidden: ReadonlySet<string>;
  /** 0: every annotation is right; 1: annotators are as careless as {@link carelessness} says. */
  readonly noise: number;
  /** Kinds of perception question that half of the perception lessons are about; empty: none is favoured. */
  readonly drill: readonly string[];
}

const CHARTS = 0.3;

function freshScene({ rng, forbidden }: Teacher, charts = CHARTS): Scene {
  for (;;) {
    const scene = rng.next() < charts ? randomChart(rng) : randomBoard(rng);
    if (!forbidden.has(describe(scene))) return scene;
  }
}

/** A fresh scene with a question about it. */
function posed(ask: 'perception' | 'reasoning', teacher: Teacher): { scene: Scene; question: Question } {
  const { rng, drill } = teacher;
  const drilled = ask === 'perception' && drill.length > 0 && rng.int(2) === 0;
  for (;;) {
    const scene = freshScene(teacher);
    const question = (ask === 'perception' ? perception : reasoning)(scene, rng);
    if (!drilled || drill.includes(question.kind)) return { scene, question };
  }
}

/**
 * Chance that an annotator misreads a fact, and that a computation slips. Busy pictures are misread more often, so that
 * rows differ in difficulty; words are misread less often than pictures.
 */
export function carelessness(scene: Scene | undefined, pictured: boolean): { misread: number; slip: number } {
  if (scene === undefined) return { misread: 0, slip: 0.3 };
  if (!pictured) return { misread: 0.05, slip: 0.06 };
  const busy = scene.kind === 'board' ? scene.pieces.length : 4;
  return { misread: 0.02 + 0.06 * busy, slip: 0.1 };
}

/** One lesson; the same random numbers give the same lesson. */
export function lesson(subject: Subject, teacher: Teacher): Lesson {
  const { rng, bank } = teacher;
  switch (subject) {
    case 'arithmetic': {
      const question = arithmetic(rng);
      return { subject, question: question.question, ...annotate(question, undefined, false, teacher) };
    }
    case 'caption': {
      const scene = freshScene(teacher);
      const response = describe(scene);
      const patches = bank.picture(scene, rng);
      return {
        subject,
        kind: 'caption',
        question: 'Describe the image.',
        response,
        answer: response,
        patches,
      };
    }
    case 'list': {
      const scene = freshScene(teacher, 0);
      return { subject, ...listOf(scene, rng), patches: bank.picture(scene, rng) };
    }
    case 'perception':
    case 'reasoning': {
      const { scene, question } = posed(subject, teacher);
      const patches = bank.picture(scene, rng);
      return { subject, question: question.question, ...annotate(question, scene, true, teacher), patches };
    }
    case 'described':
    case 'both': {
      const { scene, question } = posed(rng.int(2) === 0 ? 'reasoning' : 'perception', teacher);
      const description = describe(scene);
      const told = annotate(question, scene, false, teacher);
      if (subject === 'both')
        return {
          subject,
          question: question.question,
          ...told,
          description,
          patches: bank.picture(scene, rng),
        };
      // The audit gives the description apart; the example's text rows begin with it.
      return rng.int(2) === 0
        ? { subject, question: question.question, ...told, description }
        : { subject, question: `${description} ${question.question}`, ...told };
    }
  }
}

/** `Describe the stars.`, `Describe red.`: the pieces that answer, in cell order. Teaches to look for a property. */
function listOf(scene: Scene, rng: Random): Pick<Lesson, 'kind' | 'question' | 'response' | 'answer'> {
  const pieces = scene.kind === 'board' ? scene.pieces : [];
  const byShape = rng.int(2) === 0;
  const wanted = byShape ? rng.pick(SHAPES) : rng.pick(COLORS);
  const found = pieces.filter((p) => (byShape ? p.shape : p.color) === wanted);
  const response = `${found.length === 0 ? 'no' : found.map((p) => `${p.cell} ${p.color} ${p.shape}`).join(', ')}.`;
  const question = byShape ? `Describe the ${wanted}s.` : `Describe ${wanted}.`;
  return { kind: byShape ? 'list-shape' : 'list-color', question, response, answer: response };
}

function annotate(
  question: Question,
  scene: Scene | undefined,
  pictured: boolean,
  { rng, noise }: Teacher,
): Pick<Lesson, 'kind' | 'response' | 'answer'> {
  const chance = carelessness(scene, pictured);
  const seen = question.seen.map((fact) => (rng.next() < noise * chance.misread ? misread(fact, rng) : fact));
  const slip = rng.next() < noise * chance.slip ? (rng.int(2) === 0 ? 1 : -1) : 0;
  const { answer } = question.tell(question.seen, 0);
  return { kind: question.kind, response: question.tell(seen, slip).trace, answer };
}
