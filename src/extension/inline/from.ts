import { dirname, resolve } from 'node:path';
import type { AuditSet } from '../../protocol';
import { isInside } from '../pages/images';

/** Paths longer than this, and more of them, are none. */
const LONGEST = 1000;
const MOST = 50;

/**
 * What `audit: { from: ... }` of a curriculum names, as absolute paths. Read from the text line by line, as far as it is
 * written plainly: what it stands for is the language server's business, this is only where something may be shown.
 */
export function fromPaths(text: string, file: string): readonly string[] {
  const at = fromLine(text);
  if (at === undefined) return [];
  return at.value
    .replace(/^\[|\].*$/g, '')
    .split(',')
    .map((path) => path.trim().replace(/^(['"])(.*)\1$/, '$2'))
    .filter((path) => path !== '' && path.length <= LONGEST)
    .slice(0, MOST)
    .map((path) => resolve(dirname(file), path));
}

/** The line (from 0) of a curriculum where `from` of its `audit` stands, and what is written there. */
export function fromLine(text: string): { readonly line: number; readonly value: string } | undefined {
  const lines = text.split(/\r?\n/);
  const audit = lines.findIndex((line) => /^audit\s*:/.test(line));
  if (audit < 0) return undefined;
  const flow = /^audit\s*:.*[{,]\s*from\s*:\s*(\[[^\]]*\]|[^,}#]+)/.exec(lines[audit] ?? '');
  if (flow?.[1] !== undefined) return { line: audit, value: flow[1].trim() };
  for (let line = audit + 1; line < lines.length; line += 1) {
    const written = lines[line] ?? '';
    if (/^[^\s#]/.test(written)) return undefined;
    const block = /^\s+from\s*:\s*(.*?)(?:\s+#.*)?$/.exec(written);
    if (block === null) continue;
    if (block[1] !== undefined && block[1] !== '') return { line, value: block[1] };
    const items: string[] = [];
    for (let next = line + 1; /^\s+-\s+\S/.test(lines[next] ?? ''); next += 1)
      items.push((lines[next] ?? '').replace(/^\s+-\s+/, '').replace(/\s+#.*$/, ''));
    return { line, value: `[${items.join(',')}]` };
  }
  return undefined;
}

/** The newest imported audits whose results lie at these paths, one of each model. */
export function importsOf(sets: readonly AuditSet[], paths: readonly string[]): readonly AuditSet[] {
  const seen = new Set<string>();
  return sets.filter(({ kind, model, benchmarks }) => {
    const fits =
      kind === 'import' &&
      benchmarks.some(({ source }) => paths.some((path) => source === path || isInside(source, path)));
    return fits && !seen.has(model) && seen.add(model);
  });
}
