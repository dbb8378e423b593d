import { basename, dirname, join } from 'node:path';
import type { Location, Range } from 'vscode-languageserver-types';
import { pythonFunctions } from '../../rewards';
import { uriOf, type Snapshot } from '../document/snapshot';
import type { Known } from '../known/known';
import { outsideOf, type Outside } from '../links/outside';
import type { Occurrence } from './occurrences';
import { rangeOf } from './range';
import { nameAt, type Named } from './table';

const TOP: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/**
 * Where what stands at an offset is defined: the declaration of a name, across `extends`; the file of a path; the
 * function of a reward. Empty when there is nothing, or when the file is known not to be there.
 */
export async function definition(
  snapshot: Snapshot,
  offset: number,
  known?: Known,
): Promise<readonly Location[]> {
  const named = nameAt(snapshot, offset);
  if (named !== undefined) return declarations(named).map(({ uri, span }) => ({ uri, range: rangeOf(span) }));
  const outside = outsideOf(snapshot).find(({ span }) => span.start <= offset && offset <= span.end);
  const location = outside === undefined ? undefined : await locationOf(outside, known);
  return location === undefined ? [] : [location];
}

/**
 * The declaration that the others build on: of the furthest file, and outside variants where there is one. A name
 * that only variants declare is that of the variant that asks.
 */
function declarations({ all, at }: Named): readonly Occurrence[] {
  const declared = all.filter(({ role }) => role === 'declaration');
  const plain = declared.filter(({ variant }) => variant === undefined);
  const same = declared.filter(({ variant }) => variant === at.variant);
  const best = [plain, same, declared].find(({ length }) => length > 0) ?? [];
  const base = best.at(-1)?.uri;
  const [first] = best.filter(({ uri }) => uri === base);
  return first === undefined ? [] : [first];
}

async function locationOf(outside: Outside, known: Known | undefined): Promise<Location | undefined> {
  if (outside.kind === 'web') return undefined;
  const { path, uri } = outside;
  if (path === undefined) return outside.kind === 'file' ? { uri, range: TOP } : undefined;
  if (outside.kind === 'folder') {
    // An editor cannot show a folder; the configuration says what the model in it is.
    const entries = await known?.folder(path);
    const config = entries?.some(({ name, kind }) => name === 'config.json' && kind === 'file');
    return config === true ? { uri: uriOf(join(path, 'config.json')), range: TOP } : undefined;
  }
  if (!(await mayExist(path, known))) return undefined;
  if (outside.function === undefined) return { uri, range: TOP };
  const text = await known?.text(path);
  return { uri, range: text === undefined ? TOP : (functionRange(text, outside.function) ?? TOP) };
}

/** Folders of so many names are listed in part. */
const LISTED = 2000;

async function mayExist(path: string, known: Known | undefined): Promise<boolean> {
  const entries = await known?.folder(dirname(path));
  const name = basename(path);
  if (entries === undefined || entries.length >= LISTED || name.startsWith('.')) return true;
  return entries.some((entry) => entry.name === name);
}

/** The name behind `def`, else where a value is given to it. Nothing is run. */
function functionRange(text: string, name: string): Range | undefined {
  const found = pythonFunctions(text).find((one) => one.name === name);
  if (found !== undefined) return rangeAt(found.line, found.column, name);
  const given = new RegExp(`^([ \\t]*)${name}[ \\t]*(?::[^=\\n]*)?=(?!=)`, 'u');
  for (const [line, content] of text.split(/\r\n|\n|\r/).entries()) {
    const indent = given.exec(content)?.[1]?.length;
    if (indent !== undefined) return rangeAt(line, indent, name);
  }
  return undefined;
}

const rangeAt = (line: number, character: number, name: string): Range => ({
  start: { line, character },
  end: { line, character: character + name.length },
});
