import type { ChatMessage, ChatRequest } from '../../protocol';
import type { EncodedImage } from '../images/encode';
import { SCHEMA_LEVELS, type Abilities, type Answer, type Dialect, type NoReply, type Said } from './dialect';
import { inWords } from './schema-words';
import { contentText, countOf, errorOf, listOf, recordOf } from './values';

/** Chat completions as OpenAI, vLLM, SGLang, LMDeploy, Ollama, llama.cpp and `transformers serve` have them. */
export const OPENAI: Dialect = {
  path: '/chat/completions',
  many: true,
  schema: 0,
  headers: (key) => (key === undefined ? {} : { authorization: `Bearer ${key}` }),
  body,
  read,
};

function body(
  model: string,
  request: ChatRequest,
  images: ReadonlyMap<string, EncodedImage>,
  { schema, refused }: Abilities,
): object {
  const level = SCHEMA_LEVELS[schema];
  const messages = level === 'json_schema' ? request.messages : inWords(request);
  const { n = 1, seed, topP, temperature, maxTokens } = request;
  return {
    model,
    messages: messages.map((message) => messageOf(message, images)),
    [refused.has('max_tokens') ? 'max_completion_tokens' : 'max_tokens']: maxTokens,
    ...(refused.has('temperature') ? {} : { temperature }),
    ...(topP === undefined || refused.has('top_p') ? {} : { top_p: topP }),
    ...(n === 1 || refused.has('n') ? {} : { n }),
    ...(seed === undefined || refused.has('seed') ? {} : { seed }),
    ...(request.schema === undefined ? {} : formatOf(level, request.schema)),
    stream: false,
  };
}

function formatOf(
  level: (typeof SCHEMA_LEVELS)[number] | undefined,
  schema: NonNullable<ChatRequest['schema']>,
): object {
  switch (level) {
    case 'json_schema':
      return {
        response_format: { type: 'json_schema', json_schema: { name: schema.name, schema: schema.schema } },
      };
    case 'json_object':
      return { response_format: { type: 'json_object' } };
    default:
      return {};
  }
}

function messageOf({ role, parts }: ChatMessage, images: ReadonlyMap<string, EncodedImage>): object {
  // Plain text as a string: some servers and chat templates know no parts.
  if (parts.every((part) => part.type === 'text')) {
    return { role, content: parts.map(({ text }) => text).join('\n') };
  }
  const content = parts.map((part) => {
    if (part.type === 'text') return part;
    const image = images.get(part.file);
    return {
      type: 'image_url',
      image_url: { url: `data:${image?.mime ?? 'image/png'};base64,${image?.base64 ?? ''}` },
    };
  });
  return { role, content };
}

function read(reply: unknown): Said | NoReply {
  const { choices, usage, error } = recordOf(reply);
  if (error !== undefined && error !== null) return faultOf(reply);
  if (!Array.isArray(choices)) return { fault: 'it has no `choices`' };
  if (choices.length === 0) return { fault: 'its `choices` are empty' };
  const answers: Answer[] = [];
  for (const choice of listOf(choices)) {
    const answer = answerOf(choice);
    if (answer === undefined) return { fault: 'a choice of it has no message' };
    answers.push(answer);
  }
  const { prompt_tokens: input, completion_tokens: output } = recordOf(usage);
  return { answers, tokens: { input: countOf(input), output: countOf(output) } };
}

/** A model that thought until its limit has no content: an empty answer, cut off. Its thoughts are no answer. */
function answerOf(choice: unknown): Answer | undefined {
  const { message, finish_reason: reason } = recordOf(choice);
  if (typeof message !== 'object' || message === null) return undefined;
  const { content, refusal } = recordOf(message);
  const text = contentText(content) ?? (typeof refusal === 'string' ? refusal : '');
  return { text, truncated: reason === 'length' };
}

/** Gateways answer 200 with an error inside, whose code is the status that was meant. */
export function faultOf(reply: unknown): NoReply {
  const { message, code } = errorOf(reply);
  const status = Number(code);
  return {
    fault: message ?? 'it holds an error without words',
    ...(Number.isInteger(status) && status >= 400 && status < 600 ? { status } : {}),
  };
}
