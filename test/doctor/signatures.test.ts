import { describe, expect, it } from 'vitest';
import { createDoctor, DOCTOR_CODES, SIGNATURES, type Diagnosis, type Patient } from '../../src/doctor';
import { keyFor } from '../../src/doctor/signatures';
import { engineOption } from '../../src/engines';
import { ENGINE_NAMES, GRAMMAR, STAGE_KEYS } from '../../src/language';
import { DATA_CASES } from './cases/data';
import { MACHINE_CASES } from './cases/machine';
import { trace, worker } from './cases/prefixed';
import { SETUP_CASES } from './cases/setup';
import { SIZE_CASES } from './cases/sizes';

const CASES = { ...DATA_CASES, ...SIZE_CASES, ...SETUP_CASES, ...MACHINE_CASES };

/** Lines as a healthy run writes them, for the failures to lie among. */
const BEFORE = worker(
  'INFO 11-22 09:59:58 [loader.py:447] Loading weights took 3.01 seconds\nAfter init: 20.1 GB / 79.1 GB.',
);
const AFTER = '\n(Runner pid=99) Running step:  10%|█         | 10/100 [05:00<45:00, 30.0s/it]\n';

function diagnose(log: string, patient: Patient = {}): readonly Diagnosis[] {
  const doctor = createDoctor(patient);
  return [...doctor.log(`${BEFORE}\n${log}${AFTER}`), ...doctor.end()];
}
const ids = (log: string) => diagnose(log).map(({ id }) => id);

describe('each signature', () => {
  const shows = Object.entries(CASES).flatMap(([id, one]) => one.shows.map((log) => [id, log] as const));
  it.each(shows)('%s is found alone in: %s', (id, log) => {
    expect(ids(log)).toEqual([id]);
  });

  const not = Object.entries(CASES).flatMap(([id, one]) => one.not.map((log) => [id, log] as const));
  it.each(not)('%s is not found in: %s', (id, log) => {
    expect(ids(log)).not.toContain(id);
  });

  it('F27 is no surprise in a run of ours, which is told what to go on from', () => {
    const shows = SETUP_CASES.F27?.shows ?? [];
    expect(shows.length).toBeGreaterThan(0);
    for (const log of shows) expect(diagnose(log, { ours: true })).toEqual([]);
  });

  it('has a case for every one that reads lines', () => {
    const readers = SIGNATURES.filter(({ lines }) => lines.length > 0).map(({ id }) => id);
    expect(Object.keys(CASES)).toEqual(expect.arrayContaining(readers));
  });
});

describe('the table', () => {
  it('has 55 failures in order, each with cause and cure', () => {
    expect(SIGNATURES.map(({ id }) => id)).toEqual(
      Array.from({ length: 55 }, (_, n) => `F${String(n + 1).padStart(2, '0')}`),
    );
    for (const { title, message, cause, fix } of SIGNATURES)
      for (const text of [title, message, cause, fix]) expect(text.length).toBeGreaterThan(10);
    for (const { id } of SIGNATURES) expect(DOCTOR_CODES[id]?.code).toBe(`SC6${id.slice(1)}`);
  });

  it('names keys that the language and the engine have', () => {
    for (const engine of ENGINE_NAMES)
      for (const signature of SIGNATURES) {
        const key = keyFor(signature, engine);
        if (key === undefined || key === 'engine_options') continue;
        if (key.startsWith('/')) expect(Object.keys(GRAMMAR.keys)).toContain(key.slice(1));
        else if (key.startsWith('engine_options.'))
          expect(
            engineOption(engine, key.slice('engine_options.'.length)),
            `${signature.id} ${key}`,
          ).toBeDefined();
        else expect(Object.keys(STAGE_KEYS), signature.id).toContain(key);
      }
  });
});

