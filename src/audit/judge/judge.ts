import { join } from 'node:path';
import { EndpointError, type ChatClient } from '../../endpoints';
import type { JobProgress, VerdictLine } from '../../protocol';
import { pictureOf, SET_FILES, type ResultItem } from '../../results';
import { drawControls, readControls, type ControlLine, type DrawnControl } from '../controls';
import { itemKey } from '../items';
import { shuffled } from '../statistics';
import { appendLines } from '../verdicts/append';
import { placedLines } from '../verdicts/line-places';
import { parseVerdictLine } from '../verdicts/parse';
import { askPass, PASSES } from './ask';
import { decideJudge } from './decide';
import { evidenceOf } from './detail';
import type { JudgeItem } from './prompt';
import { digestOf, quotableTrace } from './trace';
import type { JudgeEvidence } from './types';

export interface JudgeRequest {
  /** The set's folder. */
  readonly dir: string;
  /** Failures to be judged. */
  readonly failures: readonly ResultItem[];
  /** Right answers that controls are made of. */
  readonly rights: readonly ResultItem[];
  /** Controls wanted. */
  readonly controls: number;
  readonly seed: number;
  readonly concurrency?: number;
}

export type AuditProgress = Omit<JobProgress, 'job'>;

export interface JudgeParts {
  readonly client: ChatClient;
  readonly onProgress?: (progress: AuditProgress) => void;
  readonly signal?: AbortSignal;
}

/** One thing to be judged: a failure, or a control among the failures. */
export interface JudgeTask {
  readonly item: ResultItem;
  readonly control?: DrawnControl['control'];
}

/** What would be asked, and what has been answered before. */
export interface JudgeWork {
  readonly tasks: readonly JudgeTask[];
  readonly known: number;
  readonly failures: number;
  readonly controls: number;
}

/** The work that is left: failures and controls without a verdict of this judge, in one blind order. */
export async function judgeWork(request: JudgeRequest, by: string): Promise<JudgeWork> {
  const { dir, failures, rights, controls, seed } = request;
  const drawn = drawControls(rights, controls, seed);
  const known = await knownDigests(dir, by);
  const knownControls = new Set(
    (await readControls(dir))
      .filter((line) => line.by === by)
      .map((line) => `${itemKey(line)}\0${line.kind}\0${line.response}`),
  );
  const items = failures.filter((item) => known.get(itemKey(item)) !== digestOf(item));
  const left = drawn.filter(
    ({ item, control }) => !knownControls.has(`${itemKey(item)}\0${control.kind}\0${control.response}`),
  );
  return {
    tasks: shuffled<JudgeTask>([...items.map((item) => ({ item })), ...left], seed),
    known: failures.length - items.length + drawn.length - left.length,
    failures: failures.length,
    controls: drawn.length,
  };
}

async function knownDigests(dir: string, by: string): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>();
  for await (const { text } of placedLines(join(dir, SET_FILES.judge))) {
    const line = parseVerdictLine('judge', text);
    if (line === undefined) continue;
    // A later judge's verdict is the one that counts: this judge's own is then no longer known.
    if (line.by === by) digests.set(itemKey(line), evidenceOf(line.evidence).digest);
    else digests.delete(itemKey(line));
  }
  return digests;
}

export interface JudgeOutcome {
  readonly judged: number;
  readonly unsure: number;
  /** Left for the next time: the model could not be asked, and why. */
  readonly failed: number;
  readonly reason?: string;
  /** Without a picture that can be shown. */
  readonly unseen: number;
}

/** So many failed requests one after the other, and nobody is asked any more. */
const GIVE_UP = 8;

/**
 * Lets a model judge failures and controls, two passes each, and appends each verdict to `judge.jsonl` or
 * `controls.jsonl` as it comes. What cannot be asked is counted and left for the next time; rejects with the signal's
 * reason when it is aborted.
 */
