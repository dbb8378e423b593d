import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { errorText, isDiskFull } from '../codes';
import { removeDrafts } from '../folder/atomic';
import { AUDIT, FILES, PREDICT } from '../folder/layout';
import { readManifest, type RunManifest } from '../folder/manifest';
import { readStatus } from '../folder/state';
import { identify } from '../process/identity';
import { machineSampler } from '../machine/sampler';
import { lockRun } from '../process/lock';
import { diskTrouble } from './attempt';
import { onlyTheAudit, runAudit } from './run-audit';
import { runMake } from './run-make';
import type { RunContext, StageOutcome, SupervisorParts } from './context';
import { Journal } from './journal';
import { runPredictions } from './predict';
import { endLeftovers, recoverStatus } from './recover';
import { reserveSpace } from './reserve';
import { runStage } from './stage';
import { stoppedBy, StopSignal } from './stop-signal';
import { watchForStop } from './stop-watch';
import { waitForDevices } from './wait-for-devices';

export interface SuperviseOptions extends SupervisorParts {
  /** Milliseconds an engine may take to save and end when it is asked to; then SIGTERM. Default: what the engine says, else 60,000. */
  readonly graceMs?: number;
  /** Milliseconds from SIGTERM to SIGKILL. Default 10,000. */
  readonly terminateMs?: number;
}

/** Exit codes of the supervisor process. */
export const SUPERVISOR_EXIT = { fine: 0, failed: 1, unusable: 2, locked: 3 } as const;

/** A supervisor on another machine beats every 2 s; it is dead when its count stands still for so long. */
const FOREIGN_BEATS_MS = 12_000;

/**
 * Owns a run from here to its end: waits for its devices, trains the stages (or makes the datasets) that are not done,
 * one after another, predicts, audits. Returns the exit code; what there is to know stands in the run folder, what prevents even that
 * goes to standard error.
 */
export async function supervise(folder: string, options: SuperviseOptions): Promise<number> {
  const dir = resolve(folder);
  const manifest = await readManifest(dir);
  if (!manifest.ok) return giveUp(SUPERVISOR_EXIT.unusable, `The run cannot be read: ${manifest.reason}`);
  const self = await identify(process.pid);
  if (self === undefined)
    return giveUp(SUPERVISOR_EXIT.unusable, 'The system does not tell when a process began.');
  const lock = await lockRun(dir, self, () => stillBeating(dir));
  if (!lock.ok) return giveUp(SUPERVISOR_EXIT.locked, `The run is owned already: ${lock.reason}`);
  const stop = new StopSignal();
  let journal: Journal | undefined;
  let giveBack: () => void = () => undefined;
  const unwatch = watchForStop(dir, self, await graceOf(options, manifest.value.engine), stop);
  try {
    const status = await recoverStatus(dir, manifest.value, self);
    await endLeftovers(await realpath(dir), status.stages);
    await removeDrafts(dir);
    const reserve = reserveSpace(dir);
    const trouble = (error: unknown) => {
      reserve.release();
      diskTrouble({ stop }, error);
    };
    journal = new Journal(dir, status, trouble);
    const granted = await waitForDevices(dir, manifest.value, self, journal, stop);
    if (granted.ok) giveBack = granted.giveBack;
    const outcome = granted.ok
      ? await runHolding(granted.devices, { dir, manifest: manifest.value, options, journal, stop })
      : granted.outcome;
    reserve.release();
    if (!existsSync(join(dir, FILES.manifest)))
      return giveUp(SUPERVISOR_EXIT.unusable, 'The run folder was removed: nothing is written any more.');
    journal.enterRun(outcome.state, outcome.state === 'done' ? undefined : outcome.reason);
    await closeBooks(journal);
    // A lock that cannot be released is a dead owner's in a moment.
    await lock.release().catch(() => undefined);
    giveBack();
    // An orderly exit would wait for a query that DuckDB still works on, perhaps for minutes. All is written down.
    if (stop.abandonedWork) process.kill(process.pid, 'SIGKILL');
    return outcome.state === 'failed' ? SUPERVISOR_EXIT.failed : SUPERVISOR_EXIT.fine;
  } catch (error) {
    const why = isDiskFull(error) ? 'the disk is full' : errorText(error);
    return giveUp(SUPERVISOR_EXIT.unusable, `The run cannot be kept: ${why}`);
  } finally {
    giveBack();
    journal?.abandon();
    unwatch();
  }
}

