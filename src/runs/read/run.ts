import { basename } from 'node:path';

import { isLive } from '../../protocol';
import type { Reading } from '../folder/json-file';
import { readManifest, type RunManifest } from '../folder/manifest';
import { readStatus } from '../folder/state';
import { liveness } from '../process/identity';
import { trueView, viewWithoutStatus, type RunView } from './truth';

export type RunReading =
  | { readonly ok: true; readonly run: RunView }
  /** A folder among the runs that is none, or a damaged one; `reason` is for people. */
  | { readonly ok: false; readonly dir: string; readonly id: string; readonly reason: string };

/** A run as it truly stands: a `running` or `queued` one without a living supervisor is `interrupted`. Never throws. */
export async function readRun(dir: string): Promise<RunReading> {
  const status = await readStatus(dir);
  if (status.ok) {
    const life = isLive(status.value) ? await liveness(status.value.supervisor) : 'gone';
    // A run that ended between the two looks was not interrupted: look again.
    if (life === 'gone' && isLive(status.value)) {
      const again = await readStatus(dir);
      if (again.ok && !isLive(again.value)) return { ok: true, run: trueView(dir, again.value, 'gone') };
    }
    return { ok: true, run: trueView(dir, status.value, life) };
  }
  if (!status.missing) return { ok: false, dir, id: basename(dir), reason: status.reason };
  const manifest = await readManifest(dir);
  if (!manifest.ok) return { ok: false, dir, id: basename(dir), reason: manifest.reason };
  const starter = await liveness(manifest.value.starter.process);
  return { ok: true, run: viewWithoutStatus(dir, manifest.value, starter) };
}

/** What a run was started with: `run.json`, checked. Never throws. */
export const readRunManifest = (dir: string): Promise<Reading<RunManifest>> => readManifest(dir);
