import { SERVER_SETTINGS } from '../protocol';

/**
 * Every setting under `stagecraft.`: the language server's and the extension's own. `package.json` declares the same
 * keys, values and defaults, and a test compares them.
 */
export const SETTINGS = {
  ...SERVER_SETTINGS,
  /** Whether a run that was started here ends with the audit and the report. */
  'run.audit': { default: true },
  /** Whether the dashboard of a run that was started here opens by itself. */
  'run.openDashboard': { default: true },
  /** Whether the state of the newest run shows beside the stages of a curriculum. */
  'runStatus.enabled': { default: true },
  /** Whose the labels are that are given by hand; empty: the user's name on this machine. */
  annotator: { default: '' as string },
  /** Whether failures of the newest audit are shown above stages and at rows of data sets. */
  'audit.inline': { default: true },
  /** Requests to a model at once. */
  'audit.concurrency': { default: 8 as number },
  /** Models that failures may be shown to, beside those of curricula: as `models:` has them. */
  endpoints: { default: {} as Readonly<Record<string, unknown>> },
  /** The interpreter of Python rewards and engines; empty: the first that is found. */
  python: { default: '' as string },
  /** Variables for engines, beside those of the editor. */
  environment: { default: {} as Readonly<Record<string, unknown>> },
} as const;

export type Setting = keyof typeof SETTINGS;

/** The type of a setting's value: one of its values where they are listed, else that of its default. */
export type SettingValue<K extends Setting> = (typeof SETTINGS)[K] extends {
  readonly values: readonly (infer V)[];
}
  ? V
  : (typeof SETTINGS)[K]['default'] extends boolean
    ? boolean
    : (typeof SETTINGS)[K]['default'];
