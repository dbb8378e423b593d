import type { EngineEvent } from '../protocol';
import type { OutputReader } from './engine';

const TYPES: Readonly<Record<EngineEvent['type'], true>> = {
  started: true,
  metric: true,
  sample: true,
  checkpoint: true,
  finding: true,
  progress: true,
  finished: true,
  failed: true,
};

/** A line longer than this is no event; it is not kept waiting for its end. */
const LONGEST_LINE = 4 * 1024 * 1024;

/** Reads the output of an engine that speaks our protocol: events are lines of JSON, everything else is log. */
export function jsonLinesReader(): OutputReader {
  let rest = '';
  return {
    push: (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      const events: EngineEvent[] = [];
      let log = '';
      for (const line of lines) {
        const event = parseEvent(line);
        if (event === undefined) log += `${line}\n`;
        else events.push(event);
      }
      if (rest.length > LONGEST_LINE) {
        log += rest;
        rest = '';
      }
      return { events, log };
    },
  };
}

function parseEvent(line: string): EngineEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
    return typeof value.type === 'string' && Object.hasOwn(TYPES, value.type)
      ? (value as EngineEvent)
      : undefined;
  } catch {
    return undefined;
  }
}
