/** What Ray puts before each line of a worker, with its colours. */
export const worker = (text: string, name = 'WorkerDict', pid = 4321): string =>
  text
    .split('\n')
    .map((line) => `\u001b[36m(${name} pid=${pid})\u001b[0m ${line}`)
    .join('\n');

/** The same from another node of a cluster, as Ray sums up what several said. */
export const repeated = (text: string): string =>
  text
    .split('\n')
    .map((line) => `(WorkerDict pid=77, ip=10.0.0.1) ${line} [repeated 7x across cluster]`)
    .join('\n');

export const runner = (text: string): string => worker(text, 'Runner', 99);

/** torchrun's and accelerate's prefix. */
export const rank = (text: string, number = 0): string =>
  text
    .split('\n')
    .map((line) => `[rank${number}]: ${line}`)
    .join('\n');

/** A stack trace as Python prints it. */
export const trace = (last: string, frames: readonly string[] = ['self.trainer.fit()']): string =>
  [
    'Traceback (most recent call last):',
    ...frames.flatMap((frame, at) => [
      `  File "/opt/engine/module_${at}.py", line ${40 + at}, in call`,
      `    ${frame}`,
    ]),
    last,
  ].join('\n');

export interface Case {
  /** Logs that show the failure, and it alone. */
  readonly shows: readonly string[];
  /** Logs that look like it and are not. */
  readonly not: readonly string[];
}
