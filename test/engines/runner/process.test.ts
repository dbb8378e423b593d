import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedEngine } from '../../../src/engines';
import type { EngineEvent } from '../../../src/protocol';
import { makeWorkspace, stageLaunch, startProcess, type Workspace } from '../support/workspace';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await makeWorkspace();
});
afterAll(() => workspace.remove());

const SFT = { method: 'sft', kl: 0, validate_every: 3, save_every: 3 } as const;
const weights = (folder: string): Promise<Buffer> => readFile(join(folder, 'model.safetensors'));
const ofType = <T extends EngineEvent['type']>(events: readonly EngineEvent[], type: T) =>
  events.filter((event): event is Extract<EngineEvent, { type: T }> => event.type === type);

// Real processes on a machine that may be busy with others.
describe('the runner process', { timeout: 240_000 }, () => {
  it('resumes bit-identically after kill -9, and tells the same metrics', async () => {
    const plan = workspace.plan({
      steps: 6,
      settings: { kl: 0.05, save_every: 3 },
      options: { validation_samples: 1 },
    });
    const whole = await stageLaunch(workspace, plan, 'whole');
    const straight = await startProcess(whole.launch);
    expect(straight.code).toBe(0);
    expect(ofType(straight.events, 'finished')).toEqual([{ type: 'finished', step: 6, reason: 'steps' }]);

    // Half of the rows have a picture: their samples name it, for a person to look at.
    const samples = ofType(straight.events, 'sample').map(({ sample }) => sample);
    expect(samples.length).toBeGreaterThan(0);
    for (const { question, images = [] } of samples)
      expect(images.map((path) => path.endsWith('.png'))).toEqual(question.includes('red') ? [true] : []);

    const cut = await stageLaunch(workspace, plan, 'cut');
    const killed = await startProcess(cut.launch, (event, child) => {
      if (event.type === 'metric' && event.step === 4) child.kill('SIGKILL');
    });
    expect(killed.signal).toBe('SIGKILL');
    const last = (await embeddedEngine.checkpoints(cut.stageDir)).at(-1)!;
    expect(last.step).toBeLessThan(6);
    const again = await stageLaunch(workspace, plan, 'cut', { resume: last.path });
    const resumed = await startProcess(again.launch);
    expect(resumed.code).toBe(0);
    expect(ofType(resumed.events, 'started')[0]!.firstStep).toBe(last.step + 1);

    const [a, b] = await Promise.all(
      [whole, cut].map(async ({ stageDir }) => (await embeddedEngine.checkpoints(stageDir)).at(-1)!),
    );
    expect((await weights(a!.path)).equals(await weights(b!.path))).toBe(true);
    expect(a!.score).toBe(b!.score);
    const timeless = (event: { step: number; values: object }) => ({
      step: event.step,
      values: { ...event.values, step_seconds: 0, tokens_per_second: 0 },
    });
    const tail = ofType(straight.events, 'metric').filter(({ step }) => step > last.step);
    expect(ofType(resumed.events, 'metric').map(timeless)).toEqual(tail.map(timeless));
  });

  it('finishes its step and saves on a stop request', async () => {
    const plan = workspace.plan({ steps: 10_000, settings: SFT });
    const { launch, stageDir } = await stageLaunch(workspace, plan, 'request');
    let asked = false;
    const { code, events, log } = await startProcess(launch, (event, child) => {
      if (event.type !== 'metric' || event.step !== 4 || asked) return;
      asked = true;
      child.stdin!.write('{"type":"stop"}\n');
    });
    expect(log).not.toContain('Error');
    expect(code).toBe(0);
    const [finished] = ofType(events, 'finished');
    expect(finished!.reason).toBe('stopped');
    expect((await embeddedEngine.checkpoints(stageDir)).at(-1)!.step).toBe(finished!.step);
  });

  it.skipIf(process.platform === 'win32')('finishes its step and saves on SIGTERM', async () => {
    const plan = workspace.plan({ steps: 10_000, settings: SFT });
    const { launch, stageDir } = await stageLaunch(workspace, plan, 'term');
    const { code, events } = await startProcess(launch, (event, child) => {
      if (event.type === 'metric' && event.step === 2) child.kill('SIGTERM');
    });
    expect(code).toBe(0);
    expect(ofType(events, 'finished')[0]!.reason).toBe('stopped');
    expect(await embeddedEngine.checkpoints(stageDir)).not.toHaveLength(0);
  });

  it('finishes its step, saves and ends when its parent dies', async () => {
    const plan = workspace.plan({ steps: 100_000, settings: SFT });
    const { launch, stageDir } = await stageLaunch(workspace, plan, 'orphan');
    for (const [path, text] of Object.entries(launch.files)) await writeFile(path, text);
    // A parent that starts the runner with pipes, tells its pid and waits to be killed.
    const script = `const c = require('child_process').spawn(process.argv[1], process.argv.slice(2));
      c.stdout.on('data', (data) => /"step":([2-9]|\\d\\d)/.test(data) && console.log(c.pid)); setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['-e', script, ...launch.argv], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (data: Buffer) => resolve(Number(data.toString())));
    });
    parent.kill('SIGKILL');
    const alive = (): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    for (let i = 0; i < 1200 && alive(); i++) await wait(100);
    expect(alive()).toBe(false);
    expect((await embeddedEngine.checkpoints(stageDir)).at(-1)!.step).toBeGreaterThanOrEqual(2);
  });

  it('ends early when `until` holds, and leaves a frozen vision encoder as it was', async () => {
    const plan = workspace.plan({
      steps: 50,
      until: 'loss < 100 AND val_accuracy >= 0',
      settings: { ...SFT, freeze: ['vision'] },
    });
    const { launch, stageDir } = await stageLaunch(workspace, plan, 'until');
    const { events } = await startProcess(launch);
    expect(ofType(events, 'finished')).toEqual([{ type: 'finished', step: 1, reason: 'until' }]);
    const [checkpoint, ...others] = await embeddedEngine.checkpoints(stageDir);
    expect(others).toEqual([]);
    const [before, after] = await Promise.all(
      [join(workspace.folder, 'base'), checkpoint!.path].map(weights),
    );
    const vision = 4 * 4 * 3 * 16 * 4; // the first matrix of the patch encoder, in bytes
    const data = 8 + Number(before!.readBigUInt64LE(0));
    expect(after!.subarray(data, data + vision).equals(before!.subarray(data, data + vision))).toBe(true);
    expect(after!.equals(before!)).toBe(false);
  });

  it('tells mistakes without a stack trace', async () => {
    const broken = await makeWorkspace((row) => ({
      ...row,
      images: row.id === 'train-6' ? ['gone.png'] : row.images,
    }));
    try {
      const plan = broken.plan({ settings: SFT });
      const { launch } = await stageLaunch(broken, plan, 'mistake');
      const { code, events, log } = await startProcess(launch);
      expect(code).toBe(1);
      const [failed] = ofType(events, 'failed');
      expect(failed!.message).toContain('gone.png (row train-6)');
      expect(log + JSON.stringify(failed)).not.toContain('    at ');

      const none = await stageLaunch(broken, broken.plan({ options: { base: 'nowhere' } }), 'no-base');
      const second = await startProcess(none.launch);
      expect(ofType(second.events, 'failed')[0]!.message).toContain('config.json is not there');
    } finally {
      await broken.remove();
    }
  });
});
