import { misread } from './facts';
import { perception, type Question } from './questions';
import type { Random } from './random';
import type { Picture } from './rows';
import { describe } from './scene';

/** Questions a caption. */
const PER_PICTURE = 4;
/** What the micro model finds hard to see: one shape in five is drawn small. */
const KINDS: readonly string[] = ['count-shape', 'shape-at', 'where', 'color'];
/** One answer in so many is wrong, as of a writer who sees the caption and does not look closely. */
const CARELESS = 16;

/** A line of `captions.jsonl`, under the names of DOCCI's own columns. */
export interface CaptionLine {
  readonly example_id: string;
  readonly image_file: string;
  readonly description: string;
}

/** A line of `questions.jsonl`: what `questions: { file }` of a recipe reads. */
export interface QuestionLine {
  readonly caption: string;
  readonly question: string;
  readonly answer: string;
  readonly kind: string;
}

/** The captions of the boards for training: no picture of a test is among them. */
export const captions = (pictures: readonly Picture[]): readonly CaptionLine[] =>
  training(pictures).map(({ name, scene }) => ({
    example_id: idOf(name),
    image_file: name,
    description: describe(scene),
  }));

/**
 * Questions that were written from the captions, some of them twice and some with a wrong answer: a recipe has to
 * find those. None has lettered options, which the micro model does not know as lines of their own.
 */
export function captionQuestions(pictures: readonly Picture[], rng: Random): readonly QuestionLine[] {
  return training(pictures).flatMap((picture) =>
    Array.from({ length: PER_PICTURE }, () => {
      const { kind, question, seen, tell } = open(picture, rng);
      const [first = '', ...others] = seen;
      const { answer } = tell(rng.int(CARELESS) === 0 ? [misread(first, rng), ...others] : seen, 0);
      return { caption: idOf(picture.name), question, answer, kind };
    }),
  );
}

const training = (pictures: readonly Picture[]): readonly Picture[] =>
  pictures.filter(({ name, scene }) => scene.kind === 'board' && name.startsWith('images/train-'));

/** `images/train-001.png` as `train-001`. */
const idOf = (name: string): string => name.slice('images/'.length, -'.png'.length);

function open({ scene }: Picture, rng: Random): Question {
  for (;;) {
    const question = perception(scene, rng);
    if (KINDS.includes(question.kind)) return question;
  }
}
