import type { ChatRequest, ModelChoice } from '../protocol';
import { EndpointError } from './error';
import type { Answerer } from './client';
import { holdsJson, inWords } from './api/schema-words';
import type { Said } from './api/dialect';
import { tidy } from './http/words';
import type { Limits } from './limits';
import type { ChatOptions } from './types';

/**
 * One of the editor's own models, which the editor asks. It has no schema and no `n`: a schema goes into words, several
 * answers are asked for one by one. The editor keeps its own retries.
 */
export function editorAnswerer(
  model: ModelChoice,
  editor: NonNullable<ChatOptions['editor']>,
  limits: Limits,
): Answerer {
  const once = async (request: ChatRequest, signal?: AbortSignal): Promise<Said> => {
    try {
      const reply = await limits.gate.through([signal], async () => {
        await limits.admit(request, signal);
        return editor(model.model, request, signal);
      });
      if (reply.answers.length > 0) return reply;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof EndpointError) throw error;
      throw new EndpointError(
        'refused',
        `${model.title} did not answer: ${tidy(error instanceof Error ? error.message : String(error))}`,
        'Look whether the editor may use it, and whether its allowance is used up.',
      );
    }
    throw new EndpointError('reply', `${model.title} gave no answer.`, 'Ask again, or choose another model.');
  };
  return {
    oneByOne: true,
    ignoresN: () => undefined,
    ask: async (request, signal) => {
      const { schema, ...rest } = request;
      if (schema === undefined) return once(request, signal);
      const worded = { ...rest, messages: inWords(request) };
      const said = await once(worded, signal);
      return said.answers.every(({ text }) => holdsJson(text)) ? said : once(worded, signal);
    },
  };
}
