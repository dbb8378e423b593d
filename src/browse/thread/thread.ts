import { Worker } from 'node:worker_threads';

import { Refusal, type AuditComparison, type AuditFigures } from '../../protocol';
import { inPlace, type Aside } from '../store/aside';
import type { SetStore } from '../store/set-store';
import type { ThreadReply, ThreadRequest } from './messages';

/** Sets of at most so many items are worked on at once: that takes less than a thread's start. */
const FEW = 2000;
/** A thread that nobody needs holds the columns of its sets for nothing. */
const IDLE_MS = 60_000;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Does long work in a thread of its own, started when first needed, so that questions are answered meanwhile. */
export class AuditorThread implements Aside {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private latest = 0;
  private idle: NodeJS.Timeout | undefined;

  /** `program`: the file that calls `runAuditorThread` where it is no main thread. */
  constructor(private readonly program: string) {}

  figures(store: SetStore): Promise<AuditFigures> {
    if (store.columns.rows <= FEW) return inPlace.figures(store);
    return this.ask({ what: 'figures', set: store.dir }) as Promise<AuditFigures>;
  }

  gate(store: SetStore): Promise<string | undefined> {
    if (store.columns.rows <= FEW) return inPlace.gate(store);
    return this.ask({ what: 'gate', set: store.dir }) as Promise<string | undefined>;
  }

  compare(store: SetStore, against: SetStore): Promise<AuditComparison> {
    if (store.columns.rows <= FEW) return inPlace.compare(store, against);
    return this.ask({ what: 'compare', set: store.dir, against: against.dir }) as Promise<AuditComparison>;
  }

  private ask(request: Omit<ThreadRequest, 'id'>): Promise<unknown> {
    clearTimeout(this.idle);
    this.latest += 1;
    const id = this.latest;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker ??= this.start();
      this.worker.postMessage({ id, ...request } satisfies ThreadRequest);
    });
  }

  private start(): Worker {
    const worker = new Worker(this.program);
    worker.unref();
    worker.on('message', (reply: ThreadReply) => {
      const waiter = this.waiting.get(reply.id);
      this.waiting.delete(reply.id);
      if ('failure' in reply) waiter?.reject(Object.assign(new Error(), { problem: reply.failure }));
      else waiter?.resolve(reply.result);
      if (this.waiting.size === 0) {
        this.idle = setTimeout(() => void worker.terminate(), IDLE_MS).unref();
      }
    });
    worker.on('error', (error) => process.stderr.write(`${error.stack ?? error.message}\n`));
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = undefined;
      for (const { reject } of this.waiting.values()) {
        reject(new Refusal('The figures could not be worked out: their thread has ended', 'Ask again.'));
      }
      this.waiting.clear();
    });
    return worker;
  }
}
