import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../../../../src/engines/easyr1/companion/cluster/http';
import { endProcesses, processesMentioning } from '../../../fixtures/runs/processes';

/** A Ray cluster of two nodes on this machine, with little of everything. */
export interface RayCluster {
  /** Of its dashboard. */
  readonly address: string;
  /** Ends the head node as if its machine were gone. */
  stop(): Promise<void>;
}

export async function startRay(python: string): Promise<RayCluster> {
  // Sockets lie below it, and their paths may not be long.
  const dir = await mkdtemp('/tmp/ray-test-');
  const [gcs = 0, dashboard = 0, client = 0, agent = 0, metrics = 0, agent2 = 0, metrics2 = 0] =
    await freePorts(7);
  const nodes: ChildProcess[] = [];
  const start = (...args: readonly string[]): void => {
    const words = [join(python, '..', 'ray'), 'start', ...COMMON, ...args];
    nodes.push(spawn(python, words, { env: { ...process.env, ...QUIET }, stdio: 'ignore' }));
  };
  const stop = async (): Promise<void> => {
    for (const node of nodes) node.kill('SIGTERM');
    for (let i = 0; i < 30 && (await processesMentioning(dir)).length > 0; i += 1) await sleep(100);
    for (const node of nodes) node.kill('SIGKILL');
    endProcesses(await processesMentioning(dir));
    await rm(dir, { recursive: true, force: true });
  };
  try {
    start(
      '--head',
      '--include-dashboard=true',
      '--dashboard-host=127.0.0.1',
      `--dashboard-port=${dashboard}`,
      `--port=${gcs}`,
      `--ray-client-server-port=${client}`,
      `--dashboard-agent-listen-port=${agent}`,
      `--metrics-export-port=${metrics}`,
      '--resources={"head": 1}',
      `--temp-dir=${dir}`,
    );
    await patiently(`the head node at port ${gcs}`, () => reaches(gcs));
    start(
      `--address=127.0.0.1:${gcs}`,
      `--dashboard-agent-listen-port=${agent2}`,
      `--metrics-export-port=${metrics2}`,
      '--resources={"second": 1}',
    );
    const address = `http://127.0.0.1:${dashboard}`;
    await patiently('both nodes', async () => (await nodesOf(address)) === 2);
    return { address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const COMMON = ['--num-cpus=2', '--object-store-memory=80000000', '--disable-usage-stats', '--block'];
const QUIET = {
  RAY_AUTH_MODE: 'disabled',
  RAY_USAGE_STATS_ENABLED: '0',
  RAY_DASHBOARD_METRICS_COLLECTION_ENABLED: '0',
};

async function patiently(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 300; i += 1) {
    if (await holds().catch(() => false)) return;
    await sleep(300);
  }
  throw new Error(`Waited in vain for ${what}.`);
}

const reaches = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

/** Living nodes, by Ray's own count. */
async function nodesOf(address: string): Promise<number> {
  const { text } = await ask('GET', `${address}/nodes?view=summary`, { timeoutMs: 3000 });
  const { data } = JSON.parse(text) as { data: { summary: { raylet: { state: string } }[] } };
  return data.summary.filter(({ raylet }) => raylet.state === 'ALIVE').length;
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
