import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorText } from '../protocol';
import { EvaluateError } from './error';
import { importEvaluation, type ImportedResults } from './import';
import { servedAt, type Asked, type EvaluationPlan } from './plan';
import { startKept, type KeptProcess } from './process';
import { openRelay, type Relay } from './relay/relay';
import { freePort } from './server/free-port';
import { waitForServer } from './server/wait';
import { SHOWN, type EvaluationCommand } from './types';

/** How far an evaluation is. */
export type EvaluationProgress =
  | { readonly kind: 'merging'; readonly line: string }
  | { readonly kind: 'loading'; readonly seconds: number; readonly line: string }
  | {
      readonly kind: 'asking';
      /** The benchmark that was last spoken of. */
      readonly benchmark?: string;
      readonly answered: number;
      readonly failed: number;
      readonly line: string;
    }
  | { readonly kind: 'importing' };

export interface EvaluationParts {
  /** Ends everything that was started; what was answered is kept for another attempt. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: EvaluationProgress) => void;
  /** Keys by the names of environment variables. */
  readonly keys: (name: string) => string | undefined;
  /** Title of the audit set. */
  readonly title: string;
  /** Longest wait for a server that is started, in milliseconds. */
  readonly patienceMs?: number;
}

export interface EvaluationResult extends ImportedResults {
  readonly folder: string;
  readonly answered: number;
  readonly failed: number;
}

/** An endpoint answers at once, or is not there. */
const ENDPOINT_PATIENCE_MS = 15_000;

/**
 * Runs an evaluation to its end: joins weights, starts the server and waits for it, runs the benchmarks, imports what
 * they wrote. Whatever happens, nothing that it started is left. Rejects with an `EvaluateError` for people, or with
 * the signal's reason.
 */
export async function runEvaluation(plan: EvaluationPlan, parts: EvaluationParts): Promise<EvaluationResult> {
  const running: KeptProcess[] = [];
  const relays: Relay[] = [];
  const { folder } = plan;
  await mkdir(folder, { recursive: true });
  try {
    return await evaluate(plan, parts, running, relays);
  } finally {
    await Promise.all(relays.map((relay) => relay.close()));
    await Promise.all(running.map((process) => process.stop()));
  }
}

async function evaluate(
  plan: EvaluationPlan,
  parts: EvaluationParts,
  running: KeptProcess[],
  relays: Relay[],
): Promise<EvaluationResult> {
  const { folder, endpoint, judge, evaluation } = plan;
  const { signal, onProgress, keys } = parts;
  const token = `sk-${randomBytes(24).toString('hex')}`;
  const server = endpoint === undefined ? String(await freePort()) : SHOWN.server;
  const early = plan.commands({ ...SHOWN, server });
  const start = (command: EvaluationCommand, onLine: (line: string) => void): KeptProcess => {
    const log = join(folder, `${command.step}.log`);
    const process = startKept({ ...command, log, onLine, secrets: [token] });
    running.push(process);
    return process;
  };

  const merge = early.find(({ step }) => step === 'merge');
  if (merge !== undefined) {
    const process = start(merge, (line) => onProgress?.({ kind: 'merging', line }));
    await ended(process, signal, `The weights could not be joined`, join(folder, 'merge.log'));
  }

  const asked = endpoint ?? servedAt({ ...SHOWN, server });
  let line = '';
  const serve = early.find(({ step }) => step === 'server');
  const serving = serve === undefined ? undefined : start(serve, (text) => (line = text));
  await waitForServer({
    base: asked.base,
    key: keyOf(asked, keys),
    process: serving,
    signal,
    ...(serve === undefined ? {} : { log: join(folder, 'server.log') }),
    patienceMs: serving === undefined ? ENDPOINT_PATIENCE_MS : parts.patienceMs,
    onWait: (seconds) => onProgress?.({ kind: 'loading', seconds, line }),
  });

  let said = '';
  let benchmark: string | undefined;
  const tell = (): void =>
    onProgress?.({
      kind: 'asking',
      ...(benchmark === undefined ? {} : { benchmark }),
      ...relay.counts(),
      line: said,
    });
  const relay = await openRelay({
    ...opened(asked, keys),
    template: plan.template,
    token,
    onAnswer: tell,
  });
  relays.push(relay);
  const judging = judge === undefined ? undefined : await openRelay({ ...opened(judge, keys), token });
  if (judging !== undefined) relays.push(judging);
  const at = {
    server,
    relay: String(relay.port),
    judge: judging === undefined ? SHOWN.judge : String(judging.port),
    token,
  };
  for (const command of plan.commands(at).filter(({ step }) => step === 'benchmarks')) {
    await writeFiles(command);
    const process = start(command, (text) => {
      said = text;
      benchmark = longest(evaluation.on.filter((name) => text.includes(name))) ?? benchmark;
      tell();
    });
    const lost = serving?.ended.then(() => 'server' as const);
    const code = await ended(process, signal, 'VLMEvalKit failed', join(folder, 'benchmarks.log'), lost);
    if (code === 'server')
      throw new EvaluateError(
        `The server ended while it was asked: ${serving?.tail().at(-1) ?? ''}`,
        `Its log says more: ${join(folder, 'server.log')}. Evaluate again: what was answered is kept.`,
      );
  }
  onProgress?.({ kind: 'importing' });
  const counts = relay.counts();
  const imported = await importEvaluation(plan, parts.title, signal);
  if (imported.dirs.length === 0)
    throw new EvaluateError(
      `VLMEvalKit has ended without results of ${evaluation.on.join(', ')}${counts.failed > 0 ? `; ${counts.failed} questions were refused by the model’s server` : ''}.`,
      `Its log says why: ${join(folder, 'benchmarks.log')}`,
    );
  return { ...imported, ...counts, folder };
}

/** Waits for the end of a process, or of what it depends on. Rejects when it fails, and when the signal aborts. */
async function ended(
  process: KeptProcess,
  signal: AbortSignal,
  what: string,
  log: string,
  lost?: Promise<'server'>,
): Promise<number | 'server'> {
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void =>
      reject(signal.reason instanceof Error ? signal.reason : new Error(errorText(signal.reason)));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  const code = await Promise.race([process.ended, aborted, ...(lost === undefined ? [] : [lost])]);
  if (code === 'server' || code === 0) return code;
  throw new EvaluateError(
    `${what} (exit code ${code}): ${process.tail().at(-1) ?? 'it said nothing'}`,
    `Its log says more: ${log}`,
  );
}

const keyOf = ({ key }: Asked, keys: EvaluationParts['keys']): string | undefined =>
  key === undefined ? undefined : keys(key);

function opened(asked: Asked, keys: EvaluationParts['keys']) {
  const key = keyOf(asked, keys);
  if (asked.key !== undefined && key === undefined)
    throw new EvaluateError(
      `The key of ${asked.model} is missing: the environment has no ${asked.key}.`,
      `Set ${asked.key}, and evaluate again.`,
    );
  return { server: asked.base, model: asked.model, ...(key === undefined ? {} : { key }) };
}

/** For this user alone: the configuration lets its reader ask the model. */
async function writeFiles({ files }: EvaluationCommand): Promise<void> {
  for (const { path, contents } of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents, { mode: 0o600 });
  }
}

const longest = (names: readonly string[]): string | undefined =>
  [...names].sort((a, b) => b.length - a.length)[0];
