import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Decision } from './attribution';
import type { ArmResult, Item } from './items';
import type { AuditSummary } from './summary';

/** The model that answered the arms, where it was asked for them, and when (ISO 8601). */
export interface AskedModel {
  readonly by: string;
  readonly at: string;
}

/** Writes the audit's two files into a folder, each whole or not at all. Returns their paths. */
export async function writeAudit(
  folder: string,
  summary: AuditSummary,
  items: readonly Item[],
  decisions: readonly Decision[],
  asked?: AskedModel,
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const lines = join(folder, 'counterfactual.jsonl');
  await replace(lines, (draft) => pipeline(itemLines(items, decisions, asked), createWriteStream(draft)));
  const overview = join(folder, 'summary.json');
  await replace(overview, (draft) => writeFile(draft, `${JSON.stringify(summary, null, 2)}\n`));
  return [lines, overview];
}

/** Writes beside the target and renames: a reader never sees half a file. */
async function replace(target: string, write: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${target}.${process.pid}.tmp`;
  try {
    await write(draft);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function* itemLines(
  items: readonly Item[],
  decisions: readonly Decision[],
  asked?: AskedModel,
): Generator<string> {
  for (const [i, item] of items.entries()) {
    const decision = decisions[i];
    if (decision === undefined) continue;
    const { row, dataset, capability, gold, images, oracle } = item;
    const arms = Object.fromEntries(
      Object.entries(item.arms).map(([arm, result]) => [arm, armEvidence(result)]),
    );
    yield `${JSON.stringify({ row, dataset, capability, gold, images, arms, ...decision, ...asked, ...(oracle === undefined ? {} : { oracle }) })}\n`;
  }
}

function armEvidence(result: ArmResult): unknown {
  const { k, right, truncated, unanswered, unboxed, greedy } = result;
  return {
    k,
    right,
    p: k === 0 ? null : right / k,
    truncated,
    unanswered,
    unboxed,
    ...(greedy === undefined ? {} : { greedy }),
  };
}
