import type { Curriculum } from '../language';
import type { ModelChoice } from '../protocol';
import type { ChatLimits } from './types';

/** The endpoints of a curriculum, in its order. */
export const modelsOf = (curriculum: Pick<Curriculum, 'models'>): readonly ModelChoice[] =>
  Object.entries(curriculum.models).map(([id, { url, model, api = 'openai', key, images }]) => ({
    id,
    title: id === model ? id : `${id} (${model})`,
    api,
    url,
    model,
    ...(key === undefined ? {} : { key }),
    ...(images === undefined ? {} : { images }),
  }));

/** What a curriculum says of how an endpoint may be asked; empty for an unknown name. */
export function limitsOf(curriculum: Pick<Curriculum, 'models'>, name: string): ChatLimits {
  const endpoint = Object.hasOwn(curriculum.models, name) ? curriculum.models[name] : undefined;
  if (endpoint === undefined) return {};
  const { concurrency, requests_per_minute, tokens_per_minute, price, timeout } = endpoint;
  return {
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(requests_per_minute === undefined ? {} : { requestsPerMinute: requests_per_minute }),
    ...(tokens_per_minute === undefined ? {} : { tokensPerMinute: tokens_per_minute }),
    ...(price === undefined ? {} : { price }),
    ...(timeout === undefined ? {} : { timeout }),
  };
}

/** Keys by the names of environment variables, for `ChatOptions.keys`. */
export const environmentKeys =
  (env: Readonly<Record<string, string | undefined>>) =>
  (name: string): string | undefined =>
    env[name];
