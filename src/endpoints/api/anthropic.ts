import type { ChatMessage, ChatRequest } from '../../protocol';
import type { EncodedImage } from '../images/encode';
import { SCHEMA_LEVELS, type Abilities, type Dialect, type NoReply, type Said } from './dialect';
import { faultOf } from './openai';
import { inWords } from './schema-words';
import { contentText, countOf, recordOf } from './values';

/** Anthropic's Messages API. A schema is the input of a tool that the model must use; one answer a request. */
export const ANTHROPIC: Dialect = {
  path: '/v1/messages',
  many: false,
  schema: 0,
  headers: (key) => ({
    'anthropic-version': '2023-06-01',
    ...(key === undefined ? {} : { 'x-api-key': key }),
  }),
  body,
  read,
};

function body(
  model: string,
  request: ChatRequest,
  images: ReadonlyMap<string, EncodedImage>,
  { schema: level, refused }: Abilities,
): object {
  const tool = SCHEMA_LEVELS[level] === 'json_schema' ? request.schema : undefined;
  const messages = tool === undefined ? inWords(request) : request.messages;
  const system = messages
    .filter(({ role }) => role === 'system')
    .flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])))
    .join('\n');
  const { topP, maxTokens } = request;
  return {
    model,
    max_tokens: maxTokens,
    // Its scale ends at 1.
    ...(refused.has('temperature') ? {} : { temperature: Math.min(1, request.temperature) }),
    ...(topP === undefined || refused.has('top_p') ? {} : { top_p: topP }),
    ...(system === '' ? {} : { system }),
    messages: messages.filter(({ role }) => role !== 'system').map((message) => messageOf(message, images)),
    ...(tool === undefined
      ? {}
      : {
          tools: [{ name: tool.name, description: 'Takes the answer.', input_schema: tool.schema }],
          tool_choice: { type: 'tool', name: tool.name },
        }),
  };
}

const messageOf = ({ role, parts }: ChatMessage, images: ReadonlyMap<string, EncodedImage>): object => ({
  role,
  content: parts.map((part) => {
    if (part.type === 'text') return part;
    const image = images.get(part.file);
    return {
      type: 'image',
      source: { type: 'base64', media_type: image?.mime ?? 'image/png', data: image?.base64 ?? '' },
    };
  }),
});

function read(reply: unknown): Said | NoReply {
  const { content, usage, type, stop_reason: reason } = recordOf(reply);
  if (type === 'error') return faultOf(reply);
  if (!Array.isArray(content)) return { fault: 'it has no `content`' };
  const used = content.map(recordOf).find((block) => block.type === 'tool_use');
  const text = used === undefined ? (contentText(content) ?? '') : JSON.stringify(used.input ?? {});
  const counts = recordOf(usage);
  const input =
    countOf(counts.input_tokens) +
    countOf(counts.cache_creation_input_tokens) +
    countOf(counts.cache_read_input_tokens);
  return {
    answers: [{ text, truncated: reason === 'max_tokens' || reason === 'model_context_window_exceeded' }],
    tokens: { input, output: countOf(counts.output_tokens) },
  };
}
