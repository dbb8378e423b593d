import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

import { count, optional, shape, text } from '../folder/check';
import { processStarts } from './starts';

/**
 * Which process, for good: a pid alone is reused, a pid with the moment its process began is not. `start` is opaque
 * and untouched by changes of the clock; `boot` and `space` say where a pid means anything at all.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start: string;
  readonly host: string;
  /** The running system, where it tells (Linux). */
  readonly boot?: string;
  /** The pid namespace, where there are such (Linux containers). */
  readonly space?: string;
}

export const processIdentity = shape<ProcessIdentity>({
  pid: count,
  start: text,
  host: text,
  boot: optional(text),
  space: optional(text),
});

/** `elsewhere`: another machine or container, of whose processes nothing can be known from here. */
export type Liveness = 'alive' | 'gone' | 'elsewhere';

/** The identity of a running process of this machine, or nothing when there is none with that pid. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const start = (await processStarts([pid])).get(pid);
  return start === undefined ? undefined : { pid, start, ...here() };
}

export async function liveness(identity: ProcessIdentity): Promise<Liveness> {
  const place = whereabouts(identity);
  if (place !== 'here') return place;
  return (await processStarts([identity.pid])).get(identity.pid) === identity.start ? 'alive' : 'gone';
}

/** Liveness of many at once: one question to the system where that is a costly one. */
export async function livenessOfAll(identities: readonly ProcessIdentity[]): Promise<readonly Liveness[]> {
  const local = identities.filter((identity) => whereabouts(identity) === 'here');
  const starts = await processStarts(local.map((identity) => identity.pid));
  return identities.map((identity) => {
    const place = whereabouts(identity);
    if (place !== 'here') return place;
    return starts.get(identity.pid) === identity.start ? 'alive' : 'gone';
  });
}

export const sameProcess = (a: ProcessIdentity, b: ProcessIdentity): boolean =>
  a.pid === b.pid && a.start === b.start && a.host === b.host && a.boot === b.boot && a.space === b.space;

/** Whether a pid was given out on this very system; after a restart of it, all its processes are gone. */
function whereabouts(identity: ProcessIdentity): 'here' | 'gone' | 'elsewhere' {
  const system = here();
  if (identity.host !== system.host) return 'elsewhere';
  if (identity.boot !== system.boot) return 'gone';
  return identity.space === system.space ? 'here' : 'elsewhere';
}

let known: Omit<ProcessIdentity, 'pid' | 'start'> | undefined;

function here(): Omit<ProcessIdentity, 'pid' | 'start'> {
  known ??= {
    host: hostname(),
    ...linuxFact('boot', () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    ...linuxFact('space', () => readlinkSync('/proc/self/ns/pid')),
  };
  return known;
}

function linuxFact<K extends string>(key: K, read: () => string): Partial<Record<K, string>> {
  if (process.platform !== 'linux') return {};
  try {
    return { [key]: read() } as Partial<Record<K, string>>;
  } catch {
    return {};
  }
}
