import type { DeviceChoice, DeviceList, Place, Problem } from '../../protocol';
import { preflightProblem } from '../codes';
import type { GpuNeed } from '../machine/need';
import { looked, type Looked } from './result';

const TITLE = 'Queue';

interface QueueInput {
  /** Nothing when the question was not answered in time. */
  readonly list: DeviceList | undefined;
  readonly choice: DeviceChoice | undefined;
  readonly need: GpuNeed;
  readonly place: Place;
  /** The choice names what the machine does not have. */
  readonly missing?: Problem;
}

/** Who holds the devices that the run would wait for; a run without a choice of devices does not queue. */
export function checkQueue({ list, choice, need, place, missing }: QueueInput): Looked {
  if (missing !== undefined) return looked('queue', TITLE, missing.message, [missing]);
  if (list === undefined) return looked('queue', TITLE, 'who holds the devices is unknown', [], 'unknown');
  const held = list.devices.filter(({ holder }) => holder !== undefined);
  const holders = held.map(({ id, holder }) => `${id} is held by ${holder ?? ''}`).join(', ');
  if (choice === undefined || choice.kind === 'none')
    return looked('queue', TITLE, held.length === 0 ? 'no device is held' : `it does not queue; ${holders}`);
  const wanted = wantedOf(choice, need, list);
  const waits =
    wanted.kind === 'all'
      ? wanted.devices.some((id) => held.some((one) => one.id === id))
      : wanted.from.filter((id) => !held.some((one) => one.id === id)).length < wanted.count;
  if (!waits)
    return looked('queue', TITLE, held.length === 0 ? 'it starts at once' : `it starts at once; ${holders}`);
  const problem = preflightProblem(
    'queue',
    place,
    `The run will wait: ${holders}`,
    'It starts by itself when the device is free; choose another device to start now.',
  );
  return looked('queue', TITLE, `it will wait: ${holders}`, [problem]);
}

type Wanted =
  | { readonly kind: 'all'; readonly devices: readonly string[] }
  | { readonly kind: 'any'; readonly count: number; readonly from: readonly string[] };

function wantedOf(choice: Exclude<DeviceChoice, { kind: 'none' }>, need: GpuNeed, list: DeviceList): Wanted {
  const gpus = list.devices.flatMap(({ id }) => (id.startsWith('gpu:') ? [id] : []));
  switch (choice.kind) {
    case 'these':
      return { kind: 'all', devices: choice.devices };
    case 'any':
      return { kind: 'any', count: choice.gpus, from: gpus };
    case 'auto':
      return need.kind === 'gpus'
        ? { kind: 'any', count: Math.min(need.count, gpus.length), from: gpus }
        : { kind: 'all', devices: need.kind === 'none' ? ['cpu'] : [] };
  }
}
