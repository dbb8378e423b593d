import { createHash } from 'node:crypto';

import type { ChatUsage } from '../../endpoints';
import type { EngineEvent, MetricValues } from '../../protocol';
import type { MakeNews, Question } from '../types';

const TICK_MS = 1_000;
/** Progress of one step is told at most so often. */
const PROGRESS_MS = 250;
/** All of a small set, and of a large one enough to read in. */
const FIRST_SAMPLES = 100;
/** More of a text than a page shows of a sample. */
const LONGEST_TEXT = 20_000;

export interface TellerParts {
  readonly emit: (event: EngineEvent) => void;
  /** The point of the curves from which it goes on. */
  readonly firstStep: number;
  /** What all endpoints together have done. */
  readonly usage: () => ChatUsage | undefined;
}

/**
 * Turns what the steps tell into the events that a run is made of: progress and samples in moderation, and once a
 * second a point of every curve, if anything has changed.
 */
export class Teller {
  private step: number;
  private figures: MetricValues = {};
  private samples = 0;
  private sampledAt = 0;
  private told = '';
  private requests = { count: 0, at: Date.now() };
  private readonly waiting = new Map<string, Extract<MakeNews, { type: 'phase' }>>();
  private progressAt = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly parts: TellerParts) {
    this.step = parts.firstStep;
    this.timer = setInterval(() => this.point(), TICK_MS);
  }

  /** The point that was told last. */
  get lastStep(): number {
    return this.step;
  }

  tell(news: MakeNews): void {
    switch (news.type) {
      case 'phase':
        this.waiting.delete(news.step);
        this.waiting.set(news.step, news);
        if (news.done >= news.total || Date.now() - this.progressAt >= PROGRESS_MS) this.progress();
        return;
      case 'figures':
        this.figures = { ...this.figures, ...news.values };
        return;
      case 'sample':
        this.sample(news);
        return;
      case 'note': {
        const { severity, words, hint } = news;
        // The same note with other numbers in it is the same finding.
        const id = `make-${createHash('sha256').update(words.replace(/\d+/g, '')).digest('hex').slice(0, 6)}`;
        this.parts.emit({
          type: 'finding',
          severity,
          id,
          message: words,
          ...(hint === undefined ? {} : { hint }),
        });
      }
    }
  }

  /** The last point, and nothing more after it. */
  close(): void {
    clearInterval(this.timer);
    this.progress();
    this.point();
  }

  /** What every step said last, in the order in which they spoke. */
  private progress(): void {
    this.progressAt = Date.now();
    for (const { step, done, total } of this.waiting.values())
      this.parts.emit({ type: 'progress', phase: step, done, total });
    this.waiting.clear();
  }

  private point(): void {
    if (this.waiting.size > 0) this.progress();
    const usage = this.parts.usage();
    const now = Date.now();
    const known = { ...this.figures, ...(usage === undefined ? {} : spent(usage)) };
    const text = JSON.stringify(known);
    const before = this.requests;
    const count = usage?.requests ?? 0;
    this.requests = { count, at: now };
    if (text === this.told) return;
    this.told = text;
    this.step += 1;
    const seconds = (now - before.at) / 1000;
    const speed =
      usage === undefined || seconds <= 0 ? {} : { requests_per_second: (count - before.count) / seconds };
    this.parts.emit({ type: 'metric', step: this.step, values: { ...known, ...speed } });
  }

  private sample({ question, response, right }: Extract<MakeNews, { type: 'sample' }>): void {
    const now = Date.now();
    if (this.samples >= FIRST_SAMPLES && now - this.sampledAt < TICK_MS) return;
    this.samples += 1;
    this.sampledAt = now;
    this.parts.emit({
      type: 'sample',
      step: this.step,
      sample: {
        row: question.id,
        question: cut(asked(question)),
        gold: cut(question.answer),
        response: cut(response),
        reward: { accuracy: right ? 1 : 0 },
        ...(question.images.length === 0 ? {} : { images: question.images }),
      },
    });
  }
}

const asked = ({ question, options }: Question): string =>
  [question, ...options.map((option, i) => `${String.fromCharCode(65 + i)}. ${option}`)].join('\n');

const cut = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text);

const spent = ({ requests, cached, failed, tokens, cost }: ChatUsage): MetricValues => ({
  requests,
  cached,
  requests_failed: failed,
  tokens: tokens.input + tokens.output,
  ...(cost === undefined ? {} : { cost }),
});
