import { exampleOf, GRAMMAR, type Field, type Shape } from '../../../src/language';

/** A key of the grammar as it stands in a document that has every key. */
export interface WrittenKey {
  readonly path: string;
  readonly doc: string;
  readonly offset: number;
}

/**
 * A document with every key of the grammar, and where each stands. Of alternatives the one with keys is written; lists
 * of stages once as a list.
 */
export function everyKey(): { readonly text: string; readonly keys: readonly WrittenKey[] } {
  let text = '';
  const keys: WrittenKey[] = [];

  const record = (fields: Readonly<Record<string, Field>>, indent: string, path: string): void => {
    for (const [key, field] of Object.entries(fields)) {
      text += indent;
      keys.push({ path: `${path}${key}`, doc: field.doc, offset: text.length + 1 });
      text += `${key}:`;
      value(field, `${indent}  `, `${path}${key}.`);
    }
  };
  const value = (shape: Shape & Partial<Field>, indent: string, path: string): void => {
    switch (shape.kind) {
      case 'record':
        text += '\n';
        record(shape.keys, indent, path);
        return;
      case 'dictionary':
        text += `\n${indent}one:`;
        value(shape.value, `${indent}  `, `${path}one.`);
        return;
      case 'list': {
        const item = shape.item.kind === 'either' ? shape.item.options[0] : shape.item;
        if (item?.kind === 'number') {
          text += ' [0.5]\n';
          return;
        }
        if (item?.kind !== 'record') throw new Error('only lists of mappings and numbers are written');
        text += `\n${indent}-\n`;
        record(item.keys, `${indent}  `, `${path}0.`);
        return;
      }
      case 'either': {
        const meant =
          shape.options.find(({ kind }) => kind === 'record' || kind === 'list') ?? shape.options[0];
        if (meant === undefined) throw new Error('an alternative of nothing');
        value(meant, indent, path);
        return;
      }
      default:
        text += ` ${exampleOf(shape) ?? 'x'}\n`;
    }
  };
  record(GRAMMAR.keys, '', '');
  return { text, keys };
}
