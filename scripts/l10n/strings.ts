import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What the extension says to a user, as `l10n.t('...')` has it, sorted. Throws where such a call hands no literal. */
export function localisedStrings(folder = join('src', 'extension')): readonly string[] {
  const found = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const source = ts.createSourceFile(
      file,
      readFileSync(join(folder, file), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && node.expression.getText() === 'l10n.t') found.add(textOf(node, file));
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...found].sort();
}

function textOf(call: ts.CallExpression, file: string): string {
  const [first] = call.arguments;
  if (first !== undefined && ts.isStringLiteralLike(first)) return first.text;
  throw new Error(`${file}: ${call.getText()} hands no literal text, so it cannot be translated.`);
}

/** The contents of `l10n/bundle.l10n.json`: each text is its own key, to be translated beside it. */
export const localisationBundle = (): string =>
  `${JSON.stringify(Object.fromEntries(localisedStrings().map((text) => [text, text])), null, 2)}\n`;
