import { readFileSync, statSync } from 'node:fs';

/** Bytes of a curriculum at most; the language allows four million characters. */
const MOST_BYTES = 16_000_000;
/** Files kept: a chain of `extends` has few. */
const MOST_FILES = 64;

/**
 * Reads small UTF-8 files of the disk by absolute path, nothing for one that is missing, large or otherwise encoded.
 * A file is asked for with every keystroke in one that extends it: its text is kept as long as size and time stay.
 */
export function diskReader(): (path: string) => string | undefined {
  const kept = new Map<string, { readonly size: number; readonly mtime: number; readonly text: string }>();
  return (path) => {
    try {
      const info = statSync(path);
      const { size, mtimeMs: mtime } = info;
      const known = kept.get(path);
      if (known?.size === size && known.mtime === mtime) return known.text;
      if (!info.isFile() || size > MOST_BYTES) return undefined;
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
      if (kept.size >= MOST_FILES) kept.clear();
      kept.set(path, { size, mtime, text });
      return text;
    } catch {
      return undefined;
    }
  };
}
