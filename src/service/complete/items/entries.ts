import { CompletionItemKind } from 'vscode-languageserver-types';
import type { KnownShape, Context, Draft } from '../context';
import { datasetIds, stageIds } from '../names';
import { choice, literal, place } from '../snippet';
import { datasetLines, endpointLines, nameChoice, type KeyPlace } from './key-snippet';
import { keyPlace } from './keys';

/** Keys of a mapping whose keys the user chooses: what can be changed there, and a whole new entry. */
export function entryItems(
  context: Context,
  shape: Extract<KnownShape, { kind: 'dictionary' }>,
): readonly Draft[] {
  const { cursor } = context;
  const at = keyPlace(context);
  const names =
    shape.entry === 'stage id' ? stageIds(context) : shape.entry === 'dataset id' ? datasetIds(context) : [];
  const changed = names
    .filter((name) => !cursor.beside.has(name))
    .map((name): Draft => ({
      label: name,
      kind: CompletionItemKind.Reference,
      snippet: cursor.colon
        ? literal(name)
        : at.flow
          ? `${literal(name)}: { ${place(1)} }`
          : `${literal(name)}:${at.eol}${at.indentation}  ${place(1)}`,
      detail: `changes this ${shape.entry.replace(' id', '')}`,
      group: 2,
      retrigger: true,
    }));
  const whole = cursor.colon ? undefined : newEntry(shape.entry, at, (name) => cursor.beside.has(name));
  return [...(whole === undefined ? [] : [whole]), ...changed];
}

/** A name that is not yet taken: `merged`, else `merged-2` and so on. */
function fresh(name: string, taken: (name: string) => boolean): string {
  let number = 1;
  let found = name;
  while (taken(found)) found = `${name}-${(number += 1)}`;
  return found;
}

function newEntry(entry: string, at: KeyPlace, taken: (name: string) => boolean): Draft | undefined {
  const make = (label: string, usual: string, block: string, flow: string, doc: string): Draft => {
    const name = fresh(usual, taken);
    return {
      label,
      kind: CompletionItemKind.Snippet,
      snippet: at.flow ? `${place(1, name)}: ${flow}` : `${place(1, name)}:${block}`,
      detail: 'a new one, whole',
      doc,
      group: 1,
    };
  };
  const capability = `capability: ${choice(2, ['perception', 'textual-reasoning', 'visual-reasoning'])}`;
  switch (entry) {
    case 'dataset id':
      return make(
        'dataset',
        'name',
        datasetLines(at, 1, 2),
        `{ ${capability}, train: ${place(3)} }`,
        'A dataset: an id that stages name, what its rows teach, and its file.',
      );
    case 'variant name':
      return make(
        'variant',
        'merged',
        `${at.eol}${at.indentation}  schedule: { capability: ${choice(2, ['merged', 'ordered', 'staged'])} }`,
        `{ schedule: { capability: ${choice(2, ['merged', 'ordered', 'staged'])} } }`,
        'An ablation: a name and only what differs.',
      );
    case 'endpoint name':
      return make(
        'endpoint',
        'judge',
        endpointLines(at, 1, 2),
        `{ url: ${place(2, 'http://127.0.0.1:8000/v1')}, model: ${place(3, 'Qwen/Qwen2.5-72B-Instruct')} }`,
        'A served model: its address and the name that the server knows it by.',
      );
    default:
      return undefined;
  }
}

/** A whole stage, to stand behind a dash. */
export function stageItem(context: Context, at: KeyPlace): Draft {
  const data = nameChoice(2, at.datasets);
  const ids = stageIds(context);
  const id = place(
    1,
    fresh('see', (name) => ids.includes(name)),
  );
  return {
    label: 'stage',
    kind: CompletionItemKind.Snippet,
    snippet: context.cursor.flow
      ? `{ id: ${id}, data: ${data} }`
      : `id: ${id}${at.eol}${at.indentation}data: ${data}`,
    detail: 'a new one, whole',
    doc: 'A stage: its id, and the dataset whose train rows it learns from.',
    group: 0,
  };
}
