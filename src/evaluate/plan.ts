import { join } from 'node:path';
import { parseTemplate, type PromptTemplate } from '../engines';
import { readRegularText } from '../data';
import { baseUrl } from '../endpoints';
import type { Curriculum, Endpoint, Evaluation } from '../language';
import { EvaluateError } from './error';
import type { EvaluatedModel } from './model/choose';
import { findServer } from './server/find';
import { serveArgv } from './server/command';
import type { Addresses, EvaluationCommand } from './types';
import { SERVED_NAME } from './types';
import { findVlmEvalKit } from './vlmevalkit/find';
import { benchmarkSteps } from './vlmevalkit/steps';

/** A server that is asked: its address with the version, what it calls the model, its key's name. */
export interface Asked {
  readonly base: string;
  readonly model: string;
  /** Name of the environment variable that holds the key. */
  readonly key?: string;
}

/** An evaluation, whole: everything was found, nothing is started. */
export interface EvaluationPlan {
  readonly model: EvaluatedModel;
  readonly evaluation: Evaluation;
  readonly root: string;
  /** `<root>/.stagecraft/evaluations/<name>`: the same for the same checkpoint, so that answers are kept. */
  readonly folder: string;
  /** Absent: a server is started. */
  readonly endpoint?: Asked;
  readonly judge?: Asked;
  readonly template?: PromptTemplate;
  /** What is run, in order; of the server, what is started. */
  commands(at: Addresses): readonly EvaluationCommand[];
}

interface PlanRequest {
  readonly root: string;
  readonly curriculum: Curriculum;
  readonly model: EvaluatedModel;
  /** Longest answer where the curriculum says none. */
  readonly maxTokens: number;
}

/**
 * Looks for the programs and says what would be run. Rejects with an `EvaluateError` for what is missing: place,
 * reason, and what installs it.
 */
export async function planEvaluation({
  root,
  curriculum,
  model,
  maxTokens,
}: PlanRequest): Promise<EvaluationPlan> {
  const { evaluate: evaluation, file } = curriculum;
  if (evaluation === undefined || evaluation.on.length === 0)
    throw new EvaluateError(
      `${file} names no benchmarks.`,
      'Add `evaluate: { on: [MathVista_MINI, POPE] }` to the curriculum.',
    );
  const endpoint = asked(curriculum, evaluation.endpoint);
  const judge = asked(curriculum, evaluation.judge);
  const template = await templateOf(curriculum);
  const found = await findVlmEvalKit({ ...evaluation, file, root });
  const program = endpoint === undefined ? findServer(evaluation.server, found.python) : undefined;
  const folder = join(root, '.stagecraft', 'evaluations', model.name);
  const commands = (at: Addresses): readonly EvaluationCommand[] => [
    ...(model.merge === undefined || endpoint !== undefined
      ? []
      : [
          {
            step: 'merge',
            argv: [found.python, model.merge.script, '--local_dir', model.merge.actor],
            env: {},
            cwd: model.merge.cwd,
            files: [],
          } as const,
        ]),
    ...(program === undefined ? [] : [serverCommand(evaluation, model, program, folder, at)]),
    ...benchmarkSteps({
      name: model.name,
      folder,
      evaluation,
      maxTokens: evaluation.max_tokens ?? maxTokens,
      found,
      at,
    }),
  ];
  // A benchmark without a class is told now, not after the model was loaded.
  commands({ server: '1', relay: '1', judge: '1', token: '' });
  return {
    model,
    evaluation,
    root,
    folder,
    commands,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(judge === undefined ? {} : { judge }),
    ...(template === undefined ? {} : { template }),
  };
}

/** The address of the server that is started. */
export const servedAt = (at: Addresses): Asked => ({
  base: `http://127.0.0.1:${at.server}/v1`,
  model: SERVED_NAME,
});

const serverCommand = (
  { server, server_options: options }: Evaluation,
  { model }: EvaluatedModel,
  program: string,
  folder: string,
  at: Addresses,
): EvaluationCommand => ({
  step: 'server',
  argv: serveArgv({ server, program, model, port: at.server, options }),
  env: {},
  cwd: folder,
  files: [],
});

function asked({ models }: Curriculum, name: string | undefined): Asked | undefined {
  if (name === undefined) return undefined;
  const endpoint: Endpoint | undefined = Object.hasOwn(models, name) ? models[name] : undefined;
  if (endpoint === undefined)
    throw new EvaluateError(
      `There is no endpoint \`${name}\` under \`models\`.`,
      'Declare it, or name another.',
    );
  if (endpoint.api === 'anthropic')
    throw new EvaluateError(
      `The endpoint \`${name}\` is spoken to as Anthropic’s; the evaluator speaks OpenAI’s chat completions.`,
      'Name an endpoint with `api: openai`.',
    );
  const { model, key } = endpoint;
  return { base: baseUrl('openai', endpoint.url), model, ...(key === undefined ? {} : { key }) };
}

/** The prompt of the curriculum, as the model was trained with it. */
async function templateOf({ prompt }: Curriculum): Promise<PromptTemplate | undefined> {
  if (prompt === undefined) return undefined;
  const file = await readRegularText(prompt);
  if (file.kind !== 'text')
    throw new EvaluateError(`The prompt ${prompt} cannot be read.`, 'Correct `prompt` in the curriculum.');
  try {
    return parseTemplate(file.text, prompt);
  } catch (error) {
    throw new EvaluateError(
      error instanceof Error ? error.message : String(error),
      'An evaluation understands `{{ content }}`, `{{ content | trim }}` and comments in a prompt.',
    );
  }
}
