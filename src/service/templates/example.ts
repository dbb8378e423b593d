import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../protocol';

/** The example's folder in the package. */
export const EXAMPLE_FOLDER = 'examples/shape-math';
/** What the example reads, relative to its folder and to the new curriculum's. */
export const EXAMPLE_FILES = ['data', 'prompts'] as const;
const EXAMPLE = 'shape-math';

/** The text of the example under another name. Throws when the package lacks it. */
export function exampleTemplate(name: string): string {
  const file = `${EXAMPLE}.curriculum.yaml`;
  return readFileSync(join(packageRoot(), EXAMPLE_FOLDER, file), 'utf8')
    .replaceAll('\r\n', '\n')
    .replaceAll(`${EXAMPLE_FOLDER}/${file}`, `${name}.curriculum.yaml`)
    .replace(`\nname: ${EXAMPLE}\n`, `\nname: ${name}\n`);
}
