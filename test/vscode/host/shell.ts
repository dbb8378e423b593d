import { spawn, spawnSync } from 'node:child_process';

/** Runs a program to its end without a shell; throws with the end of its output when it fails. */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else
        reject(
          new Error(
            `"${program} ${args.join(' ')}" ended with ${code ?? 'a signal'}:\n${output.trim().split('\n').slice(-20).join('\n')}`,
          ),
        );
    });
  });
}

/** Whether a program can be started by its name. */
export function has(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}
