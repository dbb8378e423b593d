import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { FILES } from '../folder/layout';
import { sameProcess, type ProcessIdentity } from '../process/identity';
import { readStopOrder } from '../start/stop';
import type { StopSignal } from './stop-signal';

const POLL_MS = 200;
const REMOVED = 'its run folder was removed';
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGBREAK'] as const;

/** Turns `stop.json` and signals to this process into the wish to stop; returns how to end the watching. */
export function watchForStop(
  dir: string,
  self: ProcessIdentity,
  graceMs: number,
  stop: StopSignal,
): () => void {
  let followed = 0;
  let reading = false;
  const look = async () => {
    // Somebody tidied up: going on would train into a ghost of the folder.
    if (!existsSync(join(dir, FILES.manifest))) stop.request({ by: 'order', reason: REMOVED, graceMs: 0 });
    // Looking for the name costs next to nothing; the file is read only when there is one.
    if (reading || !existsSync(join(dir, FILES.stop))) return;
    reading = true;
    const order = await readStopOrder(dir);
    reading = false;
    if (order === undefined || order.number <= followed) return;
    if (order.supervisor !== undefined && !sameProcess(order.supervisor, self)) return;
    followed = order.number;
    const grace = order.grace === undefined ? graceMs : Math.max(0, order.grace * 1000);
    stop.request({ by: 'order', reason: 'stopped on request', graceMs: grace });
  };
  const timer = setInterval(() => void look(), POLL_MS);
  const onSignal = (signal: string) =>
    stop.request({ by: 'signal', reason: `its supervisor was told to end (${signal})`, graceMs });
  for (const signal of SIGNALS) process.on(signal, onSignal);
  // The terminal it was once started from is none of its business.
  const deaf = () => undefined;
  process.on('SIGHUP', deaf);
  return () => {
    clearInterval(timer);
    for (const signal of SIGNALS) process.off(signal, onSignal);
    process.off('SIGHUP', deaf);
  };
}
