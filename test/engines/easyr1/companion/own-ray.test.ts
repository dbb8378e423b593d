import { mkdtemp, rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processesMentioning, until } from '../../../fixtures/runs/processes';
import { pythonFor } from '../../../python/environment';
import { makeStage, runCompanion, trainSpec } from './support';

const python = process.platform === 'win32' ? '' : (pythonFor('EasyR1 with a Ray of its own') ?? '');
const SAVES = { 'trainer.save_freq': 2, 'trainer.val_freq': 2 } as const;

let stage: Awaited<ReturnType<typeof makeStage>>;
beforeEach(async () => {
  stage = await makeStage();
});
afterEach(() => stage.remove());

describe.skipIf(python === '')('a Ray that EasyR1 starts for itself', { timeout: 90_000 }, () => {
  it('is gone when the companion was killed', async () => {
    // Ray keeps its sockets there, and their paths may not be long.
    const temp = await mkdtemp('/tmp/ray-own-');
    try {
      const keys = { ...SAVES, 'trainer.max_steps': 500, 'stand_in.step_ms': 100, 'stand_in.ray': 'true' };
      const spec = trainSpec(python, stage.output, keys);
      const main = {
        ...spec.main,
        env: { RAY_TMPDIR: temp, RAY_AUTH_MODE: 'disabled', RAY_USAGE_STATS_ENABLED: '0' },
      };
      const { signal, log } = await runCompanion(stage.dir, { ...spec, main }, (event, child) => {
        if (event.type === 'metric' && event.step >= 1) child.kill('SIGKILL');
      });
      expect(signal).toBe('SIGKILL');
      expect(log).toMatch(/\(Runner pid=\d+\).*Total training steps: 500/);
      for (const what of [temp, stage.dir])
        await until(`the end of ${what}`, async () => (await processesMentioning(what)).length === 0);
    } finally {
      await rm(temp, { recursive: true, force: true });
    }
  });
});
