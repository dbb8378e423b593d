import { chmodSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkGpus } from '../../src/preflight/checks/gpu';
import { keptBytes } from '../../src/preflight/checks/disk';
import { checkMemory } from '../../src/preflight/checks/memory';
import { checkQueue } from '../../src/preflight/checks/queue';
import { lookAtGpus, type GpuLook } from '../../src/preflight/machine/gpus';
import { modelSize } from '../../src/preflight/machine/model-size';
import type { PlannedStage } from '../../src/plan';
import { discard } from '../fixtures/discard';
import { HANG } from '../fixtures/hang';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-machine-')));
  vi.stubEnv('CUDA_VISIBLE_DEVICES', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  discard(root);
});

const place = { file: '/c.curriculum.yaml' };

/** This machine may have no GPU: a script stands in for `nvidia-smi`. */
function standIn(script: string): string {
  const path = join(root, 'nvidia-smi');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}
const H200 = '0, NVIDIA H200, 1000, 143771, 3';
const BUSY = '1, NVIDIA H200, 140000, 143771, 100';
const NOTHING_TOLD = '2, NVIDIA GB10, [N/A], [N/A], [N/A]';

describe('nvidia-smi', () => {
  it('is read line by line, whatever stands between', async () => {
    const look = await lookAtGpus(standIn(`echo "${H200}"; echo "a warning"; echo "${NOTHING_TOLD}"`));
    if (look.kind !== 'seen') throw new Error(look.reason);
    expect(look.gpus.map(({ index, name }) => [index, name])).toEqual([
      [0, 'NVIDIA H200'],
      [2, 'NVIDIA GB10'],
    ]);
  });

  it('may be absent, fail, or hang, and none of it takes long', async () => {
    expect(await lookAtGpus(join(root, 'not-there'))).toMatchObject({
      kind: 'unseen',
      reason: '`nvidia-smi` is not on the path',
    });
    expect(await lookAtGpus(standIn('echo "NVML: driver mismatch" >&2; exit 9'))).toEqual({
      kind: 'unseen',
      reason: '`nvidia-smi` failed: NVML: driver mismatch',
    });
    const started = Date.now();
    // A child that keeps the pipe open does not hold us either.
    const hung = await lookAtGpus(standIn('sleep 30 & sleep 30'), 200);
    expect(hung).toMatchObject({ kind: 'unseen', reason: expect.stringContaining('no answer') as string });
    expect(Date.now() - started).toBeLessThan(HANG);
  });
});

describe('GPUs against what a run needs', () => {
  const seen = (...lines: string[]): Promise<GpuLook> =>
    lookAtGpus(standIn(lines.map((line) => `echo "${line}"`).join('\n')));
  const need = { kind: 'gpus', count: 1, stage: 'see' } as const;
  const least = (bytes: number) => ({ bytes, formula: 'a formula' });

  it('is fine with enough that are free, and shows the figures', async () => {
    const { check, problems } = checkGpus({ need, look: await seen(H200, BUSY), least: least(70e9), place });
    expect(problems).toEqual([]);
    expect(check).toMatchObject({ state: 'ok' });
    expect(check.detail).toContain('GPU 0 NVIDIA H200: 139.4 GiB of 140.4 GiB free, 3 % busy');
    expect(check.detail).toContain('a formula');
  });

  it('warns of memory that others use', async () => {
    const { check, problems } = checkGpus({ need, look: await seen(BUSY), least: least(70e9), place });
    expect(check.state).toBe('warning');
    expect(problems[0]).toMatchObject({ code: 'SC522', severity: 'warning' });
    expect(problems[0]?.message).toContain('3.7 GiB free of 140.4 GiB');
    expect(problems[0]?.hint).toContain('End what else runs');
  });

  it('says when the card is too small for it at all', async () => {
    const { problems } = checkGpus({ need, look: await seen(H200), least: least(200e9), place });
    expect(problems[0]?.hint).toContain('smaller model');
  });

  it('refuses more GPUs than there are, or than were chosen', async () => {
    const two = { ...need, count: 2 };
    expect(checkGpus({ need: two, look: await seen(H200), place }).problems[0]).toMatchObject({
      code: 'SC521',
      severity: 'error',
      hint: 'Set `gpus` to 1 or less.',
    });
    const devices = { kind: 'these', devices: ['gpu:1'] } as const;
    const { problems } = checkGpus({ need: two, look: await seen(H200, BUSY), devices, place });
    expect(problems[0]?.message).toContain('among those that were chosen');
  });

  it('calls unknown what is unknown', async () => {
    expect(checkGpus({ need, look: await seen(H200), place }).check.state).toBe('unknown');
    expect(
      checkGpus({ need, look: await seen(NOTHING_TOLD), least: least(70e9), place }).check.detail,
    ).toContain('memory unknown');
    const unseen = checkGpus({ need, look: { kind: 'unseen', reason: 'why' }, place });
    expect(unseen.check).toMatchObject({
      state: 'unknown',
      detail: expect.stringContaining('why') as string,
    });
    expect(unseen.problems[0]).toMatchObject({ code: 'SC523', severity: 'warning' });
    const none = { kind: 'none', why: 'the embedded engine trains on the processor' } as const;
    const without = checkGpus({ need: none, look: { kind: 'unseen', reason: 'why' }, place });
    expect(without).toMatchObject({ check: { state: 'ok' }, problems: [] });
  });
});

