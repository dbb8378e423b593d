import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate, toLines, type Faults } from './synthetic';

/** The smallest picture there is: 1 x 1, PNG. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A run folder as far as an audit looks at it: predictions of one stage, and their pictures beside them. */
export function runFolder(faults: Faults): string {
  const run = join(mkdtempSync(join(tmpdir(), 'stagecraft-judge-')), 'run');
  const stage = join(run, 'stages', 'see');
  const images = join(stage, 'images');
  mkdirSync(images, { recursive: true });
  const files = Array.from({ length: 40 }, (_, i) => join(images, `${i}.png`));
  for (const file of files) writeFileSync(file, Buffer.from(PIXEL, 'base64'));
  writeFileSync(join(stage, 'predictions.jsonl'), toLines(simulate({ ...faults, images: files })));
  return run;
}
