import { dirname } from 'node:path';

import type { DataEngine } from '../../data';
import type { RunContext } from './context';

/**
 * Does work with a data engine that may read what the run may, and closes it. A large file takes minutes, and whoever
 * stops the run need not wait for them: throws `Stopped` at the first request.
 */
export async function withRunData<T>(
  { manifest, parts, stop }: RunContext,
  work: (data: DataEngine) => Promise<T>,
): Promise<T> {
  const { file, folders } = manifest.plan.curriculum;
  const data = await parts.openData({ folders: [...new Set([manifest.root, dirname(file), ...folders])] });
  return stop.orStopped(work(data).finally(() => data.close()));
}
