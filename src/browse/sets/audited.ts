import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { isObject } from '../../data';
import { FILES } from '../../runs';

/** A summary is some kilobytes. */
const LARGEST = 16 * 2 ** 20;

/** How many items a run's audit has found, and how many of them are wrong; nothing where it has not been audited. */
export async function auditedCounts(
  run: string,
): Promise<{ readonly rows: number; readonly failures: number } | undefined> {
  const file = await open(join(run, FILES.audit, 'summary.json'), 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    if ((await file.stat()).size > LARGEST) return undefined;
    const summary = JSON.parse(await file.readFile('utf8')) as unknown;
    if (!isObject(summary) || !isObject(summary.attribution)) return undefined;
    const { items, attribution } = summary;
    const { verdicts } = attribution;
    if (!isCount(items) || !isObject(verdicts) || !isCount(verdicts.right)) return undefined;
    return { rows: items, failures: Math.max(0, items - verdicts.right) };
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
