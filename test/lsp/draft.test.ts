import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDocuments } from '../../src/server/documents/store';

const URI = 'untitled:draft.curriculum.yaml';
const TEXT = `curriculum: 1
datasets:
  shapes: { capability: perception, train: shapes.jsonl }
stages:
  - id: see
    data: shapes
    epochs: 2
`;

const opened = () => {
  const documents = openDocuments();
  const first = documents.open({ uri: URI, version: 1, text: TEXT });
  const change = (line: number, from: number, to: number, text: string) => {
    const range = { start: { line, character: from }, end: { line, character: to } };
    const changed = documents.change(URI, 2, [{ range, text }]);
    if (changed === undefined) throw new Error('The change makes no sense');
    return changed.document;
  };
  return { documents, first, change };
};

describe('the draft of a document', () => {
  it('has the newest text, with the names of the analysis before a change inside a line', () => {
    const { first, change } = opened();
    const before = first.snapshot();
    const draft = change(6, 4, 13, 'ep').draft();
    expect(draft.source.text).toBe(TEXT.replace('epochs: 2', 'ep'));
    expect(draft.source.lines.lineStart(7)).toBe(draft.source.text.length);
    expect(draft.version).toBe(2);
    expect(draft.checked).toBe(before.checked);
    // Over several keystrokes without an analysis between them, too.
    expect(change(6, 4, 6, 'b').draft().checked).toBe(before.checked);
  });

  it('is the snapshot as soon as there is one', () => {
    const { first, change } = opened();
    first.snapshot();
    const document = change(4, 8, 11, 'look');
    expect(document.draft().checked.base.curriculum?.stages[0]?.id).toBe('see');
    const snapshot = document.snapshot();
    expect(document.draft()).toBe(snapshot);
    expect(snapshot.checked.base.curriculum?.stages[0]?.id).toBe('look');
  });

  it('is analysed where lines come or go, or nothing was analysed before', () => {
    const { first, change } = opened();
    expect(first.draft()).toBe(first.snapshot());
    const more = change(7, 0, 0, '  - id: think\n    data: shapes\n');
    expect(more.draft().checked.base.curriculum?.stages.map(({ id }) => id)).toEqual(['see', 'think']);
    const fewer = change(7, 0, 9, '');
    fewer.snapshot();
    const joined = change(5, 16, 16, '\n    epochs: 1');
    expect(joined.draft()).toBe(joined.snapshot());
  });

  it('is analysed anew when a file that the document extends has changed', () => {
    const documents = openDocuments();
    const base = documents.open({
      uri: 'file:///drafts/base.curriculum.yaml',
      version: 1,
      text: 'datasets:\n  a: { capability: c, train: a.jsonl }\n',
    });
    const uri = 'file:///drafts/main.curriculum.yaml';
    const ids = (): readonly string[] | undefined =>
      documents
        .get(uri)
        ?.draft()
        .checked.base.curriculum?.datasets.map(({ id }) => id);
    documents.open({ uri, version: 1, text: 'curriculum: 1\nextends: base.curriculum.yaml\n' });
    expect(ids()).toEqual(['a']);
    const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 3 } };
    documents.change(base.uri, 2, [{ range, text: 'b' }]);
    documents.reread(base.path);
    expect(ids()).toEqual(['b']);
  });

  it('always has the lines of the analysis that it goes by', () => {
    const edit = fc.record({
      at: fc.nat(TEXT.length),
      gone: fc.nat(20),
      text: fc.constantFrom('', 'x', 'ab: ', '\n', '\r', '\r\n', 'a\nb', '- '),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const { documents, first } = opened();
        first.snapshot();
        for (const [index, { at, gone, text }] of edits.entries()) {
          const { source } = documents.get(URI)?.draft() ?? first.draft();
          const place = (offset: number) => {
            const { line, column } = source.lines.position(offset);
            return { line, character: column };
          };
          const range = { start: place(at), end: place(at + gone) };
          const document = documents.change(URI, index + 2, [{ range, text }])?.document;
          const draft = document?.draft();
          const analysed = document?.analysed();
          expect(draft?.source.text).toBe(document?.text);
          expect(draft?.source.lines.lineCount).toBe(analysed?.source.lines.lineCount);
        }
      }),
    );
  });
});
