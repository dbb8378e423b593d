import type { PlannedStage } from '../../plan';

import { cutText } from '../cut';

const MOST = 500;

/** Every setting of a stage as text, by curriculum key; the engine's own keys stand under `engine_options.`. */
export function settingTexts({ settings, engineOptions }: PlannedStage): Readonly<Record<string, string>> {
  const own = Object.entries(settings).map(([key, value]) => [key, value] as const);
  const engine = Object.entries(engineOptions).map(
    ([key, value]) => [`engine_options.${key}`, value] as const,
  );
  return Object.fromEntries(
    [...own, ...engine]
      .flatMap(([key, value]) =>
        value === undefined ? [] : [[cutText(key), cutText(settingText(value))] as const],
      )
      .slice(0, MOST),
  );
}

const settingText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
