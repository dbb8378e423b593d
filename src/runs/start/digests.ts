import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

import type { Plan } from '../../plan';
import type { FileDigest } from '../folder/manifest';

/** Files above this size are digested by samples: a run should not wait minutes to begin. */
const WHOLE = 512 * 2 ** 20;
const SAMPLE = 8 * 2 ** 20;
const CHUNK = 2 ** 20;

/** Digests of every data file of a plan, so that a re-run can tell whether it sees the same rows. */
export async function dataDigests(plan: Plan): Promise<readonly FileDigest[]> {
  const sources = [
    ...plan.stages.flatMap((stage) => [
      ...stage.sources,
      ...(stage.validation === undefined ? [] : [stage.validation]),
    ]),
    ...plan.heldOut,
  ];
  const digests: FileDigest[] = [];
  for (const path of new Set(sources.map((source) => source.path))) digests.push(await digest(path));
  return digests;
}

async function digest(path: string): Promise<FileDigest> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256');
    const add = async (from: number, to: number) => {
      const chunk = Buffer.alloc(CHUNK);
      for (let at = from; at < to;) {
        const { bytesRead } = await file.read(chunk, 0, Math.min(CHUNK, to - at), at);
        if (bytesRead === 0) return;
        hash.update(chunk.subarray(0, bytesRead));
        at += bytesRead;
      }
    };
    const whole = size <= WHOLE;
    if (whole) await add(0, size);
    else {
      hash.update(String(size));
      const middle = Math.floor(size / 2);
      for (const from of [0, middle, size - SAMPLE]) await add(from, from + SAMPLE);
    }
    return { path, bytes: size, digest: `${whole ? 'sha256' : 'sha256-sampled'}:${hash.digest('hex')}` };
  } finally {
    await file.close();
  }
}
