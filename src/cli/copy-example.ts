import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packageRoot } from '../protocol';
import { displayPath } from './print/problems';
import { UserError } from './command';

/** What the recipe of the example reads. */
const PARTS = [
  'made.curriculum.yaml',
  'prompts',
  join('data', 'captions.jsonl'),
  join('data', 'questions.jsonl'),
  join('data', 'images'),
] as const;

/**
 * Copies the example's recipe and what it reads to `.stagecraft/demo` below `root`, in place of an earlier copy and of
 * what was made there: the package itself is often read-only. Returns the absolute path of the copied curriculum.
 */
export function copyRecipe(root: string): string {
  const from = join(packageRoot(), 'examples', 'shape-math');
  const to = join(root, '.stagecraft', 'demo', 'shape-math');
  try {
    rmSync(to, { recursive: true, force: true });
    mkdirSync(join(to, 'data'), { recursive: true });
    for (const part of PARTS)
      cpSync(join(from, part), join(to, part), {
        recursive: true,
        // What is made is made of pictures that training may see.
        filter: (source) => !/^(?:val|test)-\d+\.png$/.test(basename(source)),
      });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The example could not be copied to ${displayPath(to)}: ${why}`,
      'give a folder that can be written to with --workspace',
    );
  }
  return join(to, 'made.curriculum.yaml');
}
