import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Fields } from '../../../language';
import type { Context, Draft } from '../context';
import { describeKey, detailOf } from '../describe';
import { literal } from '../snippet';
import { alternatives } from '../shapes';
import { keySnippet, type KeyPlace } from './key-snippet';

/** What a key's snippet must know of its place; `inside` for the keys of a mapping that begins behind a dash. */
export function keyPlace({ cursor, eol, curriculum, snippets }: Context, inside = false): KeyPlace {
  return {
    flow: cursor.flow,
    indentation: inside ? `${cursor.indentation}  ` : cursor.indentation,
    eol,
    snippets,
    datasets: curriculum?.datasets.map(({ id }) => id) ?? [],
  };
}

/** Keys of the grammar that are not written yet, the required ones first, else in the grammar's order. */
export function fieldItems(context: Context, keys: Fields, at: KeyPlace, group = 1): readonly Draft[] {
  const { cursor } = context;
  return Object.entries(keys).flatMap(([key, field]): readonly Draft[] => {
    if (cursor.beside.has(key)) return [];
    const { requiredWithout: other } = field;
    const shape = other === undefined || cursor.beside.has(other) ? field : { ...field, required: true };
    const { text, retrigger } = keySnippet(key, shape, at);
    const isNested = alternatives(shape).some(({ kind }) => kind === 'record' || kind === 'dictionary');
    return [
      {
        label: key,
        kind: isNested ? CompletionItemKind.Module : CompletionItemKind.Property,
        snippet: cursor.colon ? literal(key) : text,
        detail: detailOf(shape),
        doc: describeKey(shape),
        group: shape.required === true ? 0 : group,
        retrigger: retrigger && !cursor.colon,
      },
    ];
  });
}
