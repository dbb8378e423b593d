import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompanionSpec } from '../../../src/engines/easyr1/companion';
import { packageRoot, type EngineEvent, type Prediction, type RunEvent } from '../../../src/protocol';
import { listRuns, predictionsFile, readEvents, readRun, stageFolder, type RunView } from '../../../src/runs';
import { GPU_LINES, standInNvidiaSmi } from '../../fixtures/runs/nvidia-smi';
import { endProcesses, processesMentioning, until } from '../../fixtures/runs/processes';
import { pythonFor } from '../../python/environment';
import { QUIET, writeTinyRows } from '../trl/project';
import { makeCheckout, type Checkout } from './checkout';
import { discard } from '../../fixtures/discard';

// The whole path from the command line, with a stand-in for EasyR1 alone: data, rewards in Python, the companion, the
// merge, predictions of a real model by the runner of TRL, the audit and its report.
const python = pythonFor('a run of the EasyR1 engine from start to audit');
const root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-easyr1-run-')));
const cli = join(packageRoot(), 'dist', 'stagecraft.cjs');
let checkout: Checkout;
let hideGpus: () => void = () => undefined;

interface Said {
  readonly code: number;
  readonly out: string;
}

/** The command line as a user has it; what it prints on both streams, and its exit code. */
const stagecraft = (...args: readonly string[]): Promise<Said> =>
  new Promise((resolve) => {
    const env = { ...process.env, ...QUIET, STAGECRAFT_QUEUE: join(root, 'queue'), NO_COLOR: '1' };
    execFile(
      process.execPath,
      [cli, ...args, '--workspace', root],
      { env, cwd: root, timeout: 200_000, maxBuffer: 1 << 26 },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: `${stdout}${stderr}` }),
    );
  });

/** Writes the curriculum with other words in it. */
function curriculum(name: string, changes: Readonly<Record<string, string>> = {}): string {
  const file = join(root, `${name}.curriculum.yaml`);
  const text = `curriculum: 1
name: ${name}
model: ./models/qwen2_5_vl
engine: { easyr1: { home: EasyR1, python: ./python } }
prompt: prompts/question.jinja
reward: boxed-answer
datasets:
  pictures:
    capability: perception
    train: data/tiny-train.jsonl
    val: data/tiny-val.jsonl
    test: data/tiny-test.jsonl
defaults: { gpus: 1, batch: 8, rollouts: 4, max_prompt_length: 384, max_response_length: 8, seed: 3 }
stages:
  - { id: see, data: pictures, steps: 9, validate_every: 2, save_every: 2, until: reward >= 0.45 }
  - { id: think, data: pictures, where: "id <> ''", steps: 4, validate_every: 2, save_every: 2, checkpoint: best }
audit: { method: counterfactual, samples: 4 }
`;
  writeFileSync(
    file,
    Object.entries(changes).reduce((all, [from, to]) => {
      expect(all).toContain(from);
      return all.replace(from, to);
    }, text),
  );
  return file;
}

async function runOf(name: string): Promise<RunView> {
  const found = (await listRuns(root)).find((one) => one.ok && one.run.name === name);
  if (found?.ok !== true) throw new Error(`There is no run of ${name}`);
  return found.run;
}

type Of<T extends EngineEvent['type']> = Extract<RunEvent, { type: T }>;
const of = <T extends EngineEvent['type']>(
  events: readonly RunEvent[],
  stage: string,
  type: T,
): readonly Of<T>[] =>
  events.filter((event): event is Of<T> => event.type === type && 'stage' in event && event.stage === stage);

/** Waits until a stage of a run has made a step. */
const reaches = (dir: string, stage: string, step: number): Promise<unknown> =>
  until(
    `step ${step} of ${stage}`,
    async () => of(await readEvents(dir), stage, 'metric').some((event) => event.step >= step),
    150_000,
  );

/** Processes of the stand-in and of the companion. */
const atWork = async (): Promise<readonly number[]> => [
  ...(await processesMentioning(`${root}/.stagecraft/runs`)),
];

const stateOf = async (dir: string): Promise<string> => {
  const read = await readRun(dir);
  return read.ok ? read.run.state : 'unreadable';
};

