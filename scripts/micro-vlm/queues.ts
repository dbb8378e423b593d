import type { Lesson } from './lessons';

/** Lessons of about the same length make a batch: padding would cost a third of the time. */
const EDGES = [16, 24, 32, 48];

/** Collects lessons by length and gives out full batches. */
export function batches(
  next: () => Lesson,
  length: (lesson: Lesson) => number,
  size: number,
): () => readonly Lesson[] {
  const queues = new Map<string, Lesson[]>();
  return () => {
    for (;;) {
      const one = next();
      const edge = EDGES.find((e) => e >= length(one)) ?? 0;
      const key = `${String(edge)} ${String(one.patches !== undefined)}`;
      const queue = queues.get(key) ?? [];
      queue.push(one);
      queues.set(key, queue);
      if (queue.length < size) continue;
      queues.delete(key);
      return queue;
    }
  };
}
