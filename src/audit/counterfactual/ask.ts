import { join } from 'node:path';
import type { EndpointError } from '../../endpoints';
import type { Arm } from '../../protocol';
import { pictureOf, SET_FILES, type IndexedItem } from '../../results';
import { LEAST_SAMPLES, type Gate } from '../attribution';
import { AuditError } from '../error';
import { SEED } from '../statistics';
import { AnswerWriter, armKey, readAnswers } from './answers';
import { armsOf } from './arms';
import { chooseItems, itemsOf, type Chosen } from './choose';
import { decideSet } from './decide-set';
import { Estimate, givesMany } from './estimate';
import { spentSince, teller } from './progress';
import { FORMAT_PROMPT } from './prompts';
import type { ArmsOutcome, ArmsParts, ArmsRequest, Asking } from './request';
import { askItem, type Begun, type ItemWork } from './work';
import { doneWords, plannedWords } from './words';

const CONTROLS = 50;
const MAX_TOKENS = 2_048;
/** Items whose arms wait for the model at a time: enough for any number of requests in flight, few enough for memory. */
const IN_FLIGHT = 256;
/** Arms that may fail one after another before the job is given up. */
const MOST_IN_A_ROW = 20;

/**
 * Asks a model the counterfactual arms of a set's failures, and of some right items for the caption-accuracy gate, then
 * decides and writes `counterfactual.jsonl` and `summary.json` in the set's folder. Every arm is kept in `answers.jsonl`
 * as soon as it is answered: what is there is not asked again. Rejects with an `AuditError` when there is nothing to ask,
 * with an `EndpointError` when the model cannot be asked at all, and with the signal's reason.
 */
export async function askArms(request: ArmsRequest, parts: ArmsParts): Promise<ArmsOutcome> {
  const { set, k = LEAST_SAMPLES, seed = SEED } = request;
  const { client, signal } = parts;
  const asking: Asking = {
    model: client.model.model,
    temperature: request.temperature ?? 1,
    maxTokens: request.maxTokens ?? MAX_TOKENS,
    prompt: request.prompt ?? FORMAT_PROMPT,
  };
  const choice = { controls: request.controls ?? CONTROLS, seed };
  const chosen = await chooseItems(
    set,
    request.limit === undefined ? choice : { ...choice, limit: request.limit },
    signal,
  );
  if (chosen.failures.length === 0) {
    throw new AuditError(
      'The set has no failure: there is nothing to attribute.',
      'Every answer that could be graded is right.',
    );
  }
  const file = join(set, SET_FILES.asked);
  const before = await answeredBefore(file, asking, k);
  const job: Job = { request, parts, asking, chosen, before, k, seed };
  return request.dryRun === true ? look(job) : ask(job, file);
}

interface Job {
  readonly request: ArmsRequest;
  readonly parts: ArmsParts;
  readonly asking: Asking;
  readonly chosen: Chosen;
  readonly before: Before;
  readonly k: number;
  readonly seed: number;
}

interface Before {
  /** Arms with as many answers as are wanted. */
  readonly whole: ReadonlySet<string>;
  readonly begun: ReadonlyMap<string, Begun>;
}

async function answeredBefore(file: string, asking: Asking, k: number): Promise<Before> {
  const whole = new Set<string>();
  const begun = new Map<string, Begun>();
  await readAnswers(file, asking, (answer) => {
    const key = armKey(answer);
    const { samples, description } = answer;
    if (samples.length >= k) {
      whole.add(key);
      begun.delete(key);
    } else {
      begun.set(key, { samples, ...(description === undefined ? {} : { description }) });
    }
  });
  return { whole, begun };
}

/** Items in turn with the arms that are left to ask; and how many are known. */
async function* workOf(job: Job): AsyncGenerator<{
  readonly item: IndexedItem;
  readonly arms: readonly Arm[];
  readonly known: number;
}> {
  const { request, parts, chosen, before } = job;
  const images = parts.client.model.images !== false;
  // The gate first: a model that cannot answer from descriptions is found out before all is paid for.
  for (const kind of ['control', 'failure'] as const) {
    const indices = kind === 'control' ? chosen.controls : chosen.failures;
    for await (const item of itemsOf(request.set, indices, parts.signal)) {
      const all = armsOf(item, kind, images, request.arms);
      const arms = all.filter((arm) => !before.whole.has(armKey({ ...item, arm })));
      yield { item, arms, known: all.length - arms.length };
    }
  }
}

