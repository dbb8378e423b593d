import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readEvents, resumeRun, waitForEnd, type RunView } from '../../src/runs';
import type { Faults } from '../fixtures/runs/engine';
import { TestWorkspace } from '../fixtures/runs/workspace';

let space: TestWorkspace;
beforeAll(async () => void (space = await TestWorkspace.make()));
afterAll(() => space.remove());

const OUT_OF_MEMORY =
  '(WorkerDict pid=4711) torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.50 GiB. GPU 0 has a total capacity of 79.15 GiB\n';

async function run(faults: Faults, doctor?: 'real' | 'throws'): Promise<RunView> {
  const supervisor = space.supervisor(20_000, [], doctor === undefined ? {} : { doctor });
  const { dir } = await space.start(space.plan([{ id: 'see', faults }]), { supervisor });
  const end = await waitForEnd(dir, 60_000);
  if (end === undefined) throw new Error('The run does not end.');
  return end;
}
const findings = async ({ dir }: RunView) =>
  (await readEvents(dir)).flatMap((event) => (event.type === 'finding' ? [event] : []));

describe('the doctor in the supervisor', () => {
  it('reads the log as it comes: findings are events, are counted, and name what a run died of', async () => {
    const end = await run({ says: OUT_OF_MEMORY, stepMs: 5, exitAt: 13 }, 'real');
    const found = await findings(end);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ stage: 'see', id: 'F37', severity: 'error', key: 'batch' });
    expect(found[0]?.evidence).toContain('CUDA out of memory');
    expect(end.findings).toEqual({ error: 1, warning: 0, info: 0 });
    expect(end.state).toBe('failed');
    expect(end.reason).toMatch(/^see: it ran out of memory; .* \(F37 GPU memory ran out in training\)$/);
    expect(end.stages[0]?.reason).toMatch(/\(F37 /);

    // What was found stays on record when the run goes on.
    await resumeRun(end.dir, { supervisor: space.supervisor() });
    expect(await waitForEnd(end.dir, 60_000)).toMatchObject({ findings: { error: 1 } });
  });

  it('says nothing of a run that is well', async () => {
    const end = await run({ stepMs: 5 }, 'real');
    expect(end).toMatchObject({ state: 'done', findings: { error: 0, warning: 0, info: 0 } });
    expect(await findings(end)).toEqual([]);
  });

  it('is sent away when it has a defect: the run goes on, and its log tells', async () => {
    const end = await run({ says: OUT_OF_MEMORY, stepMs: 5 }, 'throws');
    expect(end.state, end.reason).toBe('done');
    const said = readFileSync(join(end.dir, 'supervisor.log'), 'utf8');
    expect(said).toBe('The log doctor failed and was sent away: a defect in the doctor\n');
  });
});
