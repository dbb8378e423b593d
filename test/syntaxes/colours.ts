import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Oniguruma from 'vscode-oniguruma';
import type * as Textmate from 'vscode-textmate';
import { packageRoot } from '../../src/protocol';

// Both are CommonJS bundles whose names only `require` sees.
const load = createRequire(import.meta.url);
const oniguruma = load('vscode-oniguruma') as typeof Oniguruma;
const textmate = load('vscode-textmate') as typeof Textmate;

export const SCOPE = 'source.curriculum';
const FILE = join(packageRoot(), 'syntaxes', 'curriculum.tmLanguage.json');

/** The grammar of the package, in the engine that editors use. */
export async function loadGrammar(): Promise<Textmate.IGrammar> {
  const wasm = load.resolve('vscode-oniguruma');
  await oniguruma.loadWASM(readFileSync(join(dirname(wasm), 'onig.wasm')));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scope) =>
      Promise.resolve(scope === SCOPE ? textmate.parseRawGrammar(readFileSync(FILE, 'utf8'), FILE) : null),
  });
  const grammar = await registry.loadGrammar(SCOPE);
  if (grammar === null) throw new Error(`No grammar in ${FILE}`);
  return grammar;
}

/** Each coloured piece of a text as `words: scope`, the innermost scope without the language's name. */
export function coloured(grammar: Textmate.IGrammar, text: string): string[] {
  const found: string[] = [];
  let state = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const words = line.slice(startIndex, endIndex);
      const scope = (scopes.at(-1) ?? SCOPE).replace('.curriculum', '');
      if (words.trim() !== '' && scope !== SCOPE.replace('.curriculum', ''))
        found.push(`${words.trim()}: ${scope}`);
    }
  }
  return found;
}
