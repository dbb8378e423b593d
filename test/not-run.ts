import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const LIST = fileURLToPath(new URL('../node_modules/.cache/stagecraft-not-run.txt', import.meta.url));

/** Notes that something could not be tested here. `npm test` ends with what was noted: nothing is left out silently. */
export function notRun(what: string): void {
  console.warn(`NOT RUN: ${what}`);
  mkdirSync(dirname(LIST), { recursive: true });
  appendFileSync(LIST, `${what}\n`);
}

/** `begin` forgets what earlier tests noted, `end` prints what these did. */
export function main(act: string | undefined): void {
  if (act === 'begin') rmSync(LIST, { force: true });
  if (act !== 'end') return;
  let noted = '';
  try {
    noted = readFileSync(LIST, 'utf8');
  } catch {
    // Everything was run.
  }
  for (const what of new Set(noted.split('\n').filter((line) => line !== '')))
    console.log(`NOT RUN: ${what}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv[2]);
