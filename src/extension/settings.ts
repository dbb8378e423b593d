import { workspace, type Uri } from 'vscode';
import { SETTINGS, type Setting, type SettingValue } from './settings-table';

/** The value of a setting of Stagecraft for a document or folder; what is no allowed value counts as the default. */
export function setting<K extends Setting>(key: K, scope?: Uri): SettingValue<K> {
  const declared: { readonly default: unknown; readonly values?: readonly unknown[] } = SETTINGS[key];
  const { default: fallback, values } = declared;
  const value: unknown = workspace.getConfiguration('stagecraft', scope).get(key);
  const allowed =
    values?.includes(value) ?? (typeof value === typeof fallback && value !== null && !Array.isArray(value));
  return (allowed ? value : fallback) as SettingValue<K>;
}
