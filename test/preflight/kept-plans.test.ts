import { appendFileSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DataEngine } from '../../src/data';
import { keepPlans, openLaunchData, planForLaunch, warmUp, type Planner } from '../../src/preflight';
import type { LaunchRequest } from '../../src/protocol';
import { smallProject, type Project } from '../cli/project';

let project: Project;
let data: DataEngine;
let made: number;
let clock: number;
let planner: Planner;
beforeEach(async () => {
  project = smallProject(4);
  data = await openLaunchData(project.folder, project.file);
  made = 0;
  clock = Date.now() + 1000; // what was just written is settled
  planner = keepPlans(
    () => clock,
    (...asked) => {
      made += 1;
      return planForLaunch(...asked);
    },
  );
});
afterEach(async () => {
  await data.close();
  project.dispose();
});

const ask = async (more: Partial<LaunchRequest> = {}) => {
  const before = made;
  const launch = await planner({ root: project.folder, file: project.file, ...more }, { data });
  return { launch, anew: made - before };
};

describe('kept plans', () => {
  it('are what a new plan would be, until a text, a data file or the prompt changes', async () => {
    const first = await ask();
    expect(first.launch.plan).toEqual(
      (await planForLaunch({ root: project.folder, file: project.file }, { data })).plan,
    );
    const again = await ask({ stages: { only: 'see' }, devices: { kind: 'auto' } });
    expect(again.anew).toBe(0);
    expect(again.launch.plan).toBe(first.launch.plan);

    appendFileSync(project.file, '# a remark\n');
    expect((await ask()).anew).toBe(1);
    expect((await ask()).anew).toBe(0);
    const { sources = [] } = first.launch.plan?.stages[1] ?? {};
    for (const { path } of sources) utimesSync(path, 1, 1);
    clock += 20_000;
    expect((await ask()).anew).toBe(1);
    expect((await ask()).anew).toBe(0);
    const prompt = first.launch.plan?.curriculum.prompt ?? '';
    utimesSync(prompt, 1, 1);
    expect((await ask()).anew).toBe(1);
  });

  it('are nothing to go by after a minute, for another variant, or for a rehearsal of other stages', async () => {
    await ask();
    clock += 61_000;
    expect((await ask()).anew).toBe(1);
    expect((await ask({ variant: 'pooled' })).anew).toBe(1);
    const rehearse = { steps: 2 };
    expect((await ask({ rehearse, stages: { only: 'see' } })).anew).toBe(1);
    expect((await ask({ rehearse, stages: { only: 'think' } })).anew).toBe(1);
    expect((await ask({ rehearse, stages: { only: 'think' } })).anew).toBe(0);
  });

  it('are not made of what is wrong, so that mending it shows at once', async () => {
    const { launch } = await ask();
    const { path = '', images = '' } = launch.plan?.stages[0]?.sources[0] ?? {};
    const image = /"images?": ?\[?"([^"]+)"/.exec(readFileSync(path, 'utf8'))?.[1] ?? '';
    const bytes = readFileSync(join(images, image));
    rmSync(join(images, image));
    clock += 61_000;
    for (let i = 0; i < 2; i += 1) {
      const { launch: broken, anew } = await ask();
      expect(broken.problems.some(({ code }) => code === 'SC340')).toBe(true);
      expect(anew).toBe(1);
    }
    writeFileSync(join(images, image), bytes);
    expect((await ask()).launch.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('is made for a start that may come, and by two who ask at once only one time', async () => {
    await warmUp({ root: project.folder, file: project.file }, { data, planner });
    expect((await ask()).anew).toBe(0);
    clock += 61_000;
    const both = await Promise.all([ask(), ask()]);
    expect(both[0].launch).toBe(both[1].launch);
    expect(made).toBeGreaterThan(0);
  });
});