describe('the size of a model', () => {
  it('is counted in the headers of its weights', async () => {
    const header = JSON.stringify({
      __metadata__: { format: 'pt' },
      a: { dtype: 'BF16', shape: [100, 20], data_offsets: [0, 4000] },
      b: { dtype: 'BF16', shape: [7], data_offsets: [4000, 4014] },
    });
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const model = join(root, 'model');
    mkdirSync(model);
    writeFileSync(join(model, 'model-00001.safetensors'), Buffer.concat([length, Buffer.from(header)]));
    expect(await modelSize({ kind: 'folder', path: model })).toMatchObject({ parameters: 2007, exact: true });

    const cache = join(root, 'hub', 'models--Qwen--Qwen3-VL-8B-Instruct');
    const revision = '0123456789abcdef0123456789abcdef01234567';
    mkdirSync(join(cache, 'snapshots', revision), { recursive: true });
    mkdirSync(join(cache, 'refs'));
    writeFileSync(join(cache, 'refs', 'main'), revision);
    writeFileSync(
      join(cache, 'snapshots', revision, 'model.safetensors'),
      Buffer.concat([length, Buffer.from(header)]),
    );
    vi.stubEnv('HF_HUB_CACHE', join(root, 'hub'));
    expect(await modelSize({ kind: 'preset', name: 'qwen3-vl-8b' })).toMatchObject({
      parameters: 2007,
      exact: true,
    });
  });

  it('is an estimate by name, or unknown; hostile files are passed over', async () => {
    vi.stubEnv('HF_HUB_CACHE', join(root, 'hub'));
    expect(await modelSize({ kind: 'preset', name: 'qwen3-vl-8b' })).toMatchObject({
      parameters: 8.8e9,
      exact: false,
    });
    expect(await modelSize({ kind: 'hub', id: 'somebody/something' })).toBeUndefined();
    writeFileSync(join(root, 'model.safetensors'), Buffer.from([255, 255, 255, 255, 255, 255, 255, 127, 1]));
    expect(await modelSize({ kind: 'folder', path: root })).toBeUndefined();
  });
});

describe('disk, memory, queue', () => {
  const stage = (id: string, total: number, every: number, keep: number) =>
    ({
      id,
      steps: { total, perEpoch: total, leftOver: 0, formula: '' },
      settings: { save_every: every, keep_checkpoints: keep },
    }) as unknown as PlannedStage;

  it('counts what is kept: the newest, the best, and the one being written', () => {
    const sizes = new Map([
      ['a', { bytes: 100, exact: true, words: 'a' }],
      ['b', { bytes: 10, exact: false, words: 'b' }],
    ]);
    // a saves 10 times and keeps 3 + the best, while one more is written; b saves once.
    expect(keptBytes([stage('a', 100, 10, 3), stage('b', 5, 5, 3)], sizes)).toMatchObject({
      bytes: 4 * 100 + 100 + 10,
      exact: false,
      formula: '5 checkpoints kept + 1 while it is written x 100 bytes (a) or 10 bytes (b)',
    });
    expect(keptBytes([stage('c', 5, 5, 3)], sizes)).toBeUndefined();
  });

  it('warns of little memory by the measured figure, and does not make one up for other models', () => {
    const small = { engine: 'embedded', parameters: 241_152, place } as const;
    expect(checkMemory({ ...small, free: 5e9 }).check.state).toBe('ok');
    expect(checkMemory({ ...small, free: 1e8 }).problems[0]).toMatchObject({ code: 'SC525' });
    expect(checkMemory({ ...small, parameters: 1e9, free: 1e8 }).check.state).toBe('unknown');
    expect(checkMemory({ engine: 'easyr1', place, free: 1e8 }).check.state).toBe('unknown');
  });

  it('says who holds the device, to a run that would wait for it', () => {
    const list = {
      devices: [
        { id: 'cpu', title: 'Processor', holder: 'run-1' },
        { id: 'gpu:0', title: 'H200' },
        { id: 'gpu:1', title: 'H200', holder: 'run-2' },
      ],
      gpus: [],
    };
    const none = { kind: 'none', why: '' } as const;
    const gpus = (count: number) => ({ kind: 'gpus', count, stage: 's' }) as const;
    const ask = (
      choice: Parameters<typeof checkQueue>[0]['choice'],
      need: Parameters<typeof checkQueue>[0]['need'],
    ) => checkQueue({ list, choice, need, place });
    expect(ask({ kind: 'auto' }, none).problems[0]).toMatchObject({ code: 'SC529', severity: 'info' });
    expect(ask({ kind: 'auto' }, none).check.detail).toContain('cpu is held by run-1');
    expect(ask({ kind: 'auto' }, gpus(1)).problems).toEqual([]);
    expect(ask({ kind: 'any', gpus: 2 }, gpus(2)).problems).toHaveLength(1);
    expect(ask({ kind: 'these', devices: ['gpu:0'] }, gpus(1)).problems).toEqual([]);
    expect(ask({ kind: 'none' }, gpus(2)).problems).toEqual([]);
    expect(checkQueue({ list: undefined, choice: { kind: 'auto' }, need: none, place }).check.state).toBe(
      'unknown',
    );
  });
});
