import type { DataEngine } from '../../data';
import type { EngineEvent } from '../../protocol';
import { readEvents } from '../read/events';
import type { RunContext } from './context';

/** Looks at the metrics of a stage whose engine knows nothing of `until`. */
export interface UntilWatch {
  events(events: readonly EngineEvent[]): void;
  /** Lets go of the data layer; nothing is asked of the engine any more. */
  close(): Promise<void>;
}

/**
 * Evaluates the stage's `until` after each step on the latest value of every metric, those of earlier attempts up to
 * where this one begins among them, and calls `onHolds` once when it first holds. A condition that cannot be evaluated
 * is told once by `onTrouble`; the stage then trains all its steps.
 */
export function watchUntil(
  { dir, manifest, parts }: Pick<RunContext, 'dir' | 'manifest' | 'parts'>,
  id: string,
  until: string,
  { onHolds, onTrouble }: { readonly onHolds: () => void; readonly onTrouble: (error: unknown) => void },
): UntilWatch {
  let data: Promise<DataEngine> | undefined;
  let metrics: Readonly<Record<string, number>> = {};
  let over = false;
  let work: Promise<void> = Promise.resolve();
  /** Whether it was this call that ended the watch. */
  const end = (): boolean => {
    const first = !over;
    over = true;
    return first;
  };

  const take = async (event: EngineEvent): Promise<void> => {
    if (over) return;
    if (event.type === 'started') {
      if (event.firstStep > 1) metrics = { ...(await earlierMetrics(dir, id, event.firstStep)), ...metrics };
      return;
    }
    if (event.type !== 'metric') return;
    metrics = { ...metrics, ...finite(event.values) };
    data ??= Promise.resolve(parts.openData({ folders: [manifest.root] }));
    if ((await (await data).holds(until, metrics)) && end()) onHolds();
  };
  return {
    events: (events) => {
      for (const event of events)
        work = work
          .then(() => take(event))
          .catch((error: unknown) => {
            if (end()) onTrouble(error);
          });
    },
    close: async () => {
      end();
      await work;
      const opened = await data?.catch(() => undefined);
      await opened?.close();
    },
  };
}

/** The latest metrics that a stage had before a step, as its events tell. */
async function earlierMetrics(
  dir: string,
  id: string,
  firstStep: number,
): Promise<Readonly<Record<string, number>>> {
  let metrics: Readonly<Record<string, number>> = {};
  for (const event of await readEvents(dir))
    if (event.stage === id && event.type === 'metric' && event.step < firstStep)
      metrics = { ...metrics, ...finite(event.values) };
  return metrics;
}

/** JSON has no NaN: such a value is null, and of no use to a condition. */
const finite = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
  );