const GRACE_MS = 60_000;

/** An engine that cannot be had is told when the run needs it. */
async function graceOf(
  { graceMs, engineFor }: SuperviseOptions,
  name: RunManifest['engine'],
): Promise<number> {
  if (graceMs !== undefined) return graceMs;
  try {
    return (await engineFor(name)).farewellMs ?? GRACE_MS;
  } catch {
    return GRACE_MS;
  }
}

interface Order extends Pick<RunContext, 'dir' | 'manifest' | 'journal' | 'stop'> {
  readonly options: SuperviseOptions;
}

/** Runs what is left to run with the devices that the run was given. */
async function runHolding(
  devices: readonly string[] | undefined,
  { dir, manifest, options, journal, stop }: Order,
): Promise<StageOutcome> {
  const sampler = machineSampler(await realpath(dir), devices, options.sampleSeconds);
  try {
    const engine = await options.engineFor(manifest.engine);
    journal.enterRun('running');
    return await runAll({
      dir,
      manifest,
      engine,
      parts: options,
      ...(devices === undefined ? {} : { devices }),
      sampler,
      journal,
      stop,
      patience: { terminateMs: options.terminateMs ?? 10_000, farewellMs: 60_000 },
    });
  } finally {
    sampler.close();
  }
}

async function runAll(context: RunContext): Promise<StageOutcome> {
  const { manifest, journal, stop } = context;
  const trained = manifest.plan.stages.filter((stage) => manifest.stages.includes(stage.id));
  const tasks = [
    ...trained.map((stage) => ({ id: stage.id, run: () => runStage(context, stage) })),
    ...(manifest.make?.datasets ?? []).map((id) => ({ id, run: () => runMake(context, id) })),
    ...(manifest.predict ? [{ id: PREDICT, run: () => runPredictions(context) }] : []),
    ...(manifest.audit === true ? [{ id: AUDIT, run: () => runAudit(context) }] : []),
  ];
  for (const { id, run } of tasks) {
    if (journal.stage(id).state === 'done') continue;
    if (stop.cause !== undefined) return stoppedBy(stop.cause);
    const outcome = await run();
    journal.enterStage(id, outcome.state, {
      ended: new Date().toISOString(),
      ...(outcome.state === 'done' ? {} : { reason: outcome.reason }),
    });
    await journal.settled();
    if (outcome.state !== 'done') {
      if (outcome.state === 'stopped') return outcome;
      const reason = id === AUDIT ? onlyTheAudit(outcome.reason) : `${id}: ${outcome.reason}`;
      return { ...outcome, reason };
    }
  }
  return { state: 'done' };
}

/** The last word may come while the disk is full: the engine's leftovers may go in moments, so it is tried again. */
async function closeBooks(journal: Journal): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await journal.close();
      return;
    } catch (error) {
      if (attempt === 5) throw error;
      await sleep(200 * attempt);
    }
  }
}

async function stillBeating(dir: string): Promise<boolean> {
  const before = await readStatus(dir);
  for (let waited = 0; waited < FOREIGN_BEATS_MS; waited += 500) {
    await sleep(500);
    const now = await readStatus(dir);
    if (before.ok && now.ok && now.value.heartbeat.count !== before.value.heartbeat.count) return true;
  }
  return false;
}

function giveUp(code: number, message: string): number {
  process.stderr.write(`${message}\n`);
  return code;
}
