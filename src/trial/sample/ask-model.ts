import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Sample } from '../../data';
import type { Engine, Launch } from '../../engines';
import type { Plan, PlannedStage } from '../../plan';
import type { EngineEvent, Prediction } from '../../protocol';
import { TrialError } from '../error';
import type { TracedAnswer } from './trace';
import { writeOneRow } from './one-row';

interface Question {
  readonly engine: Engine;
  readonly plan: Plan;
  readonly stage: PlannedStage;
  readonly sample: Sample;
  /** Absolute folder; absent: the base model. */
  readonly checkpoint?: string;
  /** Sampled answers besides the greedy one. */
  readonly samples: number;
  readonly signal?: AbortSignal;
}

/** An engine that has not answered one row by then hangs. */
const PATIENCE_MS = 120_000;
const KEPT_LOG = 4_000;

/**
 * The model's answers to one row, by the very process that makes a run's predictions: greedy first, then sampled as
 * in training. Everything lies in a temporary folder that is removed. Throws a `TrialError` with what the engine said.
 */
export async function askModel(question: Question): Promise<readonly TracedAnswer[]> {
  const { engine, plan, stage, sample, checkpoint, samples, signal } = question;
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'stagecraft-sample-')));
  try {
    const source = await writeOneRow(sample, folder);
    const images = sample.images.flatMap((image) => (image.kind === 'file' ? [dirname(image.path)] : []));
    const { curriculum } = plan;
    const output = join(folder, 'predictions.jsonl');
    const launch = await engine.predict({
      root: dirname(curriculum.file),
      plan: {
        ...plan,
        // Sampled like the rollouts of the stage, with its own length limits; images may lie anywhere that data may.
        curriculum: { ...curriculum, folders: [...curriculum.folders, ...images] },
        stages: [stage],
        heldOut: [source],
      },
      ...(checkpoint === undefined ? {} : { checkpoint }),
      output,
      arms: { k: samples, only: ['image'] },
    });
    const failure = await runToEnd(engine, launch, signal);
    if (failure !== undefined)
      throw new TrialError(`The model did not answer: ${failure.message}`, failure.hint);
    return answersIn(await readFile(output, 'utf8'));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Failure {
  readonly message: string;
  readonly hint?: string;
}

/** Runs an engine's process to its end; what went wrong, if anything did. */
async function runToEnd(
  engine: Engine,
  { argv, env, cwd, files }: Launch,
  signal: AbortSignal | undefined,
): Promise<Failure | undefined> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  signal?.throwIfAborted();
  const [program = process.execPath, ...args] = argv;
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  // The pipe stays open: its end would mean that we are gone.
  child.stdin.on('error', () => undefined);
  const reader = engine.reader();
  const events: EngineEvent[] = [];
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const read = reader.push(chunk);
    events.push(...read.events);
    log = (log + read.log).slice(-KEPT_LOG);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (log = (log + chunk).slice(-KEPT_LOG)));
  const kill = (): boolean => child.kill('SIGKILL');
  const timer = setTimeout(kill, PATIENCE_MS);
  signal?.addEventListener('abort', kill, { once: true });
  try {
    const code = await new Promise<number | string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (exit, by) => resolve(exit ?? by ?? 'unknown'));
    });
    signal?.throwIfAborted();
    const failed = events.find((event) => event.type === 'failed');
    if (failed !== undefined) return failed;
    if (code === 0) return undefined;
    const last = log.trim().split('\n').at(-1) ?? '';
    return { message: `the engine ended (${code})${last === '' ? '' : `: ${last.slice(0, 300)}`}` };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', kill);
  }
}

/** The answers to the row as it is, with its image; what the audit's other arms said is left out. */
function answersIn(text: string): readonly TracedAnswer[] {
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const prediction = JSON.parse(line) as Prediction;
    if (prediction.arm !== 'image') continue;
    return [
      ...(prediction.greedy === undefined ? [] : [{ kind: 'greedy' as const, ...prediction.greedy }]),
      ...prediction.samples.map((response) => ({ kind: 'sampled' as const, ...response })),
    ];
  }
  throw new TrialError('The model did not answer: the engine wrote no prediction');
}
