import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dashboardAddress } from '../../../../src/engines/easyr1/companion/cluster/address';
import { entrypointOf } from '../../../../src/engines/easyr1/companion/cluster/entrypoint';
import { Jobs } from '../../../../src/engines/easyr1/companion/cluster/jobs';
import { JobWatch } from '../../../../src/engines/easyr1/companion/cluster/watch-job';
import type { Voice } from '../../../../src/engines/easyr1/companion/voice';
import type { EngineEvent } from '../../../../src/protocol';
import { easyr1Checkpoints, type Cluster } from '../../../../src/engines/easyr1/companion';
import { pythonFor } from '../../../python/environment';
import { startRay, type RayCluster } from './ray-cluster';
import { makeStage, ofType, runCompanion, stop, trained, trainSpec, validated } from './support';

const python = process.platform === 'win32' ? '' : (pythonFor('EasyR1 on a Ray cluster') ?? '');
const EVERY_2 = { 'trainer.save_freq': 2, 'trainer.val_freq': 2, 'trainer.max_steps': 6 } as const;

let stage: Awaited<ReturnType<typeof makeStage>>;
beforeEach(async () => {
  stage = await makeStage();
});
afterEach(() => stage.remove());

describe.skipIf(python === '')(
  'a Ray cluster of two nodes, with a stand-in for EasyR1',
  { timeout: 90_000 },
  () => {
    let ray: RayCluster;
    beforeAll(async () => {
      ray = await startRay(python);
    }, 120_000);
    afterAll(() => ray.stop(), 30_000);
    let count = 0;
    const cluster = (more: Partial<Cluster> = {}): Cluster => ({
      address: ray.address,
      submission: `run-${(count += 1)}`,
      ...more,
    });
    /** What our own lines leave of the log. */
    const jobsOwn = (log: string): string => log.replace(/^\[stagecraft\].*\n/gm, '');

    it('trains on the second node, told from what is printed where no file is seen', async () => {
      const keys = {
        ...EVERY_2,
        'trainer.logger': 'console',
        'stand_in.ray': 'true',
        'stand_in.node': 'second',
        'stand_in.print_answers': 'true',
      };
      const spec = trainSpec(
        python,
        stage.output,
        { ...keys, 'stand_in.step_ms': 30 },
        { cluster: cluster({ shared: false }) },
      );
      const { code, events, log } = await runCompanion(stage.dir, spec);
      expect(log).toMatch(/\(Runner pid=\d+.*Total training steps: 6/);
      expect(trained(events)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(validated(events)).toEqual([0, 2, 4, 6]);
      expect(ofType(events, 'metric')[2]!.values).toMatchObject({
        reward: 0.2,
        grad_norm: null,
        val_reward: 0.955,
      });
      expect(ofType(events, 'checkpoint')).toEqual([]);
      expect(ofType(events, 'finding').map(({ id }) => id)).toEqual(['checkpoints-elsewhere']);
      expect(events.at(-1)).toEqual({ type: 'finished', step: 6, reason: 'steps' });
      expect(code).toBe(0);
    });

    it('goes on following after kill -9, no line lost or twice', async () => {
      const keys = { ...EVERY_2, 'trainer.max_steps': 12, 'stand_in.step_ms': 400 };
      const spec = trainSpec(python, stage.output, keys, { cluster: cluster() });
      const first = await runCompanion(stage.dir, spec, (event, child) => {
        if (event.type === 'metric' && event.step === 3) setTimeout(() => child.kill('SIGKILL'), 300);
      });
      expect(first.signal).toBe('SIGKILL');
      const second = await runCompanion(stage.dir, spec);
      expect(second.log).toContain('is known to the cluster (RUNNING): it is followed');
      expect(ofType(second.events, 'started')).toEqual([]);
      expect([...trained(first.events), ...trained(second.events)]).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
      ]);
      expect([...validated(first.events), ...validated(second.events)]).toEqual([0, 2, 4, 6, 8, 10, 12]);
      const both = [...ofType(first.events, 'checkpoint'), ...ofType(second.events, 'checkpoint')];
      expect(both.map(({ step }) => step)).toEqual([2, 4, 6, 8, 10, 12]);
      expect(jobsOwn(first.log) + jobsOwn(second.log)).toBe(
        await new Jobs(ray.address).log(spec.cluster!.submission),
      );
      expect(second.events.at(-1)).toMatchObject({ type: 'finished', reason: 'steps' });
    });

    it('leaves the job alone when its supervisor dies, and stops it on request', async () => {
      const keys = { ...EVERY_2, 'trainer.max_steps': 500, 'trainer.save_freq': 3, 'stand_in.step_ms': 300 };
      const spec = trainSpec(python, stage.output, keys, { cluster: cluster() });
      const jobs = new Jobs(ray.address);
      const { submission } = spec.cluster!;
      const left = await runCompanion(stage.dir, spec, (event, child) => {
        if (event.type === 'metric' && event.step === 2) child.stdin!.end();
      });
      expect(left.code).toBe(0);
      expect(ofType(left.events, 'finished')).toEqual([]);
      expect((await jobs.job(submission))!.state).toBe('RUNNING');
      const { events } = await runCompanion(stage.dir, spec, (event, child) => {
        if (event.type === 'metric' && event.step >= 5) stop(child);
      });
      const last = (await easyr1Checkpoints(stage.dir)).at(-1)!.step;
      expect(last).toBeGreaterThanOrEqual(3);
      expect(events.at(-1)).toEqual({ type: 'finished', step: last, reason: 'stopped' });
      expect(Math.max(...trained(events))).toBeLessThan(60);
      expect((await jobs.job(submission))!.state).toBe('STOPPED');
      // The next attempt is another job, and goes on from the checkpoint that was kept.
      const kept = (await easyr1Checkpoints(stage.dir)).at(-1)!.step;
      const again = await runCompanion(stage.dir, {
        ...spec,
        main: trainSpec(python, stage.output, { ...EVERY_2, 'trainer.max_steps': kept + 2 }).main,
      });
      expect(again.log).toContain(`as ${submission}-2.`);
      expect(ofType(again.events, 'started')).toMatchObject([{ firstStep: kept + 1, totalSteps: kept + 2 }]);
      expect(again.events.at(-1)).toMatchObject({ type: 'finished', reason: 'steps' });
    });

    it('keeps every word of a command, and says what a job has failed of', async () => {
      const folder = join(stage.dir, 'the code');
      await mkdir(join(folder, 'deep'), { recursive: true });
      const words = `it's $HOME "q" \`id\` \\n ; exit 0`;
      await writeFile(
        join(folder, 'deep', 'words.py'),
        'import json, os, sys\nprint("WORDS " + json.dumps([sys.argv[1:], os.environ["A_B"]]))\nraise KeyError("no such column")\n',
      );
      const spec = trainSpec(python, stage.output, EVERY_2, {
        main: {
          argv: [python, 'deep/words.py', words],
          env: { A_B: 'c $d', NCCL_DEBUG: 'INFO' },
          cwd: folder,
        },
        cluster: cluster({}),
      });
      const { code, events, log } = await runCompanion(stage.dir, spec);
      expect(log).toContain(`WORDS ${JSON.stringify([[words], 'c $d']).replaceAll(',"c', ', "c')}`);
      expect(code).toBe(1);
      expect(ofType(events, 'failed')[0]!.message).toBe("EasyR1 failed: KeyError: 'no such column'");
    });
  },
);

