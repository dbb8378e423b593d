import { readFile } from 'node:fs/promises';

import type { Plan } from '../../plan';

/** The format prompt and the reward's program: small texts that a result depends on, and that engines read anew. */
export const namedPaths = ({ curriculum: { prompt, reward } }: Plan): readonly string[] => [
  ...(prompt === undefined ? [] : [prompt]),
  ...(reward.kind === 'python' ? [reward.path] : []),
];

export const namedFiles = (plan: Plan): Promise<readonly { path: string; text: string }[]> =>
  Promise.all(namedPaths(plan).map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
