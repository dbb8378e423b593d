import type { StageCommand } from '../../protocol';

/**
 * What a command is about, from whatever called it: a lens hands a `StageCommand`, a menu a Uri, the palette and a
 * keyboard nothing. Arguments come from outside (a `command:` link can hand anything), so their shape is looked at.
 */
export function stageCommand(argument: unknown): StageCommand | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('uri' in argument && typeof argument.uri === 'string') {
    const { uri } = argument;
    return { uri, ...text(argument, 'variant'), ...text(argument, 'stage'), ...text(argument, 'dataset') };
  }
  // A vscode.Uri: its text is what the server knows the document by.
  return isUri(argument) ? { uri: argument.toString() } : undefined;
}

const isUri = (value: object): value is { scheme: string; toString(): string } =>
  'scheme' in value && 'path' in value && typeof value.scheme === 'string';

function text<K extends string>(from: object, key: K): Partial<Record<K, string>> {
  const value: unknown = (from as Record<string, unknown>)[key];
  return typeof value === 'string' ? ({ [key]: value } as Partial<Record<K, string>>) : {};
}
