import { isSecretName } from '../../protocol';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A setting's variables as they are handed to a process, and the names of those that are not, by reason. */
export interface Variables {
  readonly variables: Readonly<Record<string, string>>;
  /** Sound like secrets, which do not belong into a settings file. */
  readonly secret: readonly string[];
  /** No names of variables, or values that are no text. */
  readonly unusable: readonly string[];
}

/** Reads the setting `stagecraft.environment`, whatever it holds. */
export function variablesOf(setting: unknown): Variables {
  const variables: Record<string, string> = {};
  const secret: string[] = [];
  const unusable: string[] = [];
  const entries = typeof setting === 'object' && setting !== null ? Object.entries(setting) : [];
  for (const [name, value] of entries as [string, unknown][]) {
    if (!NAME.test(name) || typeof value !== 'string' || value.includes('\0')) unusable.push(name);
    else if (isSecretName(name)) secret.push(name);
    else variables[name] = value;
  }
  return { variables, secret, unusable };
}
