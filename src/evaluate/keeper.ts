import { spawn } from 'node:child_process';

/** From asking a group to end to killing it: a server frees its GPUs meanwhile. */
const GRACE_MS = 10_000;

/**
 * Runs a program in this process's group, which it leads, and ends the group when the program has ended or standard
 * input closes: whoever started us is then gone, however it ended. Resolves with the program's exit code.
 */
export function keep(argv: readonly string[], graceMs = GRACE_MS): Promise<number> {
  const [program, ...args] = argv;
  if (program === undefined) return Promise.resolve(2);
  return new Promise((resolve) => {
    // The whole group is asked, and we are in it.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], windowsHide: true });
    const kill = (): void => {
      if (process.platform === 'win32') child.kill('SIGKILL');
      else process.kill(-process.pid, 'SIGKILL');
    };
    process.stdin.on('close', () => {
      if (process.platform === 'win32') child.kill();
      else process.kill(-process.pid, 'SIGTERM');
      setTimeout(kill, graceMs);
    });
    process.stdin.on('error', () => undefined).resume();
    child.on('error', (error) => {
      process.stderr.write(`${program} cannot be started: ${error.message}\n`);
      resolve(127);
    });
    child.on('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
}
