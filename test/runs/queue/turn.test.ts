import { homedir, hostname } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { allowedGpus, parseGpu } from '../../../src/runs/machine/gpus';
import { deviceEnvironment, mayShare, type DeviceWish } from '../../../src/runs/queue/devices';
import { queueFolder } from '../../../src/runs/queue/folder';
import { turnOf, type Place } from '../../../src/runs/queue/turn';
import { GPU_LINES } from '../../fixtures/runs/nvidia-smi';

const gpus = GPU_LINES.flatMap((line) => parseGpu(line) ?? []);
const place = (number: number, wants: DeviceWish, holds?: readonly string[]): Place => ({
  number,
  run: `run-${number}`,
  wants,
  ...(holds === undefined ? {} : { holds }),
});

describe('the turn of a run', () => {
  it('comes when nobody holds its devices', () => {
    expect(turnOf(place(1, ['cpu']), [], [])).toEqual({ kind: 'go', devices: ['cpu'] });
    expect(turnOf(place(2, ['gpu:1']), [place(1, ['gpu:0'], ['gpu:0'])], gpus)).toMatchObject({ kind: 'go' });
  });

  it('says who holds what it waits for, and whom it waits behind', () => {
    expect(turnOf(place(2, ['gpu:0', 'gpu:1']), [place(1, ['gpu:1'], ['gpu:1'])], gpus)).toEqual({
      kind: 'wait',
      reason: 'waits for gpu:1, held by run-1',
      ahead: 1,
    });
    expect(turnOf(place(3, ['gpu:0']), [place(2, { any: 2 })], gpus)).toEqual({
      kind: 'wait',
      reason: 'waits for gpu:0, behind run-2',
      ahead: 1,
    });
  });

  it('never comes for what the machine does not have, and says so at once', () => {
    expect(turnOf(place(1, { any: 4 }), [], gpus)).toEqual({
      kind: 'never',
      reason: 'it wants 4 GPUs, and this machine has 3',
    });
    expect(turnOf(place(1, ['gpu:7']), [], gpus)).toMatchObject({ kind: 'never' });
    expect(turnOf(place(1, { any: 1 }), [], [])).toMatchObject({ kind: 'never' });
    // A machine that tells nothing is believed to have what a person names.
    expect(turnOf(place(1, ['gpu:7']), [], [])).toEqual({ kind: 'go', devices: ['gpu:7'] });
  });

  it('chooses the emptiest GPUs that are free', () => {
    expect(turnOf(place(1, { any: 2 }), [], gpus)).toEqual({ kind: 'go', devices: ['gpu:1', 'gpu:2'] });
    expect(turnOf(place(2, { any: 2 }), [place(1, ['gpu:1'], ['gpu:1'])], gpus)).toEqual({
      kind: 'go',
      devices: ['gpu:0', 'gpu:2'],
    });
  });

  const wish = fc.oneof(
    fc.constant<DeviceWish>(['cpu']),
    fc.subarray(['gpu:0', 'gpu:1', 'gpu:2', 'cpu'], { minLength: 1 }),
    fc.integer({ min: 1, max: 3 }).map((any) => ({ any })),
  );

  it('never gives a device twice, never lets anybody be overtaken, and comes for everybody', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(wish, fc.nat()), { minLength: 1, maxLength: 12 }), (arrivals) => {
        let queue: Place[] = [];
        const served: number[] = [];
        /** Everybody looks, in an order that is nobody's merit. */
        const look = (luck: number) => {
          const waiting = queue.filter(({ holds }) => holds === undefined);
          for (let i = 0; i < waiting.length; i += 1) {
            const mine = waiting[(i + luck) % waiting.length]!;
            const others = queue.filter(({ number }) => number !== mine.number);
            const turn = turnOf(mine, others, gpus);
            if (turn.kind !== 'go') continue;
            const taken = others.flatMap(({ holds }) => holds ?? []);
            expect(turn.devices.filter((device) => taken.includes(device))).toEqual([]);
            expect('any' in mine.wants ? turn.devices.length : turn.devices).toEqual(
              'any' in mine.wants ? mine.wants.any : mine.wants,
            );
            const overtaken = others.filter(
              ({ number, holds, wants }) =>
                holds === undefined && number < mine.number && mayShare(wants, mine.wants),
            );
            expect(overtaken).toEqual([]);
            queue = queue.map((other) => (other === mine ? { ...mine, holds: turn.devices } : other));
            served.push(mine.number);
          }
        };
        arrivals.forEach(([wants, luck], i) => {
          queue.push(place(i + 1, wants));
          look(luck);
          const holding = queue.filter(({ holds }) => holds !== undefined);
          if (luck % 3 === 0) queue = queue.filter((other) => other !== holding[luck % holding.length]);
        });
        // From now on nobody comes, and whoever holds ends some time: all are served.
        for (let round = 0; round < arrivals.length + 1; round += 1) {
          look(round);
          queue = queue.filter(({ holds }) => holds === undefined);
        }
        expect(served.sort((a, b) => a - b)).toEqual(arrivals.map((_, i) => i + 1));
      }),
    );
  });
});

describe('the folder of the queue', () => {
  it('is the machine’s own in the state of the user, or the one that is named', () => {
    const linux = process.platform === 'linux';
    const own = queueFolder({ XDG_STATE_HOME: '/state' });
    if (linux) expect(own).toBe(`/state/stagecraft/queue/${hostname()}`);
    expect(own).not.toBe(queueFolder({ STAGECRAFT_QUEUE: '/elsewhere' }));
    // Supervisors work in other folders than those who start them.
    expect(queueFolder({ STAGECRAFT_QUEUE: 'queue' })).toBe(join(homedir(), 'queue'));
    expect(queueFolder({ STAGECRAFT_QUEUE: '' })).toBe(queueFolder({}));
  });
});

describe('GPUs', () => {
  it('are read from what `nvidia-smi` prints, whatever it leaves out', () => {
    expect(parseGpu('0, NVIDIA H200, 9216, 143771, 97')).toEqual({
      index: 0,
      name: 'NVIDIA H200',
      memoryUsed: 9216,
      memoryTotal: 143771,
      use: 97,
    });
    expect(parseGpu('2, Some, odd name, 1, 2, [N/A]')).toMatchObject({
      name: 'Some, odd name',
      use: Number.NaN,
    });
    for (const line of [
      '',
      'No devices were found',
      'Failed to initialize NVML: Unknown Error',
      'x, y, 1, 2, 3',
      '0, 1, 2',
    ])
      expect(parseGpu(line)).toBeUndefined();
  });

  it('are only those that a scheduler has left to us', () => {
    const indexes = (visible?: string) => allowedGpus(gpus, visible).map(({ index }) => index);
    expect(indexes('2,0')).toEqual([0, 2]);
    expect(indexes('')).toEqual([]);
    expect(indexes('-1')).toEqual([]);
    expect(indexes('GPU-8932f937-d72c-4106-c12f-20bd9faed9f6')).toEqual([0, 1, 2]);
  });

  it('are shown to an engine by the numbers of the bus; the processor alone says nothing', () => {
    expect(deviceEnvironment(['gpu:2', 'gpu:0'])).toEqual({
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
      CUDA_VISIBLE_DEVICES: '2,0',
    });
    expect(deviceEnvironment(['cpu'])).toEqual({});
    expect(deviceEnvironment(undefined)).toEqual({});
  });
});
