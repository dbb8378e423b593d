import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonLinesReader } from '../../../../src/engines/json-lines';
import type { CompanionSpec, Process, TrainSpec } from '../../../../src/engines/easyr1/companion';
import { packageRoot, type EngineEvent } from '../../../../src/protocol';

const FIXTURES = join(packageRoot(), 'test/fixtures/easyr1');

/** A stage folder below a temporary one. */
export async function makeStage(): Promise<{
  readonly dir: string;
  readonly output: string;
  remove(): Promise<void>;
}> {
  const dir = await mkdtemp(join(tmpdir(), 'stagecraft-easyr1-'));
  return { dir, output: join(dir, 'checkpoints'), remove: () => rm(dir, { recursive: true, force: true }) };
}

/** The stand-in for EasyR1 (see its first lines) as a process; `keys` are its arguments. */
export const standIn = (
  python: string,
  output: string,
  keys: Readonly<Record<string, string | number>>,
): Process => ({
  argv: [
    python,
    join(FIXTURES, 'stand_in_easyr1.py'),
    `trainer.save_checkpoint_path=${output}`,
    ...Object.entries(keys).map(([key, value]) => `${key}=${value}`),
  ],
  env: {},
  cwd: tmpdir(),
});

/** The stand-in for EasyR1's merger. */
export const standInMerger = (python: string, actor: string, fault?: string): Process => ({
  argv: [
    python,
    join(FIXTURES, 'stand_in_merger.py'),
    '--local_dir',
    actor,
    ...(fault === undefined ? [] : ['--fault', fault]),
  ],
  env: {},
  cwd: tmpdir(),
});

type Keys = Readonly<Record<string, string | number>>;

export function trainSpec(
  python: string,
  output: string,
  keys: Keys,
  more: Partial<TrainSpec> = {},
): TrainSpec {
  const every = (key: string) => Number(keys[key] ?? -1);
  return {
    kind: 'train',
    stage: 'one',
    merges: [],
    main: standIn(python, output, keys),
    output,
    steps: {
      total: Number(keys['trainer.max_steps'] ?? 6),
      saveEvery: every('trainer.save_freq'),
      validateEvery: every('trainer.val_freq'),
    },
    ...more,
  };
}

export interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly events: readonly EngineEvent[];
  readonly log: string;
}

/** The companion as a supervisor would start it; `onEvent` may write to its standard input or kill it. */
export async function runCompanion(
  dir: string,
  spec: CompanionSpec,
  onEvent: (event: EngineEvent, child: ChildProcess) => void = () => undefined,
  onLog: (log: string, child: ChildProcess) => void = () => undefined,
): Promise<Run> {
  const file = join(dir, 'engine.json');
  await writeFile(file, JSON.stringify(spec));
  const child = spawn(process.execPath, [join(packageRoot(), 'dist/easyr1-runner.cjs'), file], {
    detached: true,
  });
  const reader = jsonLinesReader();
  const events: EngineEvent[] = [];
  let log = '';
  child.stdin.on('error', () => undefined);
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const read = reader.push(chunk);
    log += read.log;
    events.push(...read.events);
    for (const event of read.events) onEvent(event, child);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    log += chunk;
    onLog(log, child);
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, events, log }));
  });
}

export const ofType = <T extends EngineEvent['type']>(events: readonly EngineEvent[], type: T) =>
  events.filter((event): event is Extract<EngineEvent, { type: T }> => event.type === type);

/** Steps of metric events that have a metric of the training, in order. */
export const trained = (events: readonly EngineEvent[]): readonly number[] =>
  ofType(events, 'metric').flatMap(({ step, values }) => ('learning_rate' in values ? [step] : []));

/** Steps of metric events that have one of a validation. */
export const validated = (events: readonly EngineEvent[]): readonly number[] =>
  ofType(events, 'metric').flatMap(({ step, values }) => ('val_reward' in values ? [step] : []));

export const readText = (path: string): Promise<string> => readFile(path, 'utf8');

export const stop = (child: ChildProcess, reason?: 'until'): void =>
  void child.stdin?.write(
    `${JSON.stringify({ type: 'stop', ...(reason === undefined ? {} : { reason }) })}\n`,
  );
