import { createHash } from 'node:crypto';
import type { ChatRequest, ModelChoice } from '../../protocol';

/**
 * What a reply depends on: API, model, and the request with images by their content, in one fixed order. Not the address:
 * a server that moves keeps its answers. (Other weights under the same name do so too: serve them under another.)
 * `sample` counts the answers that are asked for one by one.
 */
export async function cacheKey(
  { api, model }: Pick<ModelChoice, 'api' | 'model'>,
  request: ChatRequest,
  sample: number | undefined,
  digest: (file: string) => Promise<string>,
): Promise<string> {
  const { messages, maxTokens, temperature, topP, n = 1, seed, schema } = request;
  const parts: [string, [string, string][]][] = [];
  for (const message of messages) {
    const said: [string, string][] = [];
    for (const part of message.parts)
      said.push(part.type === 'text' ? ['text', part.text] : ['image', await digest(part.file)]);
    parts.push([message.role, said]);
  }
  const canonical = [
    2,
    api,
    model,
    parts,
    maxTokens,
    temperature,
    topP ?? null,
    sample === undefined ? n : 1,
    seed ?? null,
    schema === undefined ? null : [schema.name, sorted(schema.schema)],
    sample ?? null,
  ];
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex');
}

/** Keys of mappings in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
