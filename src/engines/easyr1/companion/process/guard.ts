import { spawn } from 'node:child_process';
import { endLeftovers } from './leftovers';

const PATIENCE_MS = 5000;
const ALL_IS_WELL = 'done';

/**
 * Starts a small process that ends a group of processes when this one dies, in whatever way: a killed companion must
 * not leave a training behind that holds the GPUs. Returns how to send it home.
 */
export function startGuard(entry: string, leader: number, mark: string): () => void {
  if (process.platform === 'win32') return () => undefined;
  const guard = spawn(process.execPath, [entry, '--guard', String(leader), mark], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  return () => guard.stdin.end(ALL_IS_WELL);
}

/** The guard itself: waits for the end of its standard input, which ends with the process that started it. */
export async function runGuard(leader: number, mark: string): Promise<number> {
  let heard = '';
  try {
    for await (const chunk of process.stdin.setEncoding('utf8'))
      heard = `${heard}${String(chunk)}`.slice(-16);
  } catch {
    // As good as its end.
  }
  if (heard !== ALL_IS_WELL) await endLeftovers(leader, mark, 0, PATIENCE_MS);
  return 0;
}
