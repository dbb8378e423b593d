import { basename } from 'node:path';
import { DataError, lookAtImage, type DataEngine, type ImageRef } from '../../data';
import { embeddedPrompt, engineFor, plainPrompt } from '../../engines';
import { checkCurriculum } from '../../language';
import type { Plan, PlannedStage } from '../../plan';
import { goldResponse, openLaunchData, planForLaunch, PREFLIGHT_CODES, promptText } from '../../preflight';
import { isError, type SampleRequest } from '../../protocol';
import { TrialError } from '../error';
import { askModel } from './ask-model';
import { cellsOf } from './cells';
import { latestCheckpoint } from './checkpoint';
import { findRow, type FoundRow } from './find-row';
import { tokensInWords } from './image-tokens';
import { scoreAnswers } from './score';
import type { SampleTrace, TracedAnswer, TracedImage } from './trace';

export interface SampleParts {
  /** Open on the folders of the curriculum; its owner closes it. */
  readonly data?: DataEngine;
  readonly signal?: AbortSignal;
}

/** Sampled answers beside the greedy one. */
const SAMPLES = 4;

/**
 * Takes one row through every step: the row as its columns are mapped, its images, the prompt, the model's answers
 * (or a given response), and what the reward makes of each and of the gold answer itself. Rejects with a `TrialError`
 * when there is no such row or stage, or the curriculum gives no plan.
 */
export async function debugSample(request: SampleRequest, parts: SampleParts = {}): Promise<SampleTrace> {
  const { root, file, variant, signal } = { ...request, ...parts };
  const asked = { root, file, ...(variant === undefined ? {} : { variant }) };
  const data = parts.data ?? (await openLaunchData(root, file, declared(request)));
  try {
    const { plan, problems } = await planForLaunch(asked, {
      data,
      checkData: false,
      ...(signal === undefined ? {} : { signal }),
    });
    if (plan === undefined) {
      const first = problems.find(isError);
      throw new TrialError(
        first?.code === PREFLIGHT_CODES.noVariant.code
          ? first.message
          : `${basename(file)} gives no plan: ${first?.message ?? 'it has errors'}`,
        first?.hint,
        problems,
      );
    }
    return await trace(request, parts, data, plan);
  } catch (error) {
    if (error instanceof DataError) throw new TrialError(error.problem.message, error.problem.hint);
    throw error;
  } finally {
    if (parts.data === undefined) await data.close();
  }
}

/** The curriculum, for the folders that it declares. */
const declared = ({ file, variant }: SampleRequest) =>
  checkCurriculum(file, variant === undefined ? {} : { variant }).curriculum;

/** The stages whose rows are meant: one that is named, else all of them. */
function stagesOf({ stages }: Plan, wanted: string | undefined): readonly PlannedStage[] {
  const meant = wanted === undefined ? stages : stages.filter(({ id }) => id === wanted);
  if (meant.length > 0) return meant;
  const ids = stages.map(({ id }) => id).join(', ');
  throw new TrialError(`There is no stage \`${wanted ?? ''}\``, `the stages are ${ids}`);
}

async function trace(
  request: SampleRequest,
  { signal }: SampleParts,
  data: DataEngine,
  plan: Plan,
): Promise<SampleTrace> {
  const row = await findRow(data, plan, stagesOf(plan, request.stage), request.row);
  const { sample, source, stage } = row;
  const engine = plan.curriculum.engine.name;
  const gold: TracedAnswer = { kind: 'gold', text: goldResponse(sample.answer, await promptText(plan)) };
  const { model, answers } = await answersTo(request, plan, row, signal);
  const scored = await scoreAnswers(plan.curriculum.reward, [gold, ...answers], sample.answer);
  return {
    stage: stage.id,
    engine,
    row: {
      id: sample.id,
      dataset: sample.dataset,
      capability: sample.capability,
      file: source.path,
      split: source.split,
      ...(row.trained === undefined ? {} : { trained: row.trained }),
      ...('where' in source ? { where: source.where } : {}),
      cells: cellsOf(sample, source),
    },
    images: await Promise.all(sample.images.map((image) => tracedImage(image, plan, stage))),
    prompt:
      engine === 'embedded' ? await embeddedPrompt(plan, stage, sample) : await plainPrompt(plan, sample),
    gold: sample.answer,
    model,
    ...scored,
  };
}

async function answersTo(
  { root, response }: SampleRequest,
  plan: Plan,
  { sample, stage }: FoundRow,
  signal: AbortSignal | undefined,
): Promise<{ readonly model: SampleTrace['model']; readonly answers: readonly TracedAnswer[] }> {
  if (response !== undefined)
    return {
      model: { kind: 'not-asked', words: 'a response was given: the model is not asked' },
      answers: [{ kind: 'given', text: response }],
    };
  const { name } = plan.curriculum.engine;
  if (name !== 'embedded')
    return {
      model: {
        kind: 'not-asked',
        words: `the model of the engine ${name} is not run here: give a response to grade one`,
      },
      answers: [],
    };
  const trained = await latestCheckpoint(root, plan, stage.id);
  const answers = await askOrTell({
    engine: engineFor(name),
    plan,
    stage,
    sample,
    ...(trained === undefined ? {} : { checkpoint: trained.path }),
    samples: SAMPLES,
    ...(signal === undefined ? {} : { signal }),
  });
  if (answers instanceof TrialError) {
    const { message, hint } = answers;
    return {
      model: { kind: 'failed', words: message, ...(hint === undefined ? {} : { hint }) },
      answers: [],
    };
  }
  return {
    model: {
      kind: 'asked',
      ...(trained === undefined ? {} : { checkpoint: trained.path }),
      words: trained === undefined ? 'the base model: no run has saved a checkpoint yet' : trained.words,
    },
    answers,
  };
}

/** An answer that fails (an image that nothing decodes, say) is what is to be seen, not the end of the trace. */
async function askOrTell(
  question: Parameters<typeof askModel>[0],
): Promise<readonly TracedAnswer[] | TrialError> {
  try {
    return await askModel(question);
  } catch (error) {
    if (error instanceof TrialError) return error;
    throw error;
  }
}

async function tracedImage(image: ImageRef, plan: Plan, stage: PlannedStage): Promise<TracedImage> {
  const name = image.kind === 'file' ? image.path : (image.name ?? 'embedded in the row');
  const seen = await lookAtImage(image);
  switch (seen.kind) {
    case 'image': {
      const known = { name, ...seen.header };
      const tokens = await tokensInWords(plan, stage, known);
      return tokens === undefined ? known : { ...known, tokens };
    }
    case 'missing':
      return { name, fault: 'it does not exist' };
    case 'outside':
    case 'broken':
      return { name, fault: seen.reason };
  }
}
