import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ENV = { ...process.env, HF_HUB_OFFLINE: '1', OMP_NUM_THREADS: '1', HF_HUB_DISABLE_TELEMETRY: '1' };
const SCRIPT = join(import.meta.dirname, '../../scripts/python/tiny_vlm.py');
const LOOK_MS = 200;
/** Imports of torch on a busy machine. */
const LOOKS = 600;

/** The server of transformers with a model of its own. */
export interface Served {
  /** Without `/v1`. */
  readonly url: string;
  /** Folder of the model, which is its name there. */
  readonly model: string;
  readonly stop: () => Promise<void>;
}

/**
 * Writes a vision-language model of random weights into a folder and serves it by transformers' own server: what it says
 * is noise, how it says it is real. Throws with what the server said when it does not start.
 */
export async function serveTiny(python: string, folder: string): Promise<Served> {
  const model = join(folder, 'tiny');
  const made = spawnSync(python, [SCRIPT, model], { env: ENV, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`No model was written:\n${made.stderr}`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const serve = ['-m', 'transformers.cli.transformers', 'serve', model];
  const place = ['--host', '127.0.0.1', '--port', String(port), '--device', 'cpu'];
  const server = spawn(python, [...serve, ...place], { env: ENV, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (data) => (said += String(data)));
  for (let i = 0; i < LOOKS && server.exitCode === null; i += 1) {
    if (await answers(url)) return { url, model, stop: () => end(server) };
    await sleep(LOOK_MS);
  }
  await end(server);
  throw new Error(`The server did not start:\n${said.slice(-2_000)}`);
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  );

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.on('exit', resolve));
  server.kill('SIGKILL');
  await ended;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
