import { dirname, posix, resolve, win32 } from 'node:path';
import type { CheckpointRule, DataRef, ModelRef, RewardRef } from '../model';
import { MODEL_PRESETS } from '../schema/presets';
import { BUILTIN_REWARDS } from '../schema/reward-table';

const DATA_FILE = /\.(?:jsonl|json|csv|parquet)$/i;
const HUB_PART = '[A-Za-z0-9][\\w.-]*';
const HUB_ID = new RegExp(`^${HUB_PART}/${HUB_PART}$`);
const HUB_SPLIT = new RegExp(`^(${HUB_PART}/${HUB_PART})@([A-Za-z0-9_][\\w.+-]*)$`);

const isFolderPath = (text: string): boolean =>
  /^\.{1,2}(?:[/\\]|$)/.test(text) || posix.isAbsolute(text) || win32.isAbsolute(text);

/** `~`, `$HOME`, `${X}`, `%X%` and URLs, none of which a path may have; the message says which. */
export function pathFault(text: string): string | undefined {
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(text)) return 'a URL is not a file';
  if (text.startsWith('~')) return '`~` is not expanded';
  if (/\$\{?[A-Za-z_]|%[A-Za-z_]+%/.test(text)) return 'variables are not expanded';
  return text.includes('\0') ? 'it has a NUL character' : undefined;
}

/**
 * Reads the form of a data reference; relative paths count from the folder of `at.file`. Nothing when the text has
 * neither form. A text that ends like a data file is one, even with an `@` in it.
 */
export function parseDataRef(at: { readonly file: string }, text: string): DataRef | undefined {
  if (DATA_FILE.test(text)) return { kind: 'file', text, path: resolve(dirname(at.file), text) };
  const hub = HUB_SPLIT.exec(text);
  if (hub?.[1] === undefined || hub[2] === undefined) return undefined;
  return { kind: 'hub', text, id: hub[1], split: hub[2] };
}

/** A preset's name, a Hub id, or a folder that starts with `./`, `../`, `/` or a drive. */
export function parseModel(file: string, text: string): ModelRef | undefined {
  if (Object.hasOwn(MODEL_PRESETS, text)) return { kind: 'preset', name: text };
  if (isFolderPath(text)) return { kind: 'folder', path: resolve(dirname(file), text) };
  return HUB_ID.test(text) ? { kind: 'hub', id: text } : undefined;
}

/** A built-in reward's name, or `file.py:function`. */
export function parseReward(file: string, text: string): RewardRef | undefined {
  if (Object.hasOwn(BUILTIN_REWARDS, text)) return { kind: 'builtin', name: text };
  const python = /^(.+\.py):([A-Za-z_]\w*)$/.exec(text);
  if (python?.[1] === undefined || python[2] === undefined) return undefined;
  return { kind: 'python', path: resolve(dirname(file), python[1]), function: python[2] };
}

/** `best`, `last` or `step N`. */
export function parseCheckpoint(text: string): CheckpointRule | undefined {
  if (text === 'best' || text === 'last') return { kind: text };
  const step = /^step\s+(\d{1,12})$/.exec(text)?.[1];
  return step === undefined || Number(step) < 1 ? undefined : { kind: 'step', step: Number(step) };
}