async function look(job: Job): Promise<ArmsOutcome> {
  const { request, parts, asking, chosen, before, k } = job;
  const measured = await parts.client.measured?.();
  const estimate = new Estimate(measured, givesMany(parts.client));
  let known = 0;
  let asked = 0;
  for await (const { item, arms, known: here } of workOf(job)) {
    known += here;
    asked += arms.length;
    const images = item.images.map((_, i) => String(i));
    for (const arm of arms) {
      const begun = before.begun.get(armKey({ ...item, arm }));
      const describes = arm === 'own-description' && begun?.description === undefined;
      const have = begun?.samples.length ?? 0;
      estimate.arm(arm, { ...item, images }, asking.prompt, k - have, describes);
    }
  }
  const cost = estimate.cost(request.price);
  const outcome = {
    failures: chosen.failures.length,
    controls: chosen.controls.length,
    asked: 0,
    known,
    failed: 0,
    unseen: 0,
    requests: estimate.requests,
    tokens: { input: Math.round(estimate.input), output: Math.round(estimate.output) },
    ...(cost === undefined ? {} : { cost }),
    files: [],
  };
  return { ...outcome, words: plannedWords({ ...outcome, arms: asked }, job, measured) };
}

async function ask(job: Job, file: string): Promise<ArmsOutcome> {
  const { request, parts, chosen, asking } = job;
  const { client, signal } = parts;
  const { set } = request;
  const count = { asked: 0, known: 0, failed: 0, unseen: 0, total: 0, inARow: 0 };
  for await (const { arms, known } of workOf(job)) {
    count.total += arms.length;
    count.known += known;
  }
  const spentBefore = client.usage();
  const tell = teller(set, client, spentBefore, parts.onProgress);
  const progress = (last = false): void => {
    tell({ done: count.asked + count.failed, total: count.total }, last);
  };
  const stop = new AbortController();
  const forward = (): void => stop.abort(signal?.reason);
  signal?.addEventListener('abort', forward, { once: true });
  let hopeless: EndpointError | undefined;
  let reason: string | undefined;
  const writer = await AnswerWriter.open(file);
  try {
    progress(true);
    await inParallel(workOf(job), IN_FLIGHT, stop.signal, async ({ item, arms }) => {
      if (arms.length === 0) return;
      const images = await imageFiles(set, item);
      if (images === undefined) {
        count.unseen += 1;
        count.total -= arms.length;
        return;
      }
      const work: ItemWork = { item, images, arms };
      await askItem(work, {
        ...job,
        client,
        asking,
        begun: job.before.begun,
        writer,
        signal: stop.signal,
        onArm: () => {
          count.asked += 1;
          count.inARow = 0;
          progress();
        },
        onFailure: (error) => {
          count.failed += 1;
          count.inARow += 1;
          reason ??= error.message;
          if (error.concernsAll || error.fault === 'images' || count.inARow >= MOST_IN_A_ROW) {
            hopeless ??= error;
            stop.abort(error);
          }
          progress();
        },
      });
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (hopeless === undefined) throw error;
  } finally {
    signal?.removeEventListener('abort', forward);
    await writer.close();
    progress(true);
  }
  if (hopeless !== undefined && count.asked + count.known === 0) throw hopeless;
  const decided = await decideSet(set, file, asking, [...chosen.failures, ...chosen.controls], signal);
  // What was answered has its verdicts; that the model is gone must be told all the same.
  if (hopeless !== undefined) throw hopeless;
  const { requests, tokens, cost, cached } = spentSince(client.usage(), spentBefore);
  const outcome: Omit<ArmsOutcome, 'words'> & { readonly gate: Gate } = {
    failures: chosen.failures.length,
    controls: chosen.controls.length,
    asked: count.asked,
    known: count.known,
    failed: count.failed,
    unseen: count.unseen,
    requests,
    tokens,
    ...(cost === undefined ? {} : { cost }),
    gate: decided.gate,
    files: decided.files,
  };
  return { ...outcome, words: doneWords(outcome, job, decided.summary, cached, reason) };
}

/** Files of all images of an item; `undefined` when one is missing, for the question is then another. */
async function imageFiles(set: string, item: IndexedItem): Promise<readonly string[] | undefined> {
  const pictures = await Promise.all(item.images.map((image) => pictureOf(set, image)));
  const files = pictures.flatMap((picture) => ('file' in picture ? [picture.file] : []));
  return files.length === pictures.length ? files : undefined;
}

/** Works on at most `most` things of a stream at a time. Rejects with the first failure, when all begun work has ended. */
async function inParallel<T>(
  stream: AsyncIterable<T>,
  most: number,
  signal: AbortSignal,
  work: (value: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  for await (const value of stream) {
    if (failure !== undefined || signal.aborted) break;
    const one: Promise<void> = work(value)
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => running.delete(one));
    running.add(one);
    if (running.size >= most) await Promise.race(running);
  }
  await Promise.all(running);
  if (failure !== undefined) throw failure.error;
  signal.throwIfAborted();
}
