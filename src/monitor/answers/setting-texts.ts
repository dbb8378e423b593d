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

/** The engine's settings of a curriculum (`adapter`, `nodes`) as text; where its programs lie is no setting. */
export const engineTexts = (options: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(options).flatMap(([key, value]) =>
      value === undefined || PLACES.has(key) ? [] : [[cutText(`engine.${key}`), cutText(settingText(value))]],
    ),
  );

const PLACES: ReadonlySet<string> = new Set(['python', 'home']);

const settingText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
