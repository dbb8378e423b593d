import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { MACHINE_METRICS, type RunEvent } from '../../src/protocol';
import { readEvents, requestStop, waitForEnd, type StartedRun } from '../../src/runs';
import { UsageMeter } from '../../src/runs/machine/usage';
import { GPU_LINES, standInNvidiaSmi } from '../fixtures/runs/nvidia-smi';
import { processesMentioning, until } from '../fixtures/runs/processes';
import { TestWorkspace } from '../fixtures/runs/workspace';

let space: TestWorkspace;
beforeAll(async () => void (space = await TestWorkspace.make()));
afterAll(() => space.remove());

const start = (more: Parameters<TestWorkspace['start']>[1] = {}, busyMs = 0) =>
  space.start(space.plan([{ id: 'see', steps: 10_000, faults: { stepMs: 10, busyMs, child: true } }]), {
    supervisor: space.supervisor(20_000, [], { sampleSeconds: 0.3 }),
    ...more,
  });
const machineEvents = async ({ dir }: StartedRun) =>
  (await readEvents(dir)).flatMap((event: RunEvent) => (event.type === 'machine' ? [event] : []));
const stop = async ({ dir }: StartedRun) => {
  await requestStop(dir, { grace: 0 });
  return waitForEnd(dir, 60_000);
};
const onLinux = process.platform === 'linux';

describe('what the machine does while an engine runs', () => {
  it.runIf(onLinux)('is measured over the engine and its children, and written down as events', async () => {
    // The kernel counts in ticks, and may never see a step that is shorter than one: these are longer.
    const run = await start({}, 50);
    const events = await until('three looks, and one of them at a busy engine', async () => {
      const found = await machineEvents(run);
      return found.length >= 3 && found.some(({ values }) => (values.cpu ?? 0) > 0) ? found : undefined;
    });
    expect(events[0]).toMatchObject({ stage: 'see' });
    // Node takes tens of megabytes, and there are two of them: the engine and its child.
    expect(events.at(-1)?.values.memory).toBeGreaterThan(0.06);
    expect(events.at(-1)?.values.memory).toBeLessThan(2);
    for (const { values } of events) expect(values.cpu ?? 0).toBeLessThan(4);
    for (const name of Object.keys(events.at(-1)?.values ?? {})) expect(MACHINE_METRICS).toHaveProperty(name);
    await stop(run);
  });

  it.runIf(onLinux)(
    'has the GPUs that the run holds; `nvidia-smi` ends with the supervisor, however that ends',
    async () => {
      const folder = space.folder('smi');
      const away = standInNvidiaSmi(folder, GPU_LINES);
      try {
        const one = await start({ devices: { kind: 'these', devices: ['gpu:0'] } });
        const values = await until('figures of the GPU', async () => {
          const last = (await machineEvents(one)).at(-1)?.values;
          return last?.gpu_memory === undefined ? undefined : last;
        });
        expect(values).toMatchObject({ gpu_memory: 9, gpu_use: 97 });
        expect(await processesMentioning(folder)).toHaveLength(1);
        await stop(one);
        await until('nvidia-smi to end', async () => (await processesMentioning(folder)).length === 0);

        const two = await start({ devices: { kind: 'these', devices: ['gpu:1', 'gpu:2'] } });
        const several = await until('figures of the GPUs', async () => {
          const last = (await machineEvents(two)).at(-1)?.values;
          return last?.['gpu_memory.2'] === undefined ? undefined : last;
        });
        expect(several).toMatchObject({ 'gpu_memory.1': 0.004, 'gpu_use.1': 0, 'gpu_memory.2': 0.5 });
        expect(several).not.toHaveProperty('gpu_use.2');
        process.kill(two.supervisor.pid, 'SIGKILL');
        await until('nvidia-smi to end', async () => (await processesMentioning(folder)).length === 0);

        const processor = await start({ devices: { kind: 'these', devices: ['cpu'] } });
        await until('a look', async () => (await machineEvents(processor)).length > 0);
        expect((await machineEvents(processor)).at(-1)?.values).not.toHaveProperty('gpu_memory');
        expect(await processesMentioning(folder)).toHaveLength(0);
        await stop(processor);
      } finally {
        away();
      }
    },
  );

  it.runIf(onLinux)('counts the busy time of a process against the clock', async () => {
    const meter = new UsageMeter('/nowhere');
    const { spawn } = await import('node:child_process');
    const busy = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
    const calm = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    try {
      const pid = busy.pid ?? 0;
      await until('both to be there', () => (meter.look(pid)?.memory ?? 0) > 20 * 2 ** 20);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      // Alone on its core it would be 1; others run tests, too, and may leave it next to nothing for a while.
      const cores = await until('its busy time', () => {
        const seen = meter.look(pid)?.cores ?? 0;
        return seen > 0.1 ? seen : undefined;
      });
      expect(cores).toBeLessThan(1.2);
    } finally {
      busy.kill('SIGKILL');
      calm.kill('SIGKILL');
    }
  });
});
