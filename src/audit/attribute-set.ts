import type { ChatClient } from '../endpoints';
import type { AttributeRequest } from '../protocol';
import { readItems, type IndexedItem } from '../results';
import { askArms } from './counterfactual';
import { AuditError } from './error';
import { stratifiedSample } from './human';
import {
  judgeItems,
  judgeWork,
  requestsOf,
  type AuditProgress,
  type JudgeOutcome,
  type JudgeRequest,
} from './judge';
import { refuseOverOwnArms } from './own-arms';
import { SEED, shuffled } from './statistics';

export interface AttributeParts {
  readonly client: ChatClient;
  readonly onProgress?: (progress: AuditProgress) => void;
  readonly signal?: AbortSignal;
  /** Seeded controls for a judge; default 40, at least 10 are of use. */
  readonly controls?: number;
  /** Per million tokens, for the words of a dry run. */
  readonly price?: { readonly input: number; readonly output: number };
}

const CONTROLS = 40;
/** Right answers of which controls are made: more than are needed, for not every one can be changed. */
const RIGHTS = 2_000;

/**
 * Attributes a set's failures by the counterfactual arms or a judge, through a model's client. Resumable: what has been
 * answered is not asked again. Resolves to what was done (or would be, of a dry run) in words, and how many could not be.
 */
export async function attributeSet(
  request: AttributeRequest,
  parts: AttributeParts,
): Promise<{ readonly words: string; readonly failed: number }> {
  const { client, onProgress, signal } = parts;
  const { set, method, limit, samples, dryRun, concurrency } = request;
  if (method === 'counterfactual') {
    await refuseOverOwnArms(set, client.model.model);
    const { words, failed } = await askArms(
      {
        set,
        ...(samples === undefined ? {} : { k: samples }),
        ...(limit === undefined ? {} : { limit }),
        ...(dryRun === undefined ? {} : { dryRun }),
        ...(parts.price === undefined ? {} : { price: parts.price }),
      },
      {
        client,
        ...(onProgress === undefined ? {} : { onProgress }),
        ...(signal === undefined ? {} : { signal }),
      },
    );
    return { words, failed };
  }
  const chosen = await chooseItems(set, limit, signal);
  refuseBlind(client, chosen.failures);
  const work: JudgeRequest = {
    dir: set,
    ...chosen,
    controls: parts.controls ?? CONTROLS,
    seed: SEED,
    ...(concurrency === undefined ? {} : { concurrency }),
  };
  if (dryRun === true) return { words: await plannedWords(work, client, parts.price), failed: 0 };
  const { controls } = await judgeWork(work, client.model.model);
  const outcome = await judgeItems(work, {
    client,
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  });
  return { words: doneWords(outcome, client, controls, work.controls), failed: outcome.failed };
}

/** The failures to be judged, stratified by data set where there is a limit, and right answers for controls. */
async function chooseItems(
  dir: string,
  limit: number | undefined,
  signal: AbortSignal | undefined,
): Promise<{ readonly failures: readonly IndexedItem[]; readonly rights: readonly IndexedItem[] }> {
  const options = signal === undefined ? {} : { signal };
  const wrong: { readonly index: number; readonly dataset: string }[] = [];
  const right: number[] = [];
  for await (const { index, dataset, correct } of readItems(dir, {
    ...options,
    where: 'correct IS NOT NULL',
  })) {
    if (correct === true) right.push(index);
    else wrong.push({ index, dataset });
  }
  if (wrong.length === 0)
    throw new AuditError(
      'The set has no failure: there is nothing to attribute.',
      'Every answer that could be graded is right.',
    );
  const places =
    limit === undefined
      ? undefined
      : stratifiedSample(
          wrong.map(({ dataset }) => dataset),
          limit,
        );
  const indices = (places ?? wrong.map((_, i) => i)).flatMap((at) => wrong[at]?.index ?? []);
  const read = async (of: readonly number[]): Promise<readonly IndexedItem[]> => {
    const items: IndexedItem[] = [];
    for await (const item of readItems(dir, { ...options, indices: of })) items.push(item);
    return items;
  };
  return { failures: await read(indices), rights: await read(shuffled(right, SEED).slice(0, RIGHTS)) };
}

function refuseBlind(client: ChatClient, failures: readonly IndexedItem[]): void {
  if (client.model.images === false && failures.some(({ images }) => images.length > 0))
    throw new AuditError(
      `The model ${client.model.model} takes no images: it cannot judge what was seen.`,
      'Choose a vision-language model, or the counterfactual method.',
    );
}

const count = (n: number): string => n.toLocaleString('en-US');

/** Tokens of a picture, in round figures: providers count from some hundred to fifteen hundred. */
const PICTURE_TOKENS = 1_000;
const ANSWER_TOKENS = 400;

async function plannedWords(
  request: JudgeRequest,
  client: ChatClient,
  price: AttributeParts['price'],
): Promise<string> {
  const { tasks, known, failures, controls } = await judgeWork(request, client.model.model);
  const { requests, characters, pictures } = requestsOf(tasks);
  const input = Math.round(characters / 4) + pictures * PICTURE_TOKENS;
  const output = requests * ANSWER_TOKENS;
  const cost =
    price === undefined
      ? ''
      : `, about ${((input * price.input + output * price.output) / 1e6).toFixed(2)} in the currency of its price`;
  const all = `${count(failures)} failures x 2 passes + ${count(controls)} controls x 2 passes = ${count((failures + controls) * 2)} requests`;
  return (
    `${all}; ${count(known)} of these verdicts are known already, ${count(requests)} requests are left: ` +
    `about ${count(input)} tokens in, ${count(output)} out${cost}.${fewControls(controls, request.controls)}`
  );
}

function doneWords(
  { judged, unsure, failed, unseen, reason }: JudgeOutcome,
  client: ChatClient,
  controls: number,
  wanted: number,
): string {
  const { requests, cached, tokens, cost } = client.usage();
  return [
    `${count(judged)} verdicts of ${client.model.model} (${count(unsure)} UNSURE) from ${count(requests)} requests`,
    ...(cached === 0 ? [] : [`${count(cached)} answers came from the cache`]),
    `${count(tokens.input)} tokens in, ${count(tokens.output)} out${cost === undefined ? '' : `, cost ${cost.toFixed(2)}`}`,
    ...(unseen === 0 ? [] : [`${count(unseen)} items were not asked: a picture of theirs is missing`]),
    ...(failed === 0
      ? []
      : [`${count(failed)} are left for the next time${reason === undefined ? '' : `: ${reason}`}`]),
  ]
    .join('; ')
    .concat('.', fewControls(controls, wanted));
}

const fewControls = (made: number, wanted: number): string =>
  made >= wanted
    ? ''
    : ` Only ${count(made)} of ${count(wanted)} controls can be made of the right answers: few of them state what they see or compute.`;
