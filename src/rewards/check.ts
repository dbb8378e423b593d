import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { RewardRef } from '../language';
import type { Place, Problem, ProblemCode } from '../protocol';
import { BUILTIN_REWARDS, isBuiltinReward } from './builtin';

/** What is wrong with a curriculum's reward, found by reading only: nothing of the user's is run. */
export function checkReward(ref: RewardRef, place: Place): readonly Problem[] {
  if (ref.kind === 'builtin') {
    if (isBuiltinReward(ref.name)) return [];
    return [
      problem(
        'SC460',
        place,
        `there is no built-in reward ${ref.name}`,
        `use one of ${Object.keys(BUILTIN_REWARDS).join(', ')}, or file.py:function`,
      ),
    ];
  }
  let text: string;
  try {
    text = readFileSync(ref.path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    const why =
      code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`;
    return [
      problem(
        'SC461',
        place,
        `the reward file ${ref.path} ${why}`,
        'write file.py:function, relative to the curriculum file',
      ),
    ];
  }
  const problems: Problem[] = [];
  const defined = definedNames(text);
  if (!defined.all.has(ref.function)) {
    const functions = [...defined.functions].filter((name) => !name.startsWith('_'));
    const hint =
      functions.length > 0
        ? `it defines ${functions.slice(0, 6).join(', ')}`
        : `define it: def ${ref.function}(rewards): return [{"overall": 0.0} for reward in rewards]`;
    problems.push(problem('SC462', place, `${basename(ref.path)} defines no function ${ref.function}`, hint));
  }
  const mode = /^REWARD_TYPE[ \t]*(?::[^=\n]{0,40})?=[ \t]*(["'])([^"'\n]{0,40})\1/m.exec(text)?.[2];
  if (mode !== undefined && mode !== 'batch' && mode !== 'sequential') {
    problems.push(
      problem(
        'SC463',
        place,
        `REWARD_TYPE of ${basename(ref.path)} is "${mode}"`,
        'it must be "batch" or "sequential"',
      ),
    );
  }
  return problems;
}

const problem = (code: ProblemCode, place: Place, message: string, hint: string): Problem => ({
  code,
  severity: 'error',
  message,
  place,
  hint,
});

/** Names that the file's top level (or a top-level `if`/`try`) gives a value to; triple-quoted text is skipped. */
function definedNames(text: string): {
  readonly functions: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
} {
  const functions = new Set<string>();
  const all = new Set<string>();
  let quote: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const wasQuoted = quote !== undefined;
    for (const [mark] of line.matchAll(/"""|'''/g)) {
      if (quote === undefined) quote = mark;
      else if (quote === mark) quote = undefined;
    }
    if (wasQuoted) continue;
    const def = /^(?: {4}|\t)?(?:async )?def ([\p{L}_][\p{L}\p{N}_]*)[ \t]*\(/u.exec(line)?.[1];
    if (def !== undefined) functions.add(def);
    const name = def ?? /^(?: {4}|\t)?([\p{L}_][\p{L}\p{N}_]*)[ \t]*(?::[^=]{0,80})?=(?!=)/u.exec(line)?.[1];
    if (name !== undefined) all.add(name);
    const imported = /^(?: {4}|\t)?(?:from [\w.]{1,200} )?import (.*)$/.exec(line)?.[1];
    for (const part of imported?.split(',') ?? []) {
      const local = /(?:\bas )?([\p{L}_][\p{L}\p{N}_]*)[ \t)]*(?:#.*)?$/u.exec(part.trim())?.[1];
      if (local !== undefined) all.add(local);
      if (part.trim() === '*') all.add('*');
    }
  }
  return { functions, all: all.has('*') ? new AnyName() : all };
}

/** After `import *` any name may be there: reading cannot tell, so nothing is reported. */
class AnyName extends Set<string> {
  override has(): boolean {
    return true;
  }
}
