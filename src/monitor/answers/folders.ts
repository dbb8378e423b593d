import { dirname } from 'node:path';

import { readRun, readRunManifest } from '../../runs';
import { toSummary } from '../list/summary';
import { RunStore } from '../store/run-store';
import type { ComparedRun } from './compare';

/** A run folder by itself, without a monitor: what a comparison needs of it. Never throws for damaged files. */
export async function readCompared(dir: string): Promise<ComparedRun> {
  const store = new RunStore(dir);
  const [reading, manifest] = await Promise.all([readRun(dir), readRunManifest(dir), store.file.refresh()]);
  const root = dirname(dirname(dirname(dir)));
  return { summary: toSummary(root, reading), manifest: manifest.ok ? manifest.value : undefined, store };
}
