import type { DeviceList } from '../../protocol';
import { allowedGpus, queryGpus } from '../machine/gpus';
import { queueFolder } from './folder';
import { readTickets } from './tickets';

/** What runs can be given on this machine, and the run (by its id) that holds it. Never throws. */
export async function listDevices(folder = queueFolder()): Promise<DeviceList> {
  const [gpus, tickets] = await Promise.all([queryGpus(), readTickets(folder).catch(() => [])]);
  const holders = new Map(tickets.flatMap(({ run, holds }) => (holds ?? []).map((device) => [device, run])));
  const known = new Map([
    ['cpu', 'Processor'],
    ...allowedGpus(gpus).map(({ index, name }) => [`gpu:${index}`, name] as const),
  ]);
  // Held, though the machine does not tell of it: named by a person.
  for (const device of holders.keys()) if (!known.has(device)) known.set(device, device);
  return {
    devices: [...known].map(([id, title]) => {
      const holder = holders.get(id);
      return { id, title, ...(holder === undefined ? {} : { holder }) };
    }),
    gpus,
  };
}
