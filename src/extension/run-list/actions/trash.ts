/** Why a folder did not go into the trash. */
export type TrashFailure =
  /** Somebody was faster. */
  | 'gone'
  /** The file system behind this window knows no trash. */
  | 'unsupported'
  /** It has one, and could not: the folder is not ours, a file of it is open, the disk is read-only. */
  | 'refused';

/**
 * Reads what the editor threw. The editor has no code for a file system without a trash: on another machine (`remote`)
 * none has one, and on this one the editor says so in a sentence that is in English in every language it comes in but
 * those with a language pack, which then reads as a refusal: the folder stays, and the sentence is shown.
 */
export function trashFailure(error: unknown, remote: boolean): TrashFailure {
  const { code, message } = partsOf(error);
  if (code === 'FileNotFound' || code === 'EntryNotFound') return 'gone';
  if (CODES.has(code)) return 'refused';
  return remote || /trash because provider does not support/i.test(message) ? 'unsupported' : 'refused';
}

/** Codes of `FileSystemError` that say what is wrong, and it is not the trash. */
const CODES: ReadonlySet<string> = new Set([
  'NoPermissions',
  'FileExists',
  'FileNotADirectory',
  'FileIsADirectory',
]);

function partsOf(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  return {
    code: 'code' in error && typeof error.code === 'string' ? error.code : '',
    message: error.message,
  };
}
