import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineEvent } from '../../../src/protocol';
import type { ChatUsage } from '../../../src/endpoints';
import type { Question } from '../../../src/make';
import { Teller } from '../../../src/make/process/teller';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const question: Question = {
  id: 'q-1',
  source: 's',
  capability: 'perception',
  question: 'Which?',
  options: ['red', 'blue'],
  answer: 'A',
  images: ['/x/1.png'],
};

function open(firstStep = 0) {
  const events: EngineEvent[] = [];
  let usage: ChatUsage | undefined;
  const teller = new Teller({ emit: (event) => events.push(event), firstStep, usage: () => usage });
  const spend = (requests: number): void => {
    usage = { requests, cached: 1, retried: 0, failed: 0, tokens: { input: 10, output: 5 } };
  };
  const of = <T extends EngineEvent['type']>(type: T) =>
    events.filter((event): event is Extract<EngineEvent, { type: T }> => event.type === type);
  return { teller, events, of, spend };
}

describe('Teller', () => {
  it('tells a point a second when something has changed, and none when nothing has', () => {
    const { teller, of, spend } = open(7);
    spend(0);
    teller.tell({ type: 'figures', values: { right: 1 } });
    vi.advanceTimersByTime(1000);
    spend(50);
    teller.tell({ type: 'figures', values: { wrong: 2 } });
    vi.advanceTimersByTime(1000);
    vi.advanceTimersByTime(5000);
    teller.close();
    expect(of('metric').map(({ step }) => step)).toEqual([8, 9]);
    expect(of('metric')[1]?.values).toMatchObject({
      right: 1,
      wrong: 2,
      requests: 50,
      cached: 1,
      tokens: 15,
    });
    expect(of('metric')[1]?.values.requests_per_second).toBeCloseTo(50);
    expect(teller.lastStep).toBe(9);
  });

  it('tells progress in moderation, its end at once, and what was held back at the close', () => {
    const { teller, of } = open();
    for (let done = 1; done <= 1000; done += 1)
      teller.tell({ type: 'phase', step: 'answer', done, total: 1000 });
    expect(of('progress').length).toBeLessThan(4);
    expect(of('progress').at(-1)).toEqual({ type: 'progress', phase: 'answer', done: 1000, total: 1000 });
    teller.tell({ type: 'phase', step: 'rate', done: 1, total: 3 });
    teller.close();
    expect(of('progress').at(-1)).toMatchObject({ phase: 'rate', done: 1 });
  });

  it('keeps samples few and bounded, with options under their letters', () => {
    const { teller, of } = open();
    for (let i = 0; i < 10_000; i += 1)
      teller.tell({ type: 'sample', question, response: 'x'.repeat(1e6), right: i % 2 === 0 });
    expect(of('sample').length).toBe(100);
    const [first] = of('sample');
    expect(first?.sample).toMatchObject({
      row: 'q-1',
      gold: 'A',
      reward: { accuracy: 1 },
      images: ['/x/1.png'],
    });
    expect(first?.sample.question).toBe('Which?\nA. red\nB. blue');
    expect(first?.sample.response.length).toBeLessThan(30_000);
    teller.close();
  });

  it('gives a note that differs in numbers alone the same id, and others another', () => {
    const { teller, of } = open();
    for (const words of ['3 images are missing', '4 images are missing', 'The writer is slow'])
      teller.tell({ type: 'note', severity: 'warning', words });
    const ids = of('finding').map(({ id }) => id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
    teller.close();
  });
});
