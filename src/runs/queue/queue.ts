import { rmSync } from 'node:fs';
import { utimes } from 'node:fs/promises';

import { allowedGpus, queryGpus } from '../machine/gpus';
import type { ProcessIdentity } from '../process/identity';
import { endLeftover } from '../process/tree';
import type { DeviceWish } from './devices';
import { queueFolder, withQueueLock } from './folder';
import { drawTicket, readTickets, writeHolds, type Ticket } from './tickets';
import { turnOf, type Turn } from './turn';

const TOUCH_MS = 5000;
/** How long an engine may outlive its supervisor before whoever waits for its devices ends it. */
const LEFTOVER_MS = 15_000;

export interface QueueEntry {
  /** Looks whether it is our turn, and if so holds the devices from that moment on. */
  look(): Promise<Turn>;
  /** Gives devices and place back; never throws, and may be called twice. */
  leave(): void;
}

/**
 * Queues a run for devices of this machine, behind everybody who waits already. The place is lost with this process.
 * Rejects when the queue's folder cannot be used.
 */
export async function joinQueue(
  run: { readonly id: string; readonly dir: string },
  wants: DeviceWish,
  self: ProcessIdentity,
  folder = queueFolder(),
): Promise<QueueEntry> {
  const content = { run: run.id, dir: run.dir, owner: self, wants };
  const ticket = await withQueueLock(folder, self, () => drawTicket(folder, content));
  const touching = setInterval(() => {
    const now = new Date();
    utimes(ticket.path, now, now).catch(() => undefined);
  }, TOUCH_MS);
  touching.unref();
  let gpus = await usableGpus(wants);
  const turn = async (): Promise<Turn> => {
    const others = (await readTickets(folder)).filter(({ path }) => path !== ticket.path);
    await endLeftovers(others);
    return turnOf({ ...ticket, run: run.id, wants }, others, gpus);
  };
  return {
    async look() {
      const first = await turn();
      if (first.kind !== 'go') return first;
      // How full they are changes by the minute: looked at again before any are chosen.
      gpus = await usableGpus(wants);
      return withQueueLock(folder, self, async () => {
        const sure = await turn();
        if (sure.kind === 'go') await writeHolds(ticket.path, { ...content, holds: sure.devices });
        return sure;
      });
    },
    leave() {
      clearInterval(touching);
      try {
        rmSync(ticket.path, { force: true });
      } catch {
        // It is void in a moment: we are about to end.
      }
    },
  };
}

/** GPUs to choose from, or to know that a named one is there; nobody is asked for the processor alone. */
async function usableGpus(wants: DeviceWish) {
  if (!('any' in wants) && wants.every((device) => device === 'cpu')) return [];
  return 'any' in wants ? allowedGpus(await queryGpus()) : queryGpus();
}

async function endLeftovers(tickets: readonly Ticket[]): Promise<void> {
  for (const { state, engines, age } of tickets) {
    if (state === 'leftover' && age > LEFTOVER_MS) for (const engine of engines) await endLeftover(engine);
  }
}
