import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Processes with an entry in their environment (Linux), zombies aside: what a program has left behind. */
export function processesOf(entry: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return (
          pid !== process.pid &&
          readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(entry) &&
          !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
        );
      } catch {
        return false;
      }
    });
}

/** Waits until a condition holds; throws after `ms`. */
export async function until(holds: () => boolean, ms = 40_000): Promise<void> {
  const begin = Date.now();
  while (!holds()) {
    if (Date.now() - begin > ms) throw new Error('it did not come about');
    await sleep(50);
  }
}
