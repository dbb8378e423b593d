import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDataEngine } from '../../data';
import { engineFor, type PredictLaunch } from '../../engines';
import { errorText, type MakeArm, type Prediction } from '../../protocol';
import { parsePrediction } from '../../results';
import { MakeError } from '../error';
import { workFile } from '../layout';
import type { MakeContext, Question } from '../types';
import { basePlan, foldersOf, type BaseSampling } from './plan';
import { runProcess } from './process';
import { ImageInspector, placeOf, writeBatch } from './rows';
import { Tail } from './tail';

/** Questions of one process: its start, and the model's, are paid once for so many. */
const BATCH = 4_096;
/** How often is looked at what has been answered: no more than that is lost when everything is killed. */
const LOOK_MS = 250;

export interface AskBase extends BaseSampling {
  /** A question without an image is only asked under `image`, which shows it as it is. */
  readonly arms: readonly MakeArm[];
  /** Samples of each arm. */
  readonly k: number;
  /** Name of the work, for its folder: two at once need two. */
  readonly name: string;
  /** Questions of one process; default 4,096. */
  readonly batch?: number;
  /** A question that cannot be asked, and why. */
  readonly onMissing?: (question: Question, reason: string) => void | Promise<void>;
}

/**
 * Asks the curriculum's own model before training, through its engine, in a process of its own. Predictions are told as
 * they are written, in the order of the questions, `row` being the question's id. Rejects with a `MakeError` when the
 * engine cannot, or with the signal's reason; what was told before is done.
 */
export async function askBase(
  context: MakeContext,
  questions: AsyncIterable<Question> | Iterable<Question>,
  ask: AskBase,
  onPrediction: (prediction: Prediction, question: Question) => void | Promise<void>,
): Promise<void> {
  const inspector = new ImageInspector(context);
  let batch: Question[] = [];
  for await (const question of questions) {
    context.signal.throwIfAborted();
    const fault = await inspector.faultOf(question);
    if (fault === undefined) batch.push(question);
    else await ask.onMissing?.(question, fault);
    if (batch.length < (ask.batch ?? BATCH)) continue;
    await askBatch(context, batch, ask, onPrediction);
    batch = [];
  }
  if (batch.length > 0) await askBatch(context, batch, ask, onPrediction);
}

async function askBatch(
  context: MakeContext,
  questions: readonly Question[],
  ask: AskBase,
  onPrediction: (prediction: Prediction, question: Question) => void | Promise<void>,
): Promise<void> {
  const { curriculum, root, made, signal } = context;
  const folder = workFile(made.to, `base-${ask.name.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 60)}`);
  // Whatever an earlier attempt left was told by it, up to a moment.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const output = join(folder, 'predictions.jsonl');
  const ended = new AbortController();
  const done = new AbortController();
  const stop = AbortSignal.any([signal, ended.signal]);
  try {
    const engine = engineFor(curriculum.engine.name);
    const request: PredictLaunch = {
      plan: basePlan(context, await writeBatch(context, folder, questions), ask),
      root,
      output,
      arms: { k: ask.k, only: ask.arms },
    };
    const { launch, reader } = await prepared(engine, request, context);
    const told = new Set<string>();
    const tail = new Tail(output);
    const look = (): Promise<void> =>
      tail.read(async (line) => {
        const prediction = parsePrediction(line);
        if (typeof prediction === 'string') return;
        const question = questions[placeOf(prediction.row)];
        if (question === undefined) return;
        const key = `${prediction.row} ${prediction.arm}`;
        if (told.has(key)) return;
        told.add(key);
        await onPrediction({ ...prediction, row: question.id }, question);
      });
    const work = runProcess(launch, {
      reader,
      signal: stop,
      onEvent: (event) => {
        if (event.type !== 'finding') return;
        const { severity, message, hint } = event;
        context.tell({
          type: 'note',
          severity: severity === 'info' ? 'info' : 'warning',
          words: message,
          ...(hint === undefined ? {} : { hint }),
        });
      },
    }).finally(() => done.abort());
    const watch = (async () => {
      while (!done.signal.aborted) {
        await sleep(LOOK_MS, undefined, { signal: done.signal }).catch(() => undefined);
        await look();
      }
    })().catch((error: unknown) => {
      // What was answered cannot be written down: there is no sense in answering more.
      ended.abort(error);
      throw error;
    });
    const [worked, watched] = await Promise.allSettled([work, watch]);
    if (watched.status === 'rejected') throw watched.reason;
    await look();
    if (worked.status === 'rejected') throw worked.reason;
    if (told.size === 0)
      throw new MakeError(
        'The base model answered nothing: its process ended without a prediction.',
        'Look at `engine`.',
      );
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }
}

async function prepared(
  engine: ReturnType<typeof engineFor>,
  request: PredictLaunch,
  context: MakeContext,
): Promise<{
  readonly launch: Awaited<ReturnType<typeof engine.predict>>;
  readonly reader: ReturnType<typeof engine.reader>;
}> {
  try {
    if (engine.prepare !== undefined) {
      const data = await openDataEngine({ folders: foldersOf(context) });
      try {
        await engine.prepare.predict(request, data);
      } finally {
        await data.close();
      }
    }
    return { launch: await engine.predict(request), reader: engine.reader() };
  } catch (error) {
    context.signal.throwIfAborted();
    const hint =
      typeof error === 'object' && error !== null && 'hint' in error && typeof error.hint === 'string'
        ? error.hint
        : 'Look at `engine` and `model`.';
    throw new MakeError(`The base model cannot be asked: ${errorText(error)}`, hint);
  }
}
