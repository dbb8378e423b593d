import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CodeAction, Diagnostic, TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { FIXES } from '../../src/service';
import { BROKEN_MAKE } from '../service/actions/broken-make';
import { killAll, makeFolder, startClient, type Client, type Folder } from './client';

let folder: Folder;
let client: Client;
beforeEach(async () => {
  folder = makeFolder();
  client = await startClient({ folder: folder.path, settings: { checkData: 'never' } });
});
afterEach(async () => {
  await client.stop();
  folder.remove();
});
afterAll(killAll);

const countOf = (found: readonly Diagnostic[], code: string): number =>
  found.filter((one) => one.code === code).length;
const editsOf = ({ edit }: CodeAction, uri: string): readonly TextEdit[] =>
  edit?.changes?.[uri] ??
  edit?.documentChanges?.flatMap((one) => ('edits' in one ? (one.edits as TextEdit[]) : [])) ??
  [];

describe('fixes of a recipe, through the editor', () => {
  test('every code of recipes that can be mended is among them', () => {
    const codes = Object.keys(FIXES).filter((code) => code >= 'SC260' && code <= 'SC273');
    expect(codes).toHaveLength(14);
    const tried = new Set<string>(BROKEN_MAKE.map(({ code }) => code));
    const fixable = codes.filter((code) => 'fix' in FIXES[code as keyof typeof FIXES]);
    expect(fixable.filter((code) => !tried.has(code))).toEqual([]);
  });

  test('are offered where the problem stands, and clear it', async () => {
    let version = 0;
    const uri = client.open(folder.write('a.curriculum.yaml', ''), '', version);
    const shown = async (text: string): Promise<readonly Diagnostic[]> => {
      const now = (version += 1);
      client.change(uri, now, [{ text }]);
      return client.until(uri, (_, seen) => seen === now);
    };
    for (const { code, text, title } of BROKEN_MAKE) {
      const before = await shown(text);
      const [problem] = before.filter((one) => one.code === code);
      expect(problem, `${code} in\n${text}`).toBeDefined();
      const actions = await client.request<readonly CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri },
        range: problem!.range,
        context: { diagnostics: [problem!], only: ['quickfix'] },
      });
      expect(actions[0]?.title, code).toBe(title);
      for (const action of actions) {
        const edits = editsOf(action, uri);
        expect(edits.length, action.title).toBeGreaterThan(0);
        const mended = TextDocument.applyEdits(TextDocument.create(uri, '', 0, text), [...edits]);
        const after = await shown(mended);
        expect(countOf(after, code), `${action.title}\n${mended}`).toBeLessThan(countOf(before, code));
      }
    }
  }, 120_000);
});
