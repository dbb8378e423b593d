import { listOf, recordOf } from './api/values';
import { send } from './http/post';
import { tidy } from './http/words';

const PATIENCE = 5_000;
const MOST = 200;

/** Models that a server says it has (`GET /models`); empty when it does not say. Never rejects. */
export async function knownModels(
  base: string,
  headers: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const version = base.endsWith('/v1') || !('anthropic-version' in headers) ? '' : '/v1';
  try {
    const reply = await send({ url: `${base}${version}/models`, headers, timeout: PATIENCE, signals: [] });
    if (reply.kind !== 'answer' || reply.status !== 200) return [];
    const { data } = recordOf(JSON.parse(reply.text));
    return listOf(data)
      .slice(0, MOST)
      .flatMap((entry) => {
        const { id } = recordOf(entry);
        return typeof id === 'string' ? [tidy(id).slice(0, 120)] : [];
      });
  } catch {
    return [];
  }
}