describe('a cluster that is not there', () => {
  it('is told with what to look at', async () => {
    const spec = trainSpec('python', stage.output, EVERY_2, {
      cluster: { address: 'ray://localhost:1', submission: 'x' },
    });
    const away = { ...spec, cluster: { ...spec.cluster!, address: 'http://127.0.0.1:1' } };
    const { code, events } = await runCompanion(stage.dir, away);
    expect(code).toBe(1);
    const [failed] = ofType(events, 'failed');
    expect(failed!.message).toMatch(
      /^The Ray cluster http:\/\/127\.0\.0\.1:1 does not answer: .*ECONNREFUSED/,
    );
    expect(failed!.hint).toContain('--dashboard-host');
  });

  it('counts as gone after a while only, and a forgotten job at once', async () => {
    const told: EngineEvent[] = [];
    const notes: string[] = [];
    const voice: Voice = {
      tell: (...events) => void told.push(...events),
      note: (line) => void notes.push(line),
      pass: () => undefined,
    };
    const gone = new JobWatch(new Jobs('http://127.0.0.1:1'), 'x', voice, { goneMs: 200 });
    expect(await gone.look()).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await gone.look()).toMatchObject({
      type: 'lost',
      message: expect.stringContaining('has not answered') as string,
    });
    expect(notes).toHaveLength(1);

    // A stand-in for a dashboard: a job that waits, then one that nobody knows.
    let answer: readonly [number, string] = [
      200,
      JSON.stringify({ status: 'PENDING', message: 'waiting for {"GPU": 8}' }),
    ];
    const server = createServer((_request, response) => void response.writeHead(answer[0]).end(answer[1]));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const jobs = new Jobs(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      const watch = new JobWatch(jobs, 'y', voice, { waitsMs: 0 });
      expect(await watch.look()).toBeUndefined();
      expect(await watch.look()).toBeUndefined();
      expect(told).toMatchObject([
        { type: 'finding', id: 'cluster-waits', evidence: 'waiting for {"GPU": 8}' },
      ]);
      answer = [404, 'Job y does not exist'];
      expect(await watch.look()).toMatchObject({
        type: 'lost',
        message: expect.stringContaining('does not know the job y') as string,
      });
      answer = [500, 'Traceback\n  File "x"\nRuntimeError: no agent\n'];
      await expect(jobs.stop('y')).rejects.toThrow('HTTP 500: RuntimeError: no agent');
      answer = [200, '<html>'];
      await expect(jobs.version()).rejects.toThrow('no dashboard of Ray');
    } finally {
      server.close();
    }
  });

  it('is found at its dashboard, whichever address is written', () => {
    expect(dashboardAddress('http://head:8265/')).toBe('http://head:8265');
    expect(dashboardAddress('https://ray.example/team/')).toBe('https://ray.example/team');
    expect(dashboardAddress('ray://head.example:10001')).toBe('http://head.example:8265');
    expect(dashboardAddress('ray://[::1]:10001')).toBe('http://[::1]:8265');
    for (const bad of ['', 'head:8265', 'ftp://head', 'ray://a b', 'ray://'])
      expect(() => dashboardAddress(bad)).toThrow('is no address of a Ray cluster');
  });

  it('gets words that a shell reads as they were', () => {
    expect(entrypointOf({ argv: ['python3', '-m', 'a.b', 'k=v', `it's $x`], env: {}, cwd: '/a b' })).toBe(
      `cd '/a b' && exec python3 -m a.b k=v 'it'"'"'s $x'`,
    );
  });
});
