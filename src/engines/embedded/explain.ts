import { join } from 'node:path';
import { readRegularText, type Sample } from '../../data';
import type { Plan, PlannedStage } from '../../plan';
import { messageOf, UserError } from './errors';
import { parseConfig, patchCount, type ModelConfig } from './model/config';
import { baseModel } from './options/base-model';
import { parseOptions } from './options/options';
import { encodePrompt, longestPrompt } from './prompts/prompt';
import { questionText } from './prompts/question';
import { parseTemplate, type PromptTemplate } from './prompts/template';
import { isByteToken, parseTokenizer, type Tokenizer } from './tokenizer';

/** What the embedded model is given for a row. */
export interface PromptView {
  /** The question in the curriculum's prompt, exactly. */
  readonly text: string;
  readonly tokens: number;
  /** Most tokens of a prompt. */
  readonly limit: number;
  /** What is left where the prompt is too long; absent when all of it fits. */
  readonly cutTo?: string;
  /** Words that the model does not know and reads byte by byte, each once. */
  readonly unknown: readonly string[];
  /** The square that an image is fitted into, and the patches that it is cut into. */
  readonly image: { readonly side: number; readonly patch: number; readonly patches: number };
  /** The model that the embedded one stands in for. */
  readonly standsIn?: string;
}

/** Text that cannot be made, with the reason. */
export interface NoPrompt {
  readonly reason: string;
  readonly hint?: string;
}

/** The prompt of a row as the runner makes it, without loading any weights. Never throws for what files say. */
export async function embeddedPrompt(
  plan: Plan,
  stage: PlannedStage,
  sample: Sample,
): Promise<PromptView | NoPrompt> {
  try {
    const { options } = parseOptions({ ...plan.curriculum.engine.options, ...stage.engineOptions });
    const base = baseModel(plan.curriculum, options);
    const config = parseConfig(await textOf(join(base.folder, 'config.json')), base.folder);
    const tokenizer = parseTokenizer(await textOf(join(base.folder, 'tokenizer.json')), base.folder);
    const template = await templateOf(plan.curriculum.prompt);
    return {
      ...view(questionText(sample, template), config, tokenizer, stage),
      ...(base.standsIn === undefined ? {} : { standsIn: base.standsIn }),
    };
  } catch (error) {
    return refusal(error);
  }
}

/**
 * The prompt of a row for an engine with a chat template of its own: the question, placeholders and all, in the
 * curriculum's prompt. A template beyond our part of Jinja is not rendered.
 */
export async function plainPrompt(plan: Plan, sample: Sample): Promise<{ readonly text: string } | NoPrompt> {
  try {
    const template = await templateOf(plan.curriculum.prompt);
    return { text: template === undefined ? sample.question : template(sample.question) };
  } catch (error) {
    return refusal(error);
  }
}

function view(
  text: string,
  config: ModelConfig,
  tokenizer: Tokenizer,
  { settings }: PlannedStage,
): PromptView {
  const limit = longestPrompt(config, settings.max_prompt_length, settings.max_response_length);
  const { prompt, cut } = encodePrompt({ config, tokenizer }, { question: text }, limit);
  const words = text.match(/\S+/gu) ?? [];
  const unknown = [...new Set(words)].filter((word) => tokenizer.encode(word).some(isByteToken));
  return {
    text,
    tokens: prompt.tokens.length,
    limit,
    ...(cut ? { cutTo: tokenizer.decode(prompt.tokens) } : {}),
    unknown,
    image: { side: config.image, patch: config.patch, patches: patchCount(config) },
  };
}

async function templateOf(file: string | undefined): Promise<PromptTemplate | undefined> {
  return file === undefined ? undefined : parseTemplate(await textOf(file), file);
}

async function textOf(file: string): Promise<string> {
  const found = await readRegularText(file);
  if (found.kind === 'text') return found.text;
  throw new UserError(`${file} ${found.kind === 'missing' ? 'does not exist' : found.reason}`);
}

const refusal = (error: unknown): NoPrompt => ({
  reason: messageOf(error),
  ...(error instanceof UserError && error.hint !== undefined ? { hint: error.hint } : {}),
});
