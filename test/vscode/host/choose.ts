import { electronHost } from './electron-host';
import type { Host } from './host';
import { serverHost } from './server-host';

const HOSTS = { electron: electronHost, server: serverHost } as const;

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * The first VS Code that this machine can have, named in the first line of output: for the desktop, else as a server.
 * STAGECRAFT_VSCODE_HOST names one of the two. Throws with everything that was tried: a suite that cannot run has not passed.
 */
export async function chooseHost(): Promise<Host> {
  const wanted = process.env.STAGECRAFT_VSCODE_HOST;
  if (wanted !== undefined && !(wanted in HOSTS))
    throw new Error(`STAGECRAFT_VSCODE_HOST is "${wanted}"; it can be: ${Object.keys(HOSTS).join(', ')}`);
  const tried: string[] = [];
  for (const [name, open] of Object.entries(HOSTS)) {
    if (wanted !== undefined && wanted !== name) continue;
    try {
      return await open((host) => console.log([`Tests run in ${host}`, ...tried].join('; not in ')));
    } catch (error) {
      tried.push(`${name} (${reason(error)})`);
    }
  }
  throw new Error(`No VS Code can be had here, so nothing was tested.\n  ${tried.join('\n  ')}`);
}
