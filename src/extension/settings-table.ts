import { SERVER_SETTINGS } from '../protocol';

/**
 * Every setting under `stagecraft.`: the language server's and the extension's own. `package.json` declares the same
 * keys, values and defaults, and a test compares them.
 */
export const SETTINGS = {
  ...SERVER_SETTINGS,
  /** Whether a run that was started here ends with the audit and the report. */
  'run.audit': { default: true },
} as const;

export type Setting = keyof typeof SETTINGS;

/** The type of a setting's value: one of its values where they are listed, else a switch. */
export type SettingValue<K extends Setting> = (typeof SETTINGS)[K] extends {
  readonly values: readonly (infer V)[];
}
  ? V
  : boolean;
