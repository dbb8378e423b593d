import type { EngineEvent } from '../../../protocol';

/** How the companion speaks: events on standard output, everything else on standard error. */
export interface Voice {
  readonly tell: (...events: readonly EngineEvent[]) => void;
  /** A line of our own in the log. */
  readonly note: (line: string) => void;
  /** Output of a process, as it is. */
  readonly pass: (bytes: Uint8Array | string) => void;
}

export const processVoice: Voice = {
  tell: (...events) => {
    if (events.length > 0) process.stdout.write(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  },
  note: (line) => void process.stderr.write(`[stagecraft] ${line}\n`),
  pass: (bytes) => void process.stderr.write(bytes),
};
