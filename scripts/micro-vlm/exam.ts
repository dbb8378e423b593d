import type { Trainer } from '../../src/engines/embedded';
import { lesson, type Lesson, type Subject, type Teacher } from './lessons';

export interface Score {
  readonly subject: Subject;
  /** Share right of the answers without sampling. */
  readonly greedy: number;
  /** Mean share right of the sampled answers, temperature 1. */
  readonly sampled: number;
  /** Greedy share by kind of question. */
  readonly kinds: Readonly<Record<string, number>>;
}

/** Right: the boxed answer is the gold one; a caption or a list must be right to the letter. */
export function isRight({ subject, answer }: Lesson, text: string): boolean {
  if (subject === 'caption' || subject === 'list') return text === answer;
  return /\\boxed\{([^{}]*)\}$/.exec(text)?.[1] === answer;
}

/** Examines the model on `count` fresh lessons a subject. */
export async function examine(
  trainer: Trainer,
  subjects: readonly Subject[],
  teacher: Teacher,
  count: number,
  k: number,
): Promise<readonly Score[]> {
  const scores: Score[] = [];
  for (const subject of subjects) {
    const lessons = Array.from({ length: count }, () => lesson(subject, { ...teacher, noise: 0 }));
    const right = async (temperature: number, samples: number): Promise<readonly number[]> => {
      const answers = await trainer.generate(lessons, {
        count: samples,
        temperature,
        maxTokens: 28,
        seed: 5,
      });
      return lessons.map((l, i) => mean((answers[i] ?? []).map((a) => Number(isRight(l, a.text)))));
    };
    const greedy = await right(0, 1);
    const kinds = new Map<string, number[]>();
    lessons.forEach((l, i) => kinds.set(l.kind, [...(kinds.get(l.kind) ?? []), greedy[i] ?? 0]));
    scores.push({
      subject,
      greedy: mean(greedy),
      sampled: k === 0 ? NaN : mean(await right(1, k)),
      kinds: Object.fromEntries([...kinds].map(([kind, list]) => [kind, mean(list)])),
    });
  }
  return scores;
}

export const mean = (list: readonly number[]): number =>
  list.length === 0 ? 0 : list.reduce((a, b) => a + b, 0) / list.length;
