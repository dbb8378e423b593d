import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { errorCode } from '../codes';
import { replaceJson } from '../folder/atomic';
import { count, listOf, literal, optional, shape, text, type Check } from '../folder/check';
import { readJsonFile } from '../folder/json-file';
import { readStatus } from '../folder/state';
import {
  liveness,
  livenessOfAll,
  processIdentity,
  sameProcess,
  type Liveness,
  type ProcessIdentity,
} from '../process/identity';
import type { DeviceWish } from './devices';
import type { Place } from './turn';

/** `ticket-<number>-<hex>.json`: names are never used again, so removing one that is void cannot hit another's. */
const NAME = /^ticket-(\d{1,9})-[0-9a-f]{8}\.json$/;
/** An owner in another container shows itself by touching its ticket. */
const UNSEEN_MS = 60_000;

interface TicketFile {
  readonly format: 1;
  /** Id and absolute folder of the run. */
  readonly run: string;
  readonly dir: string;
  /** Its supervisor. */
  readonly owner: ProcessIdentity;
  readonly wants: DeviceWish;
  readonly holds?: readonly string[];
}

export interface Ticket extends TicketFile, Place {
  readonly path: string;
  /** Milliseconds since its owner has touched it. */
  readonly age: number;
  /** `leftover`: the supervisor is dead, but an engine of its run lives on and holds the devices. */
  readonly state: 'living' | 'leftover';
  readonly engines: readonly ProcessIdentity[];
}

const anyGpus = shape<{ any: number }>({ any: count });
const wish: Check = (value, path) => (Array.isArray(value) ? listOf(text) : anyGpus)(value, path);
const ticketFile = shape<TicketFile>({
  format: literal(1),
  run: text,
  dir: text,
  owner: processIdentity,
  wants: wish,
  holds: optional(listOf(text)),
});

/** All tickets that count, in order of arrival. Void ones (their processes are gone) are removed; torn ones too. */
export async function readTickets(folder: string): Promise<readonly Ticket[]> {
  const found: (Omit<Ticket, 'state' | 'engines'> & { readonly path: string })[] = [];
  for (const [number, name] of await ticketNames(folder)) {
    const path = join(folder, name);
    const file = await readJsonFile(path, ticketFile, 64_000);
    const touched = await stat(path).catch(() => undefined);
    if (touched === undefined) continue;
    const age = Math.abs(Date.now() - touched.mtimeMs);
    if (file.ok) found.push({ ...file.value, number, path, age });
    // Tickets appear whole: one that cannot be read is damage. One that somebody touches is not: it is of a newer
    // version, or the disk fails us in this moment, and its owner must not lose his place.
    else if (age > UNSEEN_MS) await rm(path, { force: true });
  }
  const lives = await livenessOfAll(found.map(({ owner }) => owner));
  const tickets: Ticket[] = [];
  for (const [i, ticket] of found.entries()) {
    if (lives[i] !== undefined && ownerLives(lives[i], ticket.age)) {
      tickets.push({ ...ticket, state: 'living', engines: [] });
      continue;
    }
    const engines = ticket.holds === undefined ? [] : await livingEngines(ticket);
    if (engines.length > 0) tickets.push({ ...ticket, state: 'leftover', engines });
    else await rm(ticket.path, { force: true });
  }
  return tickets;
}

const ownerLives = (life: Liveness, age: number): boolean =>
  life === 'alive' || (life === 'elsewhere' && age < UNSEEN_MS);

/** Engines that a dead supervisor has left behind; of a run that somebody else has taken over since, none. */
async function livingEngines({ dir, owner }: TicketFile): Promise<readonly ProcessIdentity[]> {
  const status = await readStatus(dir);
  if (!status.ok || !sameProcess(status.value.supervisor, owner)) return [];
  const engines = status.value.stages.flatMap(({ state, process }) =>
    state === 'running' && process !== undefined ? [process] : [],
  );
  const lives = await Promise.all(engines.map(liveness));
  return engines.filter((_engine, i) => lives[i] === 'alive');
}

/** Writes a new ticket behind all others. Only under the queue's lock. */
export async function drawTicket(
  folder: string,
  content: Omit<TicketFile, 'format' | 'holds'>,
): Promise<{ readonly number: number; readonly path: string }> {
  const last = (await ticketNames(folder)).at(-1)?.[0] ?? 0;
  const number = last + 1;
  const path = join(folder, `ticket-${number}-${randomBytes(4).toString('hex')}.json`);
  await replaceJson(path, { format: 1, ...content } satisfies TicketFile);
  return { number, path };
}

/** Writes down what a ticket's owner holds from now on. Only under the queue's lock. */
export const writeHolds = (
  path: string,
  content: Omit<TicketFile, 'format'> & { readonly holds: readonly string[] },
): Promise<void> => replaceJson(path, { format: 1, ...content } satisfies TicketFile);

async function ticketNames(folder: string): Promise<readonly (readonly [number, string])[]> {
  try {
    return (await readdir(folder))
      .flatMap((name) => {
        const number = NAME.exec(name)?.[1];
        return number === undefined ? [] : [[Number(number), name] as const];
      })
      .sort(([a], [b]) => a - b);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
