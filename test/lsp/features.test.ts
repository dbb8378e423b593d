import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type {
  CodeAction,
  CodeLens,
  CompletionList,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  MarkupContent,
  SelectionRange,
  SemanticTokens,
  SemanticTokensDelta,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { EDITOR_COMMANDS } from '../../src/protocol';
import { killAll, makeFolder, sleep, SMALL, startClient, sums, type Client, type Folder } from './client';

const EXAMPLE = resolve('examples/shape-math/shape-math.curriculum.yaml');
const TEXT = readFileSync(EXAMPLE, 'utf8');

let folder: Folder;
let client: Client;
beforeEach(async () => {
  folder = makeFolder();
  folder.rows('sums.jsonl', sums(40));
  client = await startClient({ folder: folder.path });
});
afterEach(async () => {
  await client.stop();
  folder.remove();
});
afterAll(killAll);

/** The position of `|` in a marked text, and the text without it. */
function marked(text: string) {
  const offset = text.indexOf('|');
  const before = text.slice(0, offset).split('\n');
  return {
    text: text.slice(0, offset) + text.slice(offset + 1),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}
const ask = <T>(method: string, uri: string, params: object = {}): Promise<T> =>
  client.request(`textDocument/${method}`, { textDocument: { uri }, ...params });
/** Positions a line and column of a part of a text. */
function at(text: string, part: string, into = 1) {
  const document = TextDocument.create('', '', 0, text);
  return document.positionAt(text.indexOf(part) + into);
}

describe('completion', () => {
  test('keys, names, and columns of the real file', async () => {
    const key = marked(`${SMALL}    ep|\n`);
    const uri = client.open(folder.write('a.curriculum.yaml', key.text), key.text);
    const keys = await ask<CompletionList>('completion', uri, { position: key.position });
    expect(keys.items.map(({ label }) => label)).toContain('epochs');
    const dataset = marked(SMALL.replace('data: sums', 'data: |'));
    client.change(uri, 2, [{ text: dataset.text }]);
    const datasets = await ask<CompletionList>('completion', uri, { position: dataset.position });
    expect(datasets.items.map(({ label }) => label)).toContain('sums');
    const column = marked(SMALL.replace('pass_rate < 1', 'pass|'));
    client.change(uri, 3, [{ text: column.text }]);
    // The first answer may not wait for the data process to start, and says that it is incomplete.
    const columns = async (): Promise<readonly string[]> => {
      const list = await ask<CompletionList>('completion', uri, { position: column.position });
      return list.isIncomplete ? [] : list.items.map(({ label }) => label);
    };
    await expect.poll(columns, { timeout: 40_000 }).toContain('pass_rate');
  });
});

describe('reading', () => {
  test('hover says what a key is, and what a dataset holds', async () => {
    const uri = client.open(EXAMPLE, TEXT);
    const words = async (part: string): Promise<string> => {
      const hover = await ask<Hover | null>('hover', uri, { position: at(TEXT, part) });
      return (hover?.contents as MarkupContent | undefined)?.value ?? '';
    };
    expect(await words('rollouts:')).toContain('rollouts');
    const rows = readFileSync(resolve('examples/shape-math/data/perception-train.jsonl'), 'utf8')
      .trim()
      .split('\n');
    // Of a dataset that is being read the hover may wait for a moment, then answers with the text alone.
    await expect.poll(() => words('pictures:'), { timeout: 40_000 }).toContain(String(rows.length));
  });

  test('hints and lenses show the plan once it is made, and the editor is asked to look again', async () => {
    const uri = client.open(EXAMPLE, TEXT);
    const range = { start: { line: 0, character: 0 }, end: { line: 500, character: 0 } };
    const hints = async (): Promise<string> =>
      JSON.stringify(await ask<readonly InlayHint[]>('inlayHint', uri, { range }));
    await expect.poll(hints, { timeout: 40_000 }).toContain('steps');
    await expect.poll(() => client.heard('workspace/inlayHint/refresh').length).toBeGreaterThan(0);
    await expect.poll(() => client.heard('workspace/codeLens/refresh').length).toBeGreaterThan(0);
    const lenses = await ask<readonly CodeLens[]>('codeLens', uri);
    const commands = lenses.map(({ command }) => command?.command);
    expect(commands).toContain(EDITOR_COMMANDS.runStage);
    expect(commands).toContain(EDITOR_COMMANDS.plan);
    expect(lenses.every(({ command }) => (command?.arguments?.[0] as { uri: string }).uri === uri)).toBe(
      true,
    );
  });

  test('a client without the commands gets no lens, and settings turn hints and lenses off', async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 500, character: 0 } };
    const plain = await startClient({ folder: folder.path, initializationOptions: { commands: false } });
    const uri = plain.open(EXAMPLE, TEXT);
    expect(await plain.request('textDocument/codeLens', { textDocument: { uri } })).toEqual([]);
    await plain.stop();
    const off = await startClient({
      folder: folder.path,
      settings: { inlayHints: { enabled: false }, codeLens: { enabled: false } },
    });
    off.open(EXAMPLE, TEXT);
    await off.until(uri, (found) => found.length > 0);
    await sleep(300);
    expect(await off.request('textDocument/codeLens', { textDocument: { uri } })).toEqual([]);
    expect(await off.request('textDocument/inlayHint', { textDocument: { uri }, range })).toEqual([]);
    await off.stop();
  });
});

