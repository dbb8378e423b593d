import { SERVER_SETTINGS, type ServerOptions, type ServerSettings } from '../protocol';

export const DEFAULT_SETTINGS: ServerSettings = {
  checkData: SERVER_SETTINGS.checkData.default,
  inlayHints: SERVER_SETTINGS['inlayHints.enabled'].default,
  codeLens: SERVER_SETTINGS['codeLens.enabled'].default,
};

/** Settings as a client sends the section `stagecraft`, nested or flat; what is missing or wrong has its default. */
export function toSettings(section: unknown): ServerSettings {
  const checkData = valueAt(section, 'checkData');
  const known = SERVER_SETTINGS.checkData.values.find((value) => value === checkData);
  return {
    checkData: known ?? DEFAULT_SETTINGS.checkData,
    inlayHints: flag(valueAt(section, 'inlayHints.enabled'), DEFAULT_SETTINGS.inlayHints),
    codeLens: flag(valueAt(section, 'codeLens.enabled'), DEFAULT_SETTINGS.codeLens),
  };
}

const flag = (value: unknown, standard: boolean): boolean => (typeof value === 'boolean' ? value : standard);

function valueAt(section: unknown, key: string): unknown {
  if (typeof section !== 'object' || section === null) return undefined;
  const map = section as Readonly<Record<string, unknown>>;
  if (key in map) return map[key];
  const [first = '', ...rest] = key.split('.');
  return rest.length === 0 ? undefined : valueAt(map[first], rest.join('.'));
}

/** Options of `initialize`, of which a client may send anything. */
export function toOptions(value: unknown): ServerOptions {
  if (typeof value !== 'object' || value === null) return {};
  const { commands, cacheFolder } = value as Readonly<Record<string, unknown>>;
  return {
    ...(typeof commands === 'boolean' ? { commands } : {}),
    ...(typeof cacheFolder === 'string' && cacheFolder !== '' ? { cacheFolder } : {}),
  };
}
