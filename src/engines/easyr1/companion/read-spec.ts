import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { errorText } from '../../../protocol';
import { UserError } from '../../embedded/errors';
import { isRecord } from './follow/python-json';
import type { CompanionSpec } from './spec';

/** Reads the file that `launch` had written. It is our own; the check guards against a torn or foreign file. */
export async function readSpec(file: string): Promise<CompanionSpec> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UserError(`The stage description ${file} cannot be read: ${errorText(error)}`, {
      cause: error,
    });
  }
  if (!isSpec(value)) throw new UserError(`${file} is not a stage description for EasyR1`);
  return value;
}

function isSpec(value: unknown): value is CompanionSpec {
  if (!isRecord(value) || typeof value.stage !== 'string' || !isProcess(value.main)) return false;
  if (!Array.isArray(value.merges) || !value.merges.every(isMerge)) return false;
  if (value.kind === 'predict') return true;
  const { output, steps, cluster } = value;
  return (
    value.kind === 'train' &&
    typeof output === 'string' &&
    isAbsolute(output) &&
    isRecord(steps) &&
    Number.isSafeInteger(steps.total) &&
    (cluster === undefined ||
      (isRecord(cluster) && typeof cluster.address === 'string' && typeof cluster.submission === 'string'))
  );
}

const isMerge = (value: unknown): boolean =>
  isRecord(value) && typeof value.actor === 'string' && isProcess(value.process);

const isProcess = (value: unknown): boolean =>
  isRecord(value) &&
  Array.isArray(value.argv) &&
  value.argv.length > 0 &&
  value.argv.every((word) => typeof word === 'string') &&
  isRecord(value.env) &&
  Object.values(value.env).every((text) => typeof text === 'string') &&
  typeof value.cwd === 'string';
