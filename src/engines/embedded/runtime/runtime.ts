import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { Graph } from '../autodiff';
import { encodeModel } from '../onnx/model';

export type Device = 'cpu' | 'webgpu' | 'cuda';

export interface RuntimeOptions {
  readonly device?: Device;
  /** Threads within one operation. */
  readonly threads?: number;
  /** Compiled graphs kept; the least recently used goes first. Each holds its working memory. */
  readonly sessions?: number;
}

/** A value given to a run. Ids are numbers here and become int64. */
export type Feed =
  | { readonly floats: Float32Array; readonly shape: readonly number[] }
  | { readonly ids: ArrayLike<number>; readonly shape: readonly number[] };

export type Results = (name: string) => Float32Array;

/** Compiles graphs on first use and runs them. */
export interface Runtime {
  readonly device: Device;
  /** `key` names the graph; equal keys must build equal graphs. */
  run(key: string, build: () => Graph, feeds: Readonly<Record<string, Feed>>): Promise<Results>;
  close(): Promise<void>;
}

const DEFAULT_THREADS = 2;
const DEFAULT_SESSIONS = 24;

export async function createRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  const ort = await import('onnxruntime-node');
  // Errors are thrown anyway; standard error belongs to the people who read it.
  ort.env.logLevel = 'fatal';
  const device = options.device ?? 'cpu';
  const kept = options.sessions ?? DEFAULT_SESSIONS;
  const sessions = new Map<string, InferenceSession>();

  const session = async (key: string, build: () => Graph): Promise<InferenceSession> => {
    const known = sessions.get(key);
    if (known !== undefined) {
      sessions.delete(key);
      sessions.set(key, known);
      return known;
    }
    for (const [oldest, idle] of sessions) {
      if (sessions.size < kept) break;
      sessions.delete(oldest);
      await idle.release();
    }
    const created = await ort.InferenceSession.create(
      encodeModel(build().finish()),
      sessionOptions(device, options.threads ?? DEFAULT_THREADS),
    );
    sessions.set(key, created);
    return created;
  };

  const tensor = (feed: Feed): OrtTensor =>
    'floats' in feed
      ? new ort.Tensor('float32', feed.floats, feed.shape)
      : new ort.Tensor('int64', BigInt64Array.from(feed.ids, BigInt), feed.shape);

  return {
    device,
    run: async (key, build, feeds) => {
      const compiled = await session(key, build);
      const inputs = Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, tensor(feed)]));
      const outputs = await compiled.run(inputs);
      return (name) => {
        const data = outputs[name]?.data;
        if (!(data instanceof Float32Array)) throw new Error(`the graph ${key} has no output ${name}`);
        return data;
      };
    },
    close: async () => {
      for (const idle of sessions.values()) await idle.release();
      sessions.clear();
    },
  };
}

function sessionOptions(device: Device, threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
    // Our graphs are already as small as they get: on a CPU optimising them costs more than it gains.
    graphOptimizationLevel: device === 'cpu' ? 'disabled' : 'all',
    executionMode: 'sequential',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Waiting threads sleep instead of spinning: the machine is shared with the person who waits for the run.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}