describe('what one line cannot tell', () => {
  const watchdog =
    '[rank1]:[E1122 10:30:00.1 ProcessGroupNCCL.cpp:616] [Rank 1] Watchdog caught collective operation timeout: WorkNCCL(SeqNum=8, OpType=ALLREDUCE) ran for 1800001 ms';
  const memory = worker(trace('torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB'));

  it('takes a timeout with no failure before it for processes that went different ways', () => {
    expect(ids(watchdog).toSorted()).toEqual(['F42', 'F43']);
  });
  it('tells a timeout after a failure as its consequence', () => {
    const found = diagnose(`${memory}\n${watchdog}`);
    expect(found.map(({ id }) => id)).toEqual(['F37', 'F43']);
    expect(found[1]?.message).toContain('a consequence of F37');
  });
  it('does not take a timeout for its own cause when the cause is printed later', () => {
    expect(ids(`${watchdog}\n${memory}`)).not.toContain('F42');
  });
  it('keeps the traces of workers apart', () => {
    const waking = worker(
      'Traceback (most recent call last):\n    self.inference_engine.wake_up()',
      'WorkerDict',
      1,
    );
    const other = worker(
      trace('torch.OutOfMemoryError: CUDA out of memory.', ['loss.backward()']),
      'WorkerDict',
      2,
    );
    expect(ids(`${waking}\n${other}`)).toEqual(['F37']);
  });
  it('reads nothing out of samples that EasyR1 prints', () => {
    const sample =
      "[prompt] user\nCUDA out of memory\n[output] ok\nKeyError: 'problem'\nOSError: [Errno 28] No space left on device\n[ground_truth] 7\n[score] 1.0";
    expect(ids(worker(sample, 'Runner'))).toEqual([]);
    // But a cut-off sample does not hide what comes later from elsewhere.
    expect(ids(`${worker('[prompt] user\nhello', 'Runner')}\n${memory}`)).toEqual(['F37']);
  });
});

describe('a finding', () => {
  it('says place, evidence, cause and cure, once', () => {
    const log = 'a\nb\n(WorkerDict pid=1) RuntimeError: CUDA out of memory. Tried to allocate 1.00 GiB\n';
    const doctor = createDoctor({ engine: 'trl', stage: 'see' });
    expect(doctor.log(log + log)).toMatchObject([
      {
        id: 'F37',
        severity: 'error',
        stage: 'see',
        place: { line: 3 },
        evidence: 'RuntimeError: CUDA out of memory. Tried to allocate 1.00 GiB',
        key: 'engine_options.per_device_train_batch_size',
      },
    ]);
    expect(doctor.log(log)).toEqual([]);
    expect(doctor.end()).toEqual([]);
  });

  it('names the key that the engine did not know', () => {
    const found = diagnose(
      "omegaconf.errors.ConfigKeyError: Key 'reward_type' not in 'RewardConfig'\n    full_key: worker.reward.reward_type",
    );
    expect(found[0]).toMatchObject({ id: 'F22', key: 'engine_options.worker.reward.reward_type' });
  });

  it.each([
    ['F21', 'GRPO needs rollout.n > 1', {}, 'rollouts', 8],
    ['F19', 'AssertionError: 100 % 8 != 0', { batch: 100, gpus: 8 }, 'batch', 104],
    [
      'F16',
      'Rollout batch size must be divisible by actor global batch size.',
      { batch: 96 },
      'engine_options.worker.actor.global_batch_size',
      96,
    ],
    [
      'F12',
      'max_num_batched_tokens should be greater than prompt_length + response_length.',
      { max_prompt_length: 8192, max_response_length: 2048 },
      'engine_options.worker.rollout.max_num_batched_tokens',
      10496,
    ],
    ['F45', 'Total available GPUs 4.0 is less than total desired GPUs 8', { gpus: 8 }, 'gpus', 4],
    [
      'F36',
      'CUDA Error: out of memory at /x/cumem_allocator.cpp:62',
      { engine_options: { 'worker.rollout.gpu_memory_utilization': 0.8 } },
      'engine_options.worker.rollout.gpu_memory_utilization',
      0.7,
    ],
    ['F51', 'Gradient norm is not finite. Skip update.', { learning_rate: 1e-5 }, 'learning_rate', 1e-6],
  ])('%s suggests a value from the user’s own', (id, line, settings, key, suggestion) => {
    expect(diagnose(line, { engine: 'easyr1', settings })[0]).toMatchObject({ id, key, suggestion });
  });
});
