import { statfsSync } from 'node:fs';
import { uptime } from 'node:os';
import { basename } from 'node:path';

import { isLive, type RunState } from '../../protocol';
import { AUDIT, PREDICT } from '../folder/layout';
import type { RunManifest } from '../folder/manifest';
import type { RunStatus, StageStatus } from '../folder/state';
import type { Liveness, ProcessIdentity } from '../process/identity';

/** A run as it truly stands, whatever its files claim. */
export interface RunView {
  /** Absolute run folder. */
  readonly dir: string;
  /** Name of that folder: it may have been copied or renamed, and commands find runs by it. */
  readonly id: string;
  readonly name: string;
  readonly variant?: string;
  readonly engine: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly state: RunState;
  /** Why it failed, stopped or was interrupted. */
  readonly reason?: string;
  /** What should be known of a running one: starting, silent, or on another machine. */
  readonly note?: string;
  readonly stages: readonly StageStatus[];
  readonly supervisor?: ProcessIdentity;
  readonly file?: string;
  readonly rehearsal?: boolean;
  readonly devices?: readonly string[];
  readonly findings?: RunStatus['findings'];
  readonly make?: NonNullable<RunStatus['make']>;
}

/** Heartbeats come every 2 s; after this many seconds without one, something is wrong with a living supervisor. */
const SILENCE = 20;
/** A supervisor that has written nothing this many seconds after its run was made will not come any more. */
const START = 30;
const FULL_BYTES = 2 ** 20;

/** The truth about a run whose `state.json` says `status` and whose supervisor is `life`. */
export function trueView(dir: string, status: RunStatus, life: Liveness): RunView {
  const { heartbeat } = status;
  const known = seenOf(dir, status);
  if (!isLive(status)) return known;
  if (life === 'gone') {
    const reason = `its supervisor (process ${status.supervisor.pid}) is gone without a word: killed, or the machine went down${diskHint(dir)}`;
    return { ...known, state: 'interrupted', reason, stages: status.stages.map(interrupted) };
  }
  if (life === 'elsewhere') return { ...known, note: `on ${status.supervisor.host}, not seen from here` };
  const silent = Math.round(uptime() - heartbeat.uptime);
  return silent > SILENCE ? { ...known, note: `no sign of life for ${silent} s` } : known;
}

/**
 * What a state file says that a view shows, by name: the file may be anybody's, and a `dir` in it would have another
 * folder deleted.
 */
function seenOf(dir: string, status: RunStatus): RunView {
  const { name, variant, engine, created, state, reason, stages, supervisor } = status;
  const { file, rehearsal, devices, findings, make } = status;
  return {
    dir,
    id: basename(dir),
    name,
    ...(variant === undefined ? {} : { variant }),
    engine,
    created,
    state,
    ...(reason === undefined ? {} : { reason }),
    stages,
    supervisor,
    ...(file === undefined ? {} : { file }),
    ...(rehearsal === undefined ? {} : { rehearsal }),
    ...(devices === undefined ? {} : { devices }),
    ...(findings === undefined ? {} : { findings }),
    ...(make === undefined ? {} : { make: { datasets: make.datasets } }),
  };
}

/** The truth about a run whose supervisor has not written anything yet, and perhaps never will. */
export function viewWithoutStatus(dir: string, manifest: RunManifest, starter: Liveness): RunView {
  const { name, variant, created, rehearsal, make } = manifest;
  const age = uptime() - manifest.starter.uptime;
  const starting = starter === 'alive' && age >= 0 && age < START;
  return {
    dir,
    id: basename(dir),
    name,
    ...(variant === undefined ? {} : { variant }),
    engine: engineShown(manifest),
    created,
    file: manifest.plan.curriculum.file,
    ...(rehearsal === undefined ? {} : { rehearsal }),
    ...(make === undefined ? {} : { make: { datasets: make.datasets } }),
    stages: waitingStages(manifest),
    ...(starting
      ? { state: 'running', note: 'starting' }
      : { state: 'interrupted', reason: 'its supervisor never started' }),
  };
}

/** What lists name in place of an engine where datasets are made. */
const MAKE = 'make';

/** The engine as lists show it. */
export const engineShown = ({ make, engine }: Pick<RunManifest, 'make' | 'engine'>): string =>
  make === undefined ? engine : MAKE;

/** The stages of a run before anything has happened. */
export const waitingStages = (manifest: RunManifest): readonly StageStatus[] => [
  ...manifest.stages.map((id) => ({
    id,
    state: 'waiting' as const,
    attempts: 0,
    step: 0,
    totalSteps: manifest.plan.stages.find((stage) => stage.id === id)?.steps.total ?? 0,
  })),
  ...(manifest.make?.datasets ?? []).map((id) => ({
    id,
    state: 'waiting' as const,
    attempts: 0,
    step: 0,
    totalSteps: 0,
  })),
  ...(manifest.predict
    ? [{ id: PREDICT, state: 'waiting' as const, attempts: 0, step: 0, totalSteps: 0 }]
    : []),
  ...(manifest.audit === true
    ? [{ id: AUDIT, state: 'waiting' as const, attempts: 0, step: 0, totalSteps: 0 }]
    : []),
];

/** What a stage is when nobody supervises it any more. */
export const interrupted = (stage: StageStatus): StageStatus =>
  stage.state === 'running' ? { ...stage, state: 'interrupted' } : stage;

function diskHint(dir: string): string {
  try {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize < FULL_BYTES ? '; the disk is full' : '';
  } catch {
    return '';
  }
}
