import { setTimeout as sleep } from 'node:timers/promises';
import { EvaluateError } from '../error';
import type { KeptProcess } from '../process';

/** Weights of many GB are read from a network disk, and compiled for. */
const PATIENCE_MS = 45 * 60_000;
const EVERY_MS = 1_000;
const ONE_LOOK_MS = 5_000;

interface WaitRequest {
  /** Address of the API: `http://127.0.0.1:8000/v1`. */
  readonly base: string;
  readonly key?: string | undefined;
  /** The server, where it was started here: its end is the end of the wait. */
  readonly process?: KeptProcess | undefined;
  readonly log?: string;
  readonly signal: AbortSignal;
  readonly patienceMs?: number | undefined;
  readonly onWait?: (seconds: number) => void;
}

/**
 * Waits until a server lists its models. Rejects with an `EvaluateError` when it ends before or takes too long, and
 * with the signal's reason.
 */
export async function waitForServer({
  base,
  key,
  process,
  log,
  signal,
  patienceMs = PATIENCE_MS,
  onWait,
}: WaitRequest): Promise<void> {
  const begin = performance.now();
  let ended: number | undefined;
  void process?.ended.then((code) => (ended = code));
  for (;;) {
    signal.throwIfAborted();
    if (await isReady(`${base}/models`, key)) return;
    if (ended !== undefined) throw endedEarly(ended, process, log);
    const waited = performance.now() - begin;
    if (waited > patienceMs)
      throw new EvaluateError(
        `The server at ${base} has not answered for ${Math.round(waited / 1000)} s.`,
        log === undefined ? 'Is it running, and is its address right?' : `Its log may say why: ${log}`,
      );
    onWait?.(Math.round(waited / 1000));
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

const endedEarly = (code: number, process: KeptProcess | undefined, log = ''): EvaluateError =>
  new EvaluateError(
    `The server ended before it served (exit code ${code}): ${process?.tail().at(-1) ?? 'it said nothing'}`,
    `Its log says more: ${log}. What it was started with is in \`evaluate: { server_options: ... }\`; an evaluation needs the GPUs free.`,
  );

async function isReady(url: string, key: string | undefined): Promise<boolean> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(ONE_LOOK_MS),
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    });
    // What it lists may be without end, and is not read.
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
