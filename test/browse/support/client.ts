import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

import {
  packageRoot,
  type AuditCall,
  type AuditParams,
  type AuditResult,
  type FromAuditor,
  type MonitorFailure,
} from '../../../src/protocol';
import { discard } from '../../fixtures/discard';

/** A call that failed, with what the auditor said of it. */
export class CallFailed extends Error {
  constructor(readonly failure: MonitorFailure) {
    super(failure.message);
  }
}

type Notice = Exclude<FromAuditor, { type: 'answer' | 'failed' }>;

/** The auditor as it ships, in a process of its own, seen from where the editor sits. */
export class AuditorClient {
  readonly notices: (Notice & { readonly at: number })[] = [];
  /** What is done when the editor is asked to ask one of its models. */
  onChat: (message: Extract<Notice, { type: 'chat' }>) => void = () => undefined;
  private readonly waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  private latest = 0;
  stderr = '';

  private constructor(readonly child: ChildProcess) {
    child.on('message', (message) => this.hear(message as FromAuditor));
    child.on('exit', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('The auditor has ended.'));
    });
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString('utf8')));
  }

  /** Starts `program`, which `buildAuditor` has made. */
  static start(program: string): AuditorClient {
    return new AuditorClient(
      fork(program, [], {
        serialization: 'advanced',
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        execArgv: [],
      }),
    );
  }

  call<C extends AuditCall>(call: C, params: AuditParams<C>): Promise<AuditResult<C>> {
    return this.send({ call, params }) as Promise<AuditResult<C>>;
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

  private hear(message: FromAuditor): void {
    if (message.type !== 'answer' && message.type !== 'failed') {
      this.notices.push({ ...message, at: performance.now() });
      if (message.type === 'chat') this.onChat(message);
      return;
    }
    const waiter = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (waiter === undefined) throw new Error(`The call ${message.id} was answered twice or never made.`);
    if (message.type === 'answer') waiter.resolve(message.result);
    else waiter.reject(new CallFailed(message.failure));
  }
}

/** Bundles the auditor from the sources as they are; `remove` takes it away. */
export async function buildAuditor(): Promise<{ readonly program: string; readonly remove: () => void }> {
  const folder = join(packageRoot(), 'dist', 'test-auditor', String(process.pid));
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(packageRoot(), 'src/bin/auditor.ts')],
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    minifySyntax: true,
    external: ['onnxruntime-node', '@duckdb/node-api', 'sharp'],
    supported: { 'dynamic-import': false },
    logLevel: 'error',
  });
  return {
    program: join(folder, 'auditor.cjs'),
    remove: () => discard(folder),
  };
}
