import type { Arm } from '../../protocol';
import { decide, type Gate } from '../attribution';
import { ItemCollector, itemKey } from '../items';
import { summarise, type AuditSummary } from '../summary';
import { writeAudit } from '../write';
import { readAnswers } from './answers';
import { itemsOf } from './choose';
import type { Asking } from './request';
import { ownAnswer } from './samples';

/**
 * Grades all answers that were asked for in this way, decides, and writes `counterfactual.jsonl` and `summary.json`.
 * Items whose image arm was not asked (right ones for the gate, those without an image) count with the set's own answer.
 */
export async function decideSet(
  set: string,
  file: string,
  asking: Asking,
  items: readonly number[],
  signal?: AbortSignal,
): Promise<{ readonly gate: Gate; readonly summary: AuditSummary; readonly files: readonly string[] }> {
  const collector = new ItemCollector();
  const asked = new Map<string, Set<Arm>>();
  const read = await readAnswers(file, asking, (answer) => {
    const key = itemKey(answer);
    asked.set(key, (asked.get(key) ?? new Set()).add(answer.arm));
    collector.add(answer);
  });
  for await (const item of itemsOf(set, items, signal)) {
    const arms = asked.get(itemKey(item));
    if (arms?.has('image') === true) continue;
    // Nothing was answered of an item whose image is missing: it says nothing.
    if (arms === undefined && item.images.length > 0) continue;
    collector.add(ownAnswer(item));
  }
  const done = collector.done().filter(({ arms }) => arms.image !== undefined);
  const decisions = done.map(decide);
  const summary = summarise(done, decisions, { ...read, duplicates: collector.duplicates }, false);
  const files = await writeAudit(set, summary, done, decisions, {
    by: asking.model,
    at: new Date().toISOString(),
  });
  return { gate: summary.attribution.gate, summary, files };
}