beforeAll(async () => {
  if (python === undefined) return;
  mkdirSync(join(root, '.stagecraft'));
  for (const name of ['data', 'prompts'])
    cpSync(join(packageRoot(), 'examples', 'shape-math', name), join(root, name), { recursive: true });
  writeTinyRows(root);
  checkout = makeCheckout(root, python);
  hideGpus = standInNvidiaSmi(join(root, 'bin'), [GPU_LINES[1]]);
  const script = join(packageRoot(), 'scripts', 'python', 'make_tiny_trl.py');
  await new Promise((resolve) =>
    execFile(
      python,
      [script, join(root, 'models'), 'qwen2_5_vl'],
      { env: { ...process.env, ...QUIET } },
      resolve,
    ),
  );
}, 240_000);
afterAll(async () => {
  hideGpus();
  endProcesses(await processesMentioning(root));
  discard(root);
});

describe.runIf(python !== undefined)('a run with EasyR1', () => {
  it('is stopped, killed and resumed, and ends with predictions and an audit', async () => {
    const file = curriculum('chain');
    const shown = JSON.parse((await stagecraft('command', file, '--json')).out) as readonly {
      readonly stage: string;
      readonly argv: readonly string[];
    }[];

    checkout.wish({ 'stand_in.step_ms': '1000' });
    const begun = await stagecraft('run', file, '--detach');
    expect(begun.code, begun.out).toBe(0);
    const { dir, id } = await runOf('chain');
    await reaches(dir, 'see', 1);
    expect((await stagecraft('runs')).out).toContain(`${id}  running  see `);
    await reaches(dir, 'see', 3);
    expect((await stagecraft('stop', id)).code).toBe(0);
    await until('the stop', async () => (await stateOf(dir)) === 'stopped');
    expect(await atWork()).toEqual([]);
    const [stopped] = of(await readEvents(dir), 'see', 'finished');
    expect(stopped).toMatchObject({ reason: 'stopped' });

    // What was shown is what was started.
    const argvOf = (stage: string): readonly string[] =>
      (JSON.parse(readFileSync(join(stageFolder(dir, stage), 'easyr1.json'), 'utf8')) as CompanionSpec).main
        .argv;
    const asShown = (stage: string): readonly string[] =>
      argvOf(stage).map((word) =>
        word.replace(dir, join(root, '.stagecraft', 'runs', 'RUN')).replace(/global_step_\d+/u, 'STEP'),
      );
    expect(asShown('see')).toEqual(shown.find(({ stage }) => stage === 'see')?.argv);

    // Resumed, and its supervisor killed in the second stage.
    expect((await stagecraft('resume', id, '--detach')).code).toBe(0);
    await reaches(dir, 'think', 1);
    const first = of(await readEvents(dir), 'see', 'finished').at(-1);
    expect(first?.reason).toBe('until');
    // The first checkpoint after it was seen to hold.
    expect([6, 8]).toContain(first?.step);
    expect(asShown('think')).toEqual(shown.find(({ stage }) => stage === 'think')?.argv);
    const locks = readFileSync(join(dir, 'supervisor-2.lock'), 'utf8');
    const { owner } = JSON.parse(locks) as { readonly owner: { readonly pid: number } };
    process.kill(owner.pid, 'SIGKILL');
    await until('all to end', async () => (await atWork()).length === 0);
    expect((await stagecraft('runs')).out).toMatch(/interrupted +see ✓.*is gone without a word/u);

    checkout.wish({});
    const ended = await stagecraft('resume', id);
    expect(ended.code, ended.out).toBe(0);
    const { stages } = await runOf('chain');
    expect(stages.map(({ id: stage, state }) => [stage, state])).toEqual([
      ['see', 'done'],
      ['think', 'done'],
      ['predict', 'done'],
      ['audit', 'done'],
    ]);

    // Each step was told, and none that lay before a checkpoint twice.
    const events = await readEvents(dir);
    const told = new Set(of(events, 'see', 'metric').map(({ step }) => step));
    for (const step of [0, 1, 2, 3, 4, 5, 6]) expect(told).toContain(step);
    const starts = of(events, 'see', 'started').map(({ firstStep }) => firstStep);
    expect(starts).toEqual([1, (stopped?.step ?? 0) + 1]);
    // The built-in reward, called by EasyR1, has seen right answers and wrong ones.
    expect(of(events, 'think', 'metric').find(({ step }) => step === 4)?.values).toMatchObject({
      accuracy: 0.5,
      val_accuracy: 0.5,
    });
    expect(of(events, 'think', 'sample').length).toBeGreaterThan(0);
    // Going on from a checkpoint is what was asked for.
    const findings = ['see', 'think'].flatMap((stage) => of(events, stage, 'finding').map((each) => each.id));
    const expected = ['F51', 'stopped-between-checkpoints'];
    expect(findings.filter((each) => !expected.includes(each))).toEqual([]);

    // `think` began from the best checkpoint of `see`, whose pieces were joined, and so were those of its own best.
    const best = of(events, 'see', 'checkpoint').reduce((one, other) =>
      (other.score ?? 0) > (one.score ?? 0) ? other : one,
    );
    const model = argvOf('think').find((word) => word.startsWith('worker.actor.model.model_path=')) ?? '';
    expect(model).toContain(join(stageFolder(dir, 'see'), best.path, 'actor', 'huggingface'));
    const base = readFileSync(join(root, 'models', 'qwen2_5_vl', 'model.safetensors'));
    expect(readFileSync(join(model.replace(/^[^=]*=/u, ''), 'model.safetensors')).equals(base)).toBe(true);

    const predictions = readFileSync(predictionsFile(dir, 'think'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Prediction);
    expect(predictions).toHaveLength(4 * 5);
    expect(predictions.every(({ samples }) => samples.length === 4)).toBe(true);
    expect(ended.out).toMatch(/4 items from 20 predictions/u);
    expect(readFileSync(join(dir, 'report.html'), 'utf8')).toContain('chain');
    expect((await stagecraft('logs', id, '--stage', 'see')).out).toContain('EasyR1 saves at step');
  }, 400_000);

  it('is looked at before it starts', async () => {
    const { code, out } = await stagecraft('preflight', curriculum('before'));
    expect(code, out).toBe(0);
    expect(out).toMatch(/ok +Packages +torch .*vllm 0\.11\.0/u);
    expect(out).toMatch(/ok +GPUs .*NVIDIA H200/u);
    const gone = await stagecraft('preflight', curriculum('gone', { 'home: EasyR1': 'home: Elsewhere' }));
    expect(gone.code).toBe(1);
    expect(gone.out).toMatch(/There is no EasyR1 in `.*Elsewhere`/u);
  }, 240_000);

  it('is not started without weights, and says what an interpreter lacks', async () => {
    cpSync(join(root, 'models', 'qwen2_5_vl'), join(root, 'models', 'empty'), { recursive: true });
    rmSync(join(root, 'models', 'empty', 'model.safetensors'));
    const empty = await stagecraft('run', curriculum('empty', { qwen2_5_vl: 'empty' }));
    expect([empty.code, empty.out]).toEqual([1, expect.stringMatching(/has no weights to start from/u)]);
    await expect(runOf('empty')).rejects.toThrow();

    const bare = curriculum('bare', { './python': python ?? '' });
    const lacks = /lacks packages.*vllm.*missing.*Run: .*install.* vllm/su;
    const refused = await stagecraft('run', bare);
    expect([refused.code, refused.out]).toEqual([1, expect.stringMatching(lacks)]);
    await expect(runOf('bare')).rejects.toThrow();
    // What was not looked at beforehand is told by the run.
    const failed = await stagecraft('run', bare, '--no-preflight');
    expect([failed.code, failed.out]).toEqual([1, expect.stringMatching(lacks)]);
    const { dir } = await runOf('bare');
    expect(existsSync(join(stageFolder(dir, 'see'), 'log.txt'))).toBe(false);
    const log = await stagecraft('logs', basename(dir));
    expect(log.out).toMatch(/was not started, so it has no log: .*lacks packages: .*vllm/u);
  }, 240_000);
});