export async function judgeItems(
  request: JudgeRequest,
  { client, onProgress, signal }: JudgeParts,
): Promise<JudgeOutcome> {
  const by = client.model.model;
  const { tasks, known } = await judgeWork(request, by);
  const outcome = { judged: 0, unsure: 0, failed: 0, unseen: 0 };
  let reason: string | undefined;
  let inRow = 0;
  let ended = false;
  let next = 0;
  const tell = throttled(onProgress, () => ({
    set: request.dir,
    what: 'judge' as const,
    done: known + outcome.judged + outcome.failed + outcome.unseen,
    total: known + tasks.length,
    ...usageOf(client),
  }));
  const one = async (task: JudgeTask): Promise<void> => {
    const item = await judgeItemOf(request.dir, task);
    if (item === undefined) {
      outcome.unseen += 1;
      return;
    }
    try {
      const line = await judgeOne(item, task, { client, ...(signal === undefined ? {} : { signal }) });
      await appendLines(
        join(request.dir, task.control === undefined ? SET_FILES.judge : SET_FILES.controls),
        [line],
      );
      outcome.judged += 1;
      if (line.label === 'UNSURE') outcome.unsure += 1;
      inRow = 0;
    } catch (error) {
      if (signal?.aborted === true || !(error instanceof EndpointError)) throw error;
      outcome.failed += 1;
      inRow += 1;
      // A server's words end as they like; ours are put into a sentence.
      reason = `${error.message.replace(/\.$/, '')} (${error.hint.replace(/\.$/, '')})`;
      ended ||= error.concernsAll || inRow >= GIVE_UP;
    }
  };
  const worker = async (): Promise<void> => {
    for (let task = tasks[next]; task !== undefined && !ended; task = tasks[next]) {
      next += 1;
      signal?.throwIfAborted();
      await one(task);
      tell();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, request.concurrency ?? 8) }, worker));
  tell(true);
  const left = tasks.length - outcome.judged - outcome.unseen;
  return { ...outcome, failed: left, ...(reason === undefined ? {} : { reason }) };
}

async function judgeOne(
  item: JudgeItem,
  { item: { row, dataset }, control }: JudgeTask,
  { client, signal }: Pick<JudgeParts, 'client' | 'signal'>,
): Promise<VerdictLine | ControlLine> {
  const passes = await Promise.all(
    Array.from({ length: PASSES }, (_, pass) => askPass(item, pass, client, signal)),
  );
  const { doubts, ...verdict } = decideJudge(passes, quotableTrace(item));
  const evidence: JudgeEvidence = { digest: digestOf(item), passes, doubts };
  const said = { ...verdict, at: new Date().toISOString(), by: client.model.model };
  return control === undefined
    ? { row, dataset, method: 'judge', ...said, evidence }
    : {
        row,
        dataset,
        kind: control.kind,
        change: control.change,
        response: control.response,
        ...said,
        evidence,
      };
}

/** What the judge sees of a task; `undefined` when one of its pictures is missing: nobody can judge what he cannot see. */
async function judgeItemOf(dir: string, { item, control }: JudgeTask): Promise<JudgeItem | undefined> {
  const images: string[] = [];
  for (const location of item.images) {
    const picture = await pictureOf(dir, location);
    if (!('file' in picture)) return undefined;
    images.push(picture.file);
  }
  const { question, options, gold, goldText, caption, thinking } = item;
  return {
    question,
    options,
    gold,
    goldText,
    images,
    response: control?.response ?? item.response,
    ...(caption === undefined ? {} : { caption }),
    // Thinking that leads to the unchanged answer would give a control away.
    ...(thinking === undefined || control !== undefined ? {} : { thinking }),
  };
}

function usageOf(
  client: ChatClient,
): Pick<AuditProgress, 'requests' | 'cached' | 'failed' | 'tokens' | 'cost'> {
  const { requests, cached, failed, tokens, cost } = client.usage();
  return { requests, cached, failed, tokens, ...(cost === undefined ? {} : { cost }) };
}

const INTERVAL = 250;
function throttled(
  onProgress: JudgeParts['onProgress'],
  make: () => AuditProgress,
): (last?: boolean) => void {
  let told = 0;
  return (last = false) => {
    if (onProgress === undefined || (!last && Date.now() - told < INTERVAL)) return;
    told = Date.now();
    onProgress(make());
  };
}
