import { spawn } from 'node:child_process';

export interface Display {
  /** What a windowed program needs in its environment. */
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** The user's display, or a virtual one (Xvfb) for as long as the tests run. Throws on Linux where neither is there. */
export async function displayFor(): Promise<Display> {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const close = (): Promise<void> => Promise.resolve();
  if (process.platform !== 'linux' || DISPLAY !== undefined || WAYLAND_DISPLAY !== undefined)
    return { env: {}, close };
  return virtualDisplay();
}

function virtualDisplay(): Promise<Display> {
  return new Promise((resolve, reject) => {
    // Xvfb writes the number of the display that it found free to the file descriptor that it is told.
    const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    const close = (): Promise<void> => {
      child.kill();
      return ended;
    };
    child.once('error', () =>
      reject(new Error('no display, and no Xvfb ("apt-get install xvfb") to stand in for one')),
    );
    child.once('exit', (code) => reject(new Error(`no display, and Xvfb ended with ${code ?? 'a signal'}`)));
    child.stdio[3]?.once('data', (number: Buffer) =>
      resolve({ env: { DISPLAY: `:${number.toString().trim()}` }, close }),
    );
  });
}
