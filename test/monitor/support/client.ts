import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

import {
  packageRoot,
  type FromMonitor,
  type MonitorCall,
  type MonitorFailure,
  type MonitorParams,
  type MonitorResult,
} from '../../../src/protocol';
import { discard } from '../../fixtures/discard';

/** A call that failed, with what the monitor said of it. */
export class CallFailed extends Error {
  constructor(readonly failure: MonitorFailure) {
    super(failure.message);
  }
}

type Notice = Exclude<FromMonitor, { type: 'answer' | 'failed' }>;

/** The monitor as it ships, in a process of its own, seen from where the editor sits. */
export class MonitorClient {
  readonly notices: (Notice & { readonly at: number })[] = [];
  private readonly waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  private latest = 0;
  stderr = '';

  private constructor(readonly child: ChildProcess) {
    child.on('message', (message) => this.hear(message as FromMonitor));
    child.on('exit', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('The monitor has ended.'));
    });
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString('utf8')));
  }

  /** Starts `program`, which `buildMonitor` has made. */
  static start(program: string, args: readonly string[] = []): MonitorClient {
    return new MonitorClient(
      fork(program, args, {
        serialization: 'advanced',
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        execArgv: [],
      }),
    );
  }

  call<C extends MonitorCall>(call: C, params: MonitorParams<C>): Promise<MonitorResult<C>> {
    return this.send({ call, params }) as Promise<MonitorResult<C>>;
  }

  /** Anything, as a page might send it. */
  send(message: object): Promise<unknown> {
    this.latest += 1;
    const id = this.latest;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.child.send({ id, ...message });
    });
  }

  of<T extends Notice['type']>(type: T): readonly (Extract<Notice, { type: T }> & { readonly at: number })[] {
    return this.notices.filter((notice) => notice.type === type) as unknown as readonly (Extract<
      Notice,
      { type: T }
    > & { readonly at: number })[];
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }

  private hear(message: FromMonitor): void {
    if (message.type !== 'answer' && message.type !== 'failed') {
      this.notices.push({ ...message, at: performance.now() });
      return;
    }
    const waiter = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (waiter === undefined) throw new Error(`The call ${message.id} was answered twice or never made.`);
    if (message.type === 'answer') waiter.resolve(message.result);
    else waiter.reject(new CallFailed(message.failure));
  }
}

/** Bundles the monitor from the sources as they are; `remove` takes it away. */
export async function buildMonitor(): Promise<{ readonly program: string; readonly remove: () => void }> {
  const folder = join(packageRoot(), 'dist', 'test-monitor', String(process.pid));
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(packageRoot(), 'test/monitor/support/process.ts')],
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    minifySyntax: true,
    external: ['onnxruntime-node', '@duckdb/node-api', 'sharp'],
    logLevel: 'error',
  });
  return {
    program: join(folder, 'process.cjs'),
    remove: () => discard(folder),
  };
}
