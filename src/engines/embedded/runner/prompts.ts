import { readFile } from 'node:fs/promises';
import type { Sample } from '../../../data';
import type { Model } from '../checkpoints/model-folder';
import { messageOf, UserError } from '../errors';
import { createImageStore } from '../images/image-store';
import { encodePrompt, longestPrompt } from '../prompts/prompt';
import { questionText } from '../prompts/question';
import { parseTemplate, type PromptTemplate } from '../prompts/template';
import type { Prompt } from '../sequence';
import type { RunnerContext } from './context';
import type { RunnerSpec } from './spec';

/** What a row is shown with; by default as it is, with its images. */
export interface Presentation {
  readonly images?: boolean;
  readonly description?: string;
}

/** Makes prompts of rows. */
export interface PromptMaker {
  prompt(sample: Sample, presentation?: Presentation): Promise<Prompt>;
  /** The image with the request to describe it. */
  captionPrompt(sample: Sample): Promise<Prompt>;
  /** Tells how many of the rows have to be changed to fit the model: cut, or several images shown as one. */
  inspect(samples: Iterable<Sample>, what: string, context: RunnerContext): void;
}

export async function createPromptMaker(
  model: Model,
  spec: Pick<RunnerSpec, 'prompt' | 'settings'>,
): Promise<PromptMaker> {
  const template = spec.prompt === undefined ? undefined : await readTemplate(spec.prompt);
  const images = createImageStore(model.config);
  const { max_prompt_length: maxPrompt, max_response_length: maxResponse } = spec.settings;
  const limit = longestPrompt(model.config, maxPrompt, maxResponse);

  const withImages = async (sample: Sample, shown: boolean): Promise<{ patches?: Float32Array }> => {
    if (!shown) return {};
    const patches = await images.patches(sample.images, sample.id);
    return patches === undefined ? {} : { patches };
  };
  return {
    prompt: async (sample, { images: shown = true, description } = {}) => {
      const parts = {
        question: questionText(sample, template),
        ...(description === undefined ? {} : { description }),
        ...(await withImages(sample, shown)),
      };
      return encodePrompt(model, parts, limit).prompt;
    },
    captionPrompt: async (sample) => {
      const parts = { question: model.config.captionRequest, ...(await withImages(sample, true)) };
      return encodePrompt(model, parts, limit).prompt;
    },
    inspect: (samples, what, { emit }) => {
      let cut = 0;
      let composed = 0;
      for (const sample of samples) {
        if (encodePrompt(model, { question: questionText(sample, template) }, limit).cut) cut += 1;
        if (sample.images.length > 1) composed += 1;
      }
      if (cut > 0)
        emit({
          type: 'finding',
          severity: 'warning',
          id: 'prompt-cut',
          message: `${cut} ${what} have prompts longer than ${limit} tokens: the start of the question is left out`,
          hint: `The model reads ${model.config.text} tokens, prompt and response together. Shorten the prompt, or raise \`max_prompt_length\` as far as that allows.`,
        });
      if (composed > 0)
        emit({
          type: 'finding',
          severity: 'info',
          id: 'images-composed',
          message: `${composed} ${what} have several images: the micro model is shown them side by side as one`,
        });
    },
  };
}

async function readTemplate(file: string): Promise<PromptTemplate> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(`The prompt ${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  return parseTemplate(text, file);
}
