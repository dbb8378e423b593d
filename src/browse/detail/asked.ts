import { join } from 'node:path';

import type { AnswerText } from '../../protocol';
import { gradedAnswers, parsePrediction, SET_FILES } from '../../results';
import type { KeyIndex } from '../store/key-index';
import { LineTail, readLineAt } from '../verdicts/tail';
import { cutText } from './cut';

const LONGEST = 50_000;

/** Where the answers that an endpoint gave stand in `answers.jsonl`, by item; the last of an arm counts. */
export class AskedAnswers {
  private readonly tail: LineTail;
  private readonly places = new Map<
    number,
    Map<string, { readonly offset: number; readonly length: number }>
  >();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    dir: string,
    private readonly keys: () => Promise<KeyIndex>,
  ) {
    this.tail = new LineTail(join(dir, SET_FILES.asked));
  }

  /** The lines about an item, read when somebody looks at it. */
  async lines(index: number): Promise<readonly string[]> {
    const reading = this.turn.then(() => this.read());
    this.turn = reading.catch(() => undefined);
    await reading;
    const places = [...(this.places.get(index)?.values() ?? [])];
    return Promise.all(places.map(({ offset, length }) => readLineAt(this.tail.file, offset, length)));
  }

  private async read(): Promise<void> {
    if (!(await this.tail.hasNews())) return;
    const keys = await this.keys();
    await this.tail.read(
      ({ text, offset, length }) => {
        const prediction = parsePrediction(text);
        if (typeof prediction === 'string') return;
        const index = keys.find(prediction.dataset, prediction.row);
        if (index < 0) return;
        const arms = this.places.get(index) ?? new Map<string, { offset: number; length: number }>();
        arms.set(prediction.arm, { offset, length });
        this.places.set(index, arms);
      },
      () => this.places.clear(),
    );
  }
}

/** The answers of a line of `answers.jsonl`, graded. */
export function parseAsked(text: string): readonly AnswerText[] {
  const prediction = parsePrediction(text);
  if (typeof prediction === 'string') return [];
  const { arm, description, answer } = prediction;
  const judged = answer.trim() !== '';
  return gradedAnswers(prediction).map(({ response, extracted, correct, greedy }) => ({
    arm,
    text: cutText(response.text, LONGEST),
    tokens: response.tokens,
    truncated: response.truncated,
    correct: judged ? correct : null,
    greedy,
    ...(description === undefined ? {} : { description: cutText(description, LONGEST) }),
    ...(extracted === undefined ? {} : { extracted }),
  }));
}
