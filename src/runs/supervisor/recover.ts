import { readEvents } from '../read/events';
import { engineShown, interrupted, waitingStages } from '../read/truth';
import { stageAfter } from '../folder/stage-after';
import type { RunManifest } from '../folder/manifest';
import { readStatus, type RunStatus, type StageStatus } from '../folder/state';
import type { ProcessIdentity } from '../process/identity';
import { endLeftover, endMarked } from '../process/tree';
import { heartbeat } from './journal';

/**
 * The books to go on with: those of the supervisor before us, its running stage interrupted, or fresh ones. When
 * they are damaged, what the stages had come to is read from the events. A run that asks for devices begins in the queue.
 */
export async function recoverStatus(
  dir: string,
  manifest: RunManifest,
  self: ProcessIdentity,
): Promise<RunStatus> {
  const before = await readStatus(dir);
  const { id, name, variant, created, rehearsal, devices, make } = manifest;
  const { stages: known, findings } = before.ok ? before.value : await fromEvents(dir, manifest);
  const stages = waitingStages(manifest).map((fresh) => {
    const old = known.find((stage) => stage.id === fresh.id);
    return old === undefined ? fresh : interrupted(old);
  });
  return {
    format: 1,
    id,
    name,
    ...(variant === undefined ? {} : { variant }),
    engine: engineShown(manifest),
    created,
    state: devices === undefined ? 'running' : 'queued',
    file: manifest.plan.curriculum.file,
    ...(rehearsal === undefined ? {} : { rehearsal }),
    ...(Array.isArray(devices) ? { devices: devices as readonly string[] } : {}),
    ...(make === undefined ? {} : { make: { datasets: make.datasets } }),
    findings: findings ?? { error: 0, warning: 0, info: 0 },
    supervisor: self,
    heartbeat: heartbeat(before.ok ? before.value.heartbeat.count + 1 : 1),
    stages,
  };
}

/**
 * Ends engines that outlived the supervisor before us; a stranger with the same pid is left in peace. `mark` is
 * what the run's processes carry in their environment: it finds those whose pid was never written down.
 */
export async function endLeftovers(mark: string, stages: readonly StageStatus[]): Promise<void> {
  for (const stage of stages) {
    if (stage.process !== undefined && stage.state !== 'done') await endLeftover(stage.process);
  }
  endMarked(mark);
}

/** How stages and findings stood by what was said of them, event by event. */
async function fromEvents(
  dir: string,
  manifest: RunManifest,
): Promise<Pick<RunStatus, 'stages'> & { readonly findings: NonNullable<RunStatus['findings']> }> {
  const stages = new Map(waitingStages(manifest).map((stage) => [stage.id, stage]));
  const findings = { error: 0, warning: 0, info: 0 };
  for (const event of await readEvents(dir)) {
    const stage = event.stage === undefined ? undefined : stages.get(event.stage);
    if (event.type === 'finding') findings[event.severity] += 1;
    if (stage === undefined) continue;
    if (event.type === 'stage-state') {
      const attempts = stage.attempts + (event.state === 'running' ? 1 : 0);
      stages.set(stage.id, { ...stage, state: event.state, attempts });
    } else stages.set(stage.id, stageAfter(stage, event));
  }
  return { stages: [...stages.values()], findings };
}
