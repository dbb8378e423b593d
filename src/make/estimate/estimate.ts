import { limitsOf, measuredTokens, type MeasuredTokens } from '../../endpoints';
import type { DataEngine } from '../../data';
import { BASE_MODEL, type Curriculum } from '../../language';
import type { MadeManifest, MakeEstimate, MakeStep } from '../../protocol';
import type { Recipe } from '../order';
import { decisionsSince } from '../read/hand';
import { readMadeManifest } from '../read/manifest';
import { recipeHash } from '../recipe';
import { countSources } from './sources';
import { costOf, tokensOf, type Tokens } from './tokens';
import { countWords, handWords, modelWords, rateWords, UNKNOWN_SOURCE, WHAT_IS_KEPT } from './words';
import { isServed, KEPT_GUESS, workOf, type Work } from './work';

export interface EstimateParts {
  readonly data: DataEngine;
  /** Folder of the answers that were paid for before: what a model costs is measured there. */
  readonly answers: string;
}

/** What making a dataset would cost. Nothing is asked of any model; a file that cannot be read leaves it open. */
export async function estimateMake(
  curriculum: Curriculum,
  recipe: Recipe,
  { data, answers }: EstimateParts,
): Promise<MakeEstimate> {
  const { id, made } = recipe;
  const read = await readMadeManifest(made.to);
  const before = read.kind === 'made' ? read.manifest : undefined;
  const known = {
    dataset: id,
    to: made.to,
    ...(before === undefined
      ? {}
      : { made: before.recipe === recipeHash(curriculum, recipe) ? ('fresh' as const) : ('stale' as const) }),
  };
  const byHand = before === undefined ? [] : handWords(await decisionsSince(made.to, before.created));
  const counted = await countSources(curriculum, recipe, data);
  if (counted === undefined) return { ...known, words: [UNKNOWN_SOURCE, ...byHand] };
  const keptBefore = before === undefined ? undefined : keptShare(before);
  const work = workOf(made, { ...counted, keptShare: keptBefore ?? KEPT_GUESS });
  const served = await Promise.all(
    byModel(work.filter(isServed)).map(async (group) => {
      const measured = await measuredOf(curriculum, group, answers);
      const tokens = sum(group.works.map((one) => tokensOf(one, measured)));
      const { price } = limitsOf(curriculum, group.model);
      return {
        ...group,
        tokens,
        ...(measured === undefined ? {} : { measured }),
        ...(price === undefined ? {} : { cost: costOf(tokens, price) }),
      };
    }),
  );
  const own = work.filter((one) => one.model === BASE_MODEL);
  const total = sum(served.map(({ tokens }) => tokens));
  const priced = served.filter(({ cost }) => cost !== undefined);
  const rate = work.find(({ step }) => step === 'rate');
  return {
    ...known,
    requests: work.reduce((requests, one) => requests + one.requests, 0),
    ...(served.length === 0 ? {} : { tokens: total.input + total.output }),
    ...(priced.length === 0 ? {} : { cost: priced.reduce((cost, one) => cost + (one.cost ?? 0), 0) }),
    words: [
      countWords(made, counted),
      ...served.map(modelWords),
      ...byModel(own).map(modelWords),
      ...(rate === undefined ? [] : rateWords(made, keptBefore)),
      ...(served.length === 0 ? [] : [WHAT_IS_KEPT]),
      ...byHand,
    ],
  };
}

/** Work of one model together, in the order of its first. */
function byModel(
  work: readonly Work[],
): readonly { readonly model: string; readonly works: readonly Work[] }[] {
  const models = [...new Set(work.map(({ model }) => model))];
  return models.map((model) => ({ model, works: work.filter((one) => one.model === model) }));
}

function measuredOf(
  { models }: Curriculum,
  { model }: { readonly model: string },
  answers: string,
): Promise<MeasuredTokens | undefined> {
  const endpoint = Object.hasOwn(models, model) ? models[model] : undefined;
  return endpoint === undefined ? Promise.resolve(undefined) : measuredTokens(answers, endpoint.model);
}

const sum = (tokens: readonly Tokens[]): Tokens => ({
  input: tokens.reduce((total, { input }) => total + input, 0),
  output: tokens.reduce((total, { output }) => total + output, 0),
  guessed: tokens.some(({ guessed }) => guessed),
});

/** Of the questions that came to the answers (without any: to `keep`) at an earlier make, how many were kept. */
function keptShare({ funnel, rows }: MadeManifest): number | undefined {
  const stepIn = (wanted: MakeStep): number | undefined => funnel.find(({ step }) => step === wanted)?.in;
  const asked = stepIn('answer') ?? stepIn('keep') ?? 0;
  const kept = Object.values(rows).reduce((total, count) => total + count, 0);
  return asked === 0 ? undefined : Math.min(1, kept / asked);
}
