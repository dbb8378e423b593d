import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelRef } from '../../language';
import { errorCode } from '../../protocol';
import { MakeError } from '../error';

/** Smaller files, such as configurations, are told apart by what they say: they may be copied and touched. */
const SMALL = 1024 * 1024;
/** Files of a model's folder; more are no model, and looking at them must end. */
const MOST_FILES = 10_000;

/**
 * What tells the weights in a model's folder from others that come to lie there later: a digest over its files, small
 * ones by their content, large ones by name, size and time of the last change. Null for a model that is no folder: a
 * name stands for its weights. Rejects with a `MakeError` when the folder cannot be read.
 */
export async function weightsOf(model: ModelRef): Promise<string | null> {
  if (model.kind !== 'folder') return null;
  try {
    const entries = await readdir(model.path, { withFileTypes: true });
    // A link counts by what it leads to, as in a cache of a hub.
    const names = entries
      .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort()
      .slice(0, MOST_FILES);
    const digest = createHash('sha256');
    for (const name of names) digest.update(JSON.stringify([name, await stampOf(join(model.path, name))]));
    return digest.digest('hex').slice(0, 16);
  } catch (error) {
    throw new MakeError(
      `The model ${model.path} cannot be read (${errorCode(error) ?? 'unknown error'}).`,
      'Correct `model:` of the curriculum.',
    );
  }
}

async function stampOf(path: string): Promise<readonly (string | number)[] | null> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) return null;
  if (found.size > SMALL) return [found.size, Math.round(found.mtimeMs)];
  return [
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  ];
}
