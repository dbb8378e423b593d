import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../protocol';
import { RewardError } from '../error';
import type { Reward, RewardInput, RewardScore } from '../types';
import { upToWorkspace } from './candidates';
import { findPython } from './interpreter';
import { parseReply, type Reply } from './replies';

export interface PythonRewardOptions {
  /** Interpreter; default: see `pythonCandidates`, with `.venv` from the file's folder up to the workspace. */
  readonly python?: string;
  /** Longest wait for one batch, default 120; loading the file may take as long, and at least 60. */
  readonly timeoutSeconds?: number;
  /** Receives what the reward function prints, line by line. */
  readonly onPrint?: (line: string) => void;
}

const KEPT_PRINTS = 20;

/**
 * Starts a child process that scores with `function` of a Python file, in EasyR1's interface (batch, or sequential by
 * the file's `REWARD_TYPE`). Resolves when the file is loaded. Rejects with a `RewardError`: SC560 no Python, SC561
 * the file or function failed (with its line), SC562 too slow, SC563 the process ended.
 */
export async function startPythonReward(
  file: string,
  functionName: string,
  options: PythonRewardOptions = {},
): Promise<Reward> {
  const python = await findPython(options.python, upToWorkspace(dirname(file)));
  const script = join(packageRoot(), 'src', 'rewards', 'python', 'reward_server.py');
  const child = spawn(python, ['-u', script, file, functionName], {
    cwd: dirname(file),
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    windowsHide: true,
  });
  const server = new PythonServer(child, file, functionName, options);
  await server.ready;
  return server;
}

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Id under which the wait for `ready` is kept; batches count from 1. */
const LOADING = 0;
const LEAST_LOADING = 60;

class PythonServer implements Reward {
  readonly name: string;
  readonly ready: Promise<Reply>;
  private readonly waiting = new Map<number, Waiting>();
  private readonly prints: string[] = [];
  private nextId = 1;
  private ended: RewardError | undefined;
  private readonly exit: Promise<void>;

  constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly file: string,
    functionName: string,
    private readonly options: PythonRewardOptions,
  ) {
    this.name = functionName;
    this.exit = new Promise((resolve) => child.once('close', () => resolve()));
    child.stdin.on('error', () => undefined); // a broken pipe is told by `close`
    child.on('error', (error) =>
      this.end(this.failure('SC563', `the reward process could not run: ${error.message}`)),
    );
    child.on('close', (code, signal) =>
      this.end(this.failure('SC563', `the reward process ended (${signal ?? code ?? 'unknown'})`)),
    );
    createInterface({ input: child.stdout }).on('line', (line) => this.receive(line));
    createInterface({ input: child.stderr }).on('line', (line) => this.print(line));
    this.ready = this.wait(LOADING, 'loading the file');
  }

  async score(batch: readonly RewardInput[]): Promise<readonly RewardScore[]> {
    if (batch.length === 0) return [];
    const id = this.nextId++;
    const rewards = batch.map(({ response, responseLength, groundTruth }) => ({
      response,
      response_length: responseLength,
      ground_truth: groundTruth,
    }));
    const reply = this.wait(id, `scoring ${batch.length} ${batch.length === 1 ? 'response' : 'responses'}`);
    this.child.stdin.write(`${JSON.stringify({ id, rewards })}\n`);
    const scores = await reply;
    if (scores.type !== 'scores' || scores.scores.length !== batch.length) {
      throw this.failure('SC563', 'the reward process answered out of turn');
    }
    return scores.scores;
  }

  async close(): Promise<void> {
    this.ended ??= this.failure('SC563', 'the reward is closed');
    this.child.stdin.end();
    const kill = setTimeout(() => this.child.kill('SIGKILL'), 2_000);
    await this.exit;
    clearTimeout(kill);
  }

  private wait(id: number, what: string): Promise<Reply> {
    if (this.ended !== undefined) return Promise.reject(this.ended);
    const asked = this.options.timeoutSeconds ?? 120;
    // Loading imports what the file needs, which may take long on a cold disk whatever a batch may take.
    const seconds = id === LOADING ? Math.max(asked, LEAST_LOADING) : asked;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        // Python cannot be interrupted politely inside a call: the process goes, and the error stays.
        this.end(
          this.failure('SC562', `the reward function took more than ${seconds} s (${what})`, {
            hint: 'make it faster or bound its work: a symbolic comparison of hostile answers may never end',
          }),
        );
        this.child.kill('SIGKILL');
      }, seconds * 1_000);
      this.waiting.set(id, { resolve, reject, timer });
    });
  }

  private receive(line: string): void {
    const reply = parseReply(line);
    if (reply === undefined) {
      this.print(line);
      return;
    }
    const id = reply.type === 'ready' ? LOADING : (reply.id ?? LOADING);
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return;
    this.waiting.delete(id);
    clearTimeout(waiting.timer);
    if (reply.type === 'error') waiting.reject(this.failure('SC561', reply.message, { line: reply.line }));
    else waiting.resolve(reply);
  }

  private print(line: string): void {
    this.options.onPrint?.(line);
    this.prints.push(line.slice(0, 500));
    if (this.prints.length > KEPT_PRINTS) this.prints.shift();
  }

  private end(error: RewardError): void {
    this.ended ??= error;
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(this.ended);
    }
    this.waiting.clear();
  }

  private failure(
    code: 'SC561' | 'SC562' | 'SC563',
    message: string,
    { hint, line }: { readonly hint?: string; readonly line?: number | undefined } = {},
  ): RewardError {
    const printed =
      code === 'SC563' && this.prints.length > 0
        ? `it printed last: ${this.prints.slice(-3).join(' | ')}`
        : undefined;
    const advice = hint ?? printed;
    const position = line === undefined ? undefined : { offset: 0, line: line - 1, column: 0 };
    return new RewardError(code, `${this.name}: ${message}`, {
      ...(advice === undefined ? {} : { hint: advice }),
      place: {
        file: this.file,
        ...(position === undefined ? {} : { range: { start: position, end: position } }),
      },
    });
  }
}
