import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkpointSteps, type PlannedStage } from '../../plan';
import type { Place, Problem } from '../../protocol';
import { checkMachine, runsFolder } from '../../runs';
import { preflightProblem } from '../codes';
import { counted, size } from '../figures';
import { looked, type Looked } from './result';

const TITLE = 'Disk';

/** What one checkpoint of a stage takes. */
export interface CheckpointSize {
  readonly bytes: number;
  /** Counted, not estimated by the name of the model. */
  readonly exact: boolean;
  readonly words: string;
}

interface DiskInput {
  readonly root: string;
  readonly stages: readonly PlannedStage[];
  /** By stage id; absent where nothing is known. */
  readonly sizes: ReadonlyMap<string, CheckpointSize>;
  readonly place: Place;
}

/** Free space where runs lie against the checkpoints that the stages keep, and whether runs can be written at all. */
export async function checkDisk({ root, stages, sizes, place }: DiskInput): Promise<Looked> {
  const problems: Problem[] = [...(await checkMachine(root))];
  const free = await freeBytes(runsFolder(root));
  const kept = keptBytes(stages, sizes);
  const room = free === undefined ? 'free space unknown' : `${size(free)} free`;
  if (kept === undefined) {
    const detail = `${room}; the size of a checkpoint is unknown`;
    return looked('disk', TITLE, detail, problems, problems.length > 0 ? undefined : 'unknown');
  }
  if (free !== undefined && kept.bytes > free)
    problems.push(
      preflightProblem(
        'checkpointSpace',
        place,
        `The checkpoints take ${kept.exact ? '' : 'about '}${size(kept.bytes)}, and ${size(free)} are free: ${kept.formula}`,
        'Free some space, lower `keep_checkpoints`, or save less often (`save_every`).',
        kept.exact ? 'error' : 'warning',
      ),
    );
  const detail = `${room}; checkpoints take ${kept.exact ? '' : 'about '}${size(kept.bytes)}: ${kept.formula}`;
  return looked('disk', TITLE, detail, problems);
}

/** Free bytes for this user on the disk of a folder, or of its nearest parent that is there. */
async function freeBytes(folder: string): Promise<number | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    try {
      const { bavail, bsize } = await statfs(at);
      return bavail * bsize;
    } catch {
      if (dirname(at) === at) return undefined;
    }
  }
}

/**
 * Bytes at the fullest moment: each stage keeps its newest `keep_checkpoints` and the best, and the last of them
 * writes one more before it removes an old one.
 */
export function keptBytes(
  stages: readonly PlannedStage[],
  sizes: ReadonlyMap<string, CheckpointSize>,
): { readonly bytes: number; readonly exact: boolean; readonly formula: string } | undefined {
  let bytes = 0;
  let kept = 0;
  let exact = true;
  let largest = 0;
  const words = new Set<string>();
  for (const stage of stages) {
    const one = sizes.get(stage.id);
    if (one === undefined) return undefined;
    const saves = checkpointSteps(stage).length;
    const count = Math.min(saves, stage.settings.keep_checkpoints + 1);
    kept += count;
    bytes += count * one.bytes;
    if (saves > count) largest = Math.max(largest, one.bytes);
    exact &&= one.exact;
    words.add(`${size(one.bytes)} (${one.words})`);
  }
  const writing = largest > 0 ? ' + 1 while it is written' : '';
  return {
    bytes: bytes + largest,
    exact,
    formula: `${counted(kept, 'checkpoint')} kept${writing} x ${[...words].join(' or ')}`,
  };
}
