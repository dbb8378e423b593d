import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startScripted, type Scripted } from '../support/scripted-server';
import { isKept, MakeWorkspace, World, type WorkspaceOptions } from './world';

const open = async (
  more: Partial<WorkspaceOptions> = {},
  world = new World(more.captions),
): Promise<{ readonly space: MakeWorkspace; readonly server: Scripted }> => {
  const server = await startScripted({ reply: world.reply });
  const urls = { writer: server.url, 'vlm-a': server.url, 'vlm-b': server.url };
  return { server, space: new MakeWorkspace({ urls, ...more }) };
};

const KEPT = Array.from({ length: 60 }, (_, i) => i).filter(isKept);

describe('stagecraft make', () => {
  it('makes the recipe of the issue: captions, questions, three models, keep, split, pass rates', async () => {
    const { space, server } = await open();
    const { code, stdout, stderr } = await space.make();
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' });
    // What it would cost stands before what it came to.
    expect(stdout).toMatch(/60 captions, 60 questions[\s\S]*docci: done[\s\S]*30 rows: train/);

    const rows = space.all();
    expect(
      rows.map(({ caption }) => Number(/number (\d+)/.exec(String(caption))?.[1])).sort((a, b) => a - b),
    ).toEqual(KEPT);
    expect(rows.every(({ pass_rate }) => pass_rate === 0.5)).toBe(true);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(30);
    // No picture is in two splits, and every one is found where the row says.
    expect(new Set(rows.flatMap(({ images }) => images as string[])).size).toBe(30);
    for (const { images } of rows)
      for (const image of images as string[])
        expect(
          existsSync(join(space.root, 'data', 'images', image)) || existsSync(join(space.to, image)),
        ).toBe(true);
    expect(space.manifest().rows.train).toBeGreaterThan(15);

    const asked = (model: string) => server.requests.filter((one) => one.model === model).length;
    expect(asked('writer')).toBe(120); // written and verified
    expect(asked('vlm-b')).toBe(180); // three arms
    expect(asked('vlm-a')).toBe(180 + 30); // and four rollouts at once of each row that was kept

    const checked = await space.cli('check', 'made.curriculum.yaml', '--json');
    expect(checked.code, checked.stdout).toBe(0);
    const again = await space.make('--json');
    expect(again.code, again.stderr).toBe(0);
    expect(asked('writer') + asked('vlm-a') + asked('vlm-b')).toBe(510);
    expect((JSON.parse(again.stdout) as { made: { rows: object }[] }).made[0]?.rows).toEqual(
      space.manifest().rows,
    );
  }, 240_000);

  it('asks nobody anew when only the condition is another', async () => {
    const { space, server } = await open({ difficulty: '' });
    expect((await space.make()).code).toBe(0);
    const before = server.requests.length;
    space.write({ keep: 'right_from_caption AND NOT right_blind' });
    const { code, stdout } = await space.make();
    expect(code).toBe(0);
    expect(stdout).toContain('made before, from another recipe');
    expect(server.requests.length).toBe(before);
    expect(space.all()).toHaveLength(60);
  }, 240_000);

  it('says what it would cost and does nothing', async () => {
    const { space, server } = await open({ model: 'price: { input: 1, output: 2 }' });
    const { code, stdout } = await space.make('--dry-run', '--json');
    expect(code).toBe(0);
    const plan = JSON.parse(stdout) as { datasets: { requests: number; cost: number; words: string[] }[] };
    expect(plan.datasets[0]?.requests).toBe(60 + 60 + 360 + 72);
    expect(plan.datasets[0]?.cost).toBeGreaterThan(0);
    expect(plan.datasets[0]?.words.join(' ')).toContain('a guess');
    expect(server.requests).toHaveLength(0);
    expect(existsSync(space.to)).toBe(false);
    const planned = await space.cli('plan', 'made.curriculum.yaml');
    expect(planned.stdout).toContain('60 captions');
  }, 60_000);

  it('refuses what cannot be made, in a sentence', async () => {
    const { space, server } = await open();
    const unknown = await space.make('--dataset', 'doci');
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('Did you mean `docci`?')]);
    const none = await space.make('--dataset', ' , ');
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('`--dataset` names no dataset')]);
    space.write({ model: 'key: NO_SUCH_KEY_HERE' });
    const keyless = await space.make();
    expect([keyless.code, keyless.stderr]).toEqual([
      1,
      expect.stringContaining('`NO_SUCH_KEY_HERE` is not set'),
    ]);
    expect(existsSync(join(space.root, '.stagecraft', 'runs'))).toBe(false);
    expect(readFileSync(space.file, 'utf8')).toContain('docci');
    const missing = await space.make('--variant', 'none');
    expect(missing.code).toBe(1);
    // Who hears of it when all answers are there has paid for them.
    space.write({ keep: 'wrong_from_imag AND right_from_caption' });
    const misspelt = await space.make();
    expect([misspelt.code, misspelt.stderr]).toEqual([1, expect.stringContaining('Nothing was started')]);
    expect(misspelt.stdout).toMatch(/made\.curriculum\.yaml:\d+:\d+: error\[SC\d+\].*wrong_from_imag/);
    expect(server.requests).toHaveLength(0);
    expect(existsSync(join(space.root, '.stagecraft', 'runs'))).toBe(false);
  }, 60_000);

  it('says loudly, and to scripts by its exit code, that nothing was kept, where it fell and what to change', async () => {
    const { space } = await open({ captions: 4, keep: 'right_blind' });
    const { code, stdout } = await space.make();
    expect(code, stdout).toBe(3);
    expect(stdout.trimEnd()).toMatch(
      /error: docci: No row was kept: of 4 that came in 4 fell at `keep` \(4 times: .*\)\.\n {2}Let `keep` be less strict/,
    );
    const json = await space.make('--json');
    expect(json.code).toBe(3);
    expect((JSON.parse(json.stdout) as { made: { rows: object }[] }).made[0]?.rows).toEqual({});
    // And to whoever reads the data alone.
    expect(space.manifest().warnings.join(' ')).toContain('No row');
    expect(space.manifest().warnings.join(' ')).not.toContain('No image fell');
  });
});
