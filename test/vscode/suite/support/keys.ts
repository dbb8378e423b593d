import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { until } from './until';

/** More than one life of a window may ask for keys of the same file. */
let asked = Date.now();

/** Presses keys in the window, wherever its focus is, as a user does; resolves when they have been pressed. */
export async function press(...keys: readonly string[]): Promise<void> {
  const file = process.env.STAGECRAFT_TEST_KEYS;
  if (file === undefined) throw new Error('the harness names no file for keys');
  const id = (asked += 1);
  appendFileSync(file, `${JSON.stringify({ id, keys })}\n`);
  const pressed = `${file}.pressed`;
  await until(`${keys.join(' ')} to be pressed`, () =>
    existsSync(pressed) && readFileSync(pressed, 'utf8').split('\n').includes(String(id)) ? true : undefined,
  );
}
