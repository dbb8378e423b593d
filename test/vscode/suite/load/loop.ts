import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long this process's event loop was held up, in milliseconds. */
export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /**
   * The most processor time that this process used between two turns of the loop. A long delay with little of it is the
   * machine's: other processes had its cores.
   */
  readonly computing: number;
  /** Processor time that it used, in percent of a core. */
  readonly cpu: number;
}

/** Milliseconds between two looks. */
const RESOLUTION = 1;

/** Measures this process's event loop while something is done. */
export async function loopDelayDuring(work: () => Promise<unknown>): Promise<LoopDelay> {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  const used = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  let [computing, last] = [0, used()];
  const turn = setInterval(() => {
    const now = used();
    computing = Math.max(computing, now - last);
    last = now;
  }, RESOLUTION);
  const [began, before] = [performance.now(), used()];
  histogram.enable();
  await work();
  histogram.disable();
  clearInterval(turn);
  const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION);
  return {
    p50: ms(histogram.percentile(50)),
    p99: ms(histogram.percentile(99)),
    max: ms(histogram.max),
    computing,
    cpu: ((used() - before) / (performance.now() - began)) * 100,
  };
}
