import type { ChatMessage, ChatRequest } from '../../protocol';

/** The request with its schema put into words, for servers that hold no model to one. */
export function inWords(request: ChatRequest): readonly ChatMessage[] {
  if (request.schema === undefined) return request.messages;
  const text =
    'Answer with one JSON object and nothing else: no explanation, no code fence. It must follow this JSON Schema:\n' +
    JSON.stringify(request.schema.schema);
  const last = request.messages.findLastIndex(({ role }) => role === 'user');
  return request.messages.map((message, i) =>
    i === last ? { ...message, parts: [...message.parts, { type: 'text' as const, text }] } : message,
  );
}

/** Whether an answer holds a JSON object, fenced or not: a server that ignores a schema is found out by it. */
export function holdsJson(text: string): boolean {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start < 0 || end < start) return false;
  try {
    JSON.parse(text.slice(start, end + 1));
    return true;
  } catch {
    return false;
  }
}