describe('quick fixes', () => {
  test('mend a name, through the diagnostic that the editor sends back', async () => {
    const text = SMALL.replace('data: sums', 'data: sumz');
    const uri = client.open(folder.write('a.curriculum.yaml', text), text);
    const found = await client.until(uri, (all) => all.some(({ code }) => code === 'SC201'));
    const diagnostic = found.find(({ code }) => code === 'SC201')!;
    const actions = await ask<readonly CodeAction[]>('codeAction', uri, {
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
    const edits = actions.map(
      ({ edit }) =>
        edit?.changes?.[uri] ??
        edit?.documentChanges?.flatMap((one) => ('edits' in one ? one.edits : [])) ??
        [],
    );
    const results = edits.map((some) =>
      TextDocument.applyEdits(TextDocument.create(uri, '', 0, text), some as TextEdit[]),
    );
    expect(results).toContain(SMALL);
  });
});

describe('names and structure', () => {
  test('definition, references, highlights, links', async () => {
    const uri = client.open(EXAMPLE, TEXT);
    const position = at(TEXT, 'data: pictures', 8);
    const [definition] = await ask<readonly Location[]>('definition', uri, { position });
    expect(definition).toMatchObject({ uri, range: { start: at(TEXT, 'pictures:', 0) } });
    const references = await ask<readonly Location[]>('references', uri, {
      position,
      context: { includeDeclaration: true },
    });
    expect(references.length).toBeGreaterThanOrEqual(3);
    expect((await ask<readonly unknown[]>('documentHighlight', uri, { position })).length).toBe(
      references.length,
    );
    const links = await ask<readonly DocumentLink[]>('documentLink', uri);
    expect(links.some(({ target }) => target?.endsWith('perception-train.jsonl'))).toBe(true);
  });

  test('rename changes all places or says why not', async () => {
    const uri = client.open(EXAMPLE, TEXT);
    const position = at(TEXT, 'data: sums', 7);
    const prepared = await ask<{ placeholder: string }>('prepareRename', uri, { position });
    expect(prepared.placeholder).toBe('sums');
    const edit = await ask<WorkspaceEdit>('rename', uri, { position, newName: 'totals' });
    const edits = edit.changes?.[uri] ?? [];
    const after = TextDocument.applyEdits(TextDocument.create(uri, '', 0, TEXT), edits);
    expect(after).toContain('  totals: #');
    expect(after).toContain('data: totals');
    await expect(ask('rename', uri, { position, newName: 'not a name!' })).rejects.toMatchObject({
      code: -32803,
    });
    expect(await ask('prepareRename', uri, { position: at(TEXT, 'curriculum: 1', 12) })).toBeNull();
  });

  test('outline, folding, selection, formatting', async () => {
    const uri = client.open(EXAMPLE, TEXT);
    const symbols = await ask<readonly DocumentSymbol[]>('documentSymbol', uri);
    const names = JSON.stringify(symbols);
    for (const name of ['datasets', 'pictures', 'see-and-think']) expect(names).toContain(name);
    const folds = await ask<readonly FoldingRange[]>('foldingRange', uri);
    expect(folds.some(({ startLine }) => startLine === at(TEXT, 'datasets:').line)).toBe(true);
    const positions = [at(TEXT, 'data: pictures', 8)];
    const [selection] = await ask<readonly SelectionRange[]>('selectionRange', uri, { positions });
    expect(selection?.parent?.parent).toBeDefined();
    const messy = SMALL.replace('model: micro-vlm', 'model:    micro-vlm   ');
    const other = client.open(folder.write('m.curriculum.yaml', messy), messy);
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await ask<TextEdit[]>('formatting', other, { options });
    expect(TextDocument.applyEdits(TextDocument.create(other, '', 0, messy), edits)).toBe(SMALL);
    const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
    expect(await ask<TextEdit[]>('rangeFormatting', other, { range, options })).toEqual([]);
  });

  test('semantic tokens, whole, of a range, and as what changed', async () => {
    const uri = client.open(EXAMPLE, TEXT);
    const whole = await ask<SemanticTokens>('semanticTokens/full', uri);
    expect(whole.data.length).toBeGreaterThan(20);
    expect(whole.data.length % 5).toBe(0);
    const range = { start: { line: 0, character: 0 }, end: { line: 30, character: 0 } };
    const some = await ask<SemanticTokens>('semanticTokens/range', uri, { range });
    expect(some.data.length).toBeLessThan(whole.data.length);
    client.change(uri, 2, [{ text: `# a line more\n${TEXT}` }]);
    const delta = await ask<SemanticTokensDelta>('semanticTokens/full/delta', uri, {
      previousResultId: whole.resultId,
    });
    const now = [...whole.data];
    for (const { start, deleteCount, data = [] } of delta.edits) now.splice(start, deleteCount, ...data);
    const fresh = await ask<SemanticTokens>('semanticTokens/full', uri);
    expect(now).toEqual(fresh.data);
    const unknown = await ask<SemanticTokens>('semanticTokens/full/delta', uri, {
      previousResultId: 'other',
    });
    expect(unknown.data).toEqual(fresh.data);
  });
});
