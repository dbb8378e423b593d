import type { ModelChoice } from '../../protocol';
import { isKeyName } from '../auditor/keys';

const APIS = ['openai', 'anthropic'] as const;

/** Where Anthropic's own API is. */
const ANTHROPIC = 'https://api.anthropic.com';

/**
 * The models of the setting `stagecraft.endpoints`: by name `{ url, model, api?, key?, images? }`, as `models:` of a
 * curriculum has them. What is none, or has an address that is not http(s), is passed over.
 */
export function settingModels(setting: unknown): readonly ModelChoice[] {
  if (typeof setting !== 'object' || setting === null) return [];
  return Object.entries(setting as Readonly<Record<string, unknown>>).flatMap(([name, value]) => {
    if (typeof value !== 'object' || value === null) return [];
    const { url, model, api: named, key, images } = value as Readonly<Record<string, unknown>>;
    const api = APIS.find((known) => known === named) ?? 'openai';
    const address = url ?? (api === 'anthropic' ? ANTHROPIC : undefined);
    if (typeof model !== 'string' || model === '' || typeof address !== 'string' || !isAddress(address))
      return [];
    return [
      {
        id: `setting:${name}`,
        title: name,
        api,
        url: address,
        model,
        ...(typeof key === 'string' && isKeyName(key)
          ? { key }
          : api === 'anthropic'
            ? { key: 'ANTHROPIC_API_KEY' }
            : {}),
        ...(typeof images === 'boolean' ? { images } : {}),
      },
    ];
  });
}

function isAddress(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** Where a model is asked, for a person: its host, without what an address may hide. */
export function placeOf({ url, model }: ModelChoice): string {
  if (url === undefined) return model;
  try {
    return `${model} · ${new URL(url).host}`;
  } catch {
    return model;
  }
}
