import { CompletionItemKind } from 'vscode-languageserver-types';
import { ALLOWED_FUNCTIONS, type ExpressionKind } from '../../../data';
import { METRICS } from '../../../protocol';
import type { Context, Draft } from '../context';
import { literal, place } from '../snippet';
import { stageColumns } from '../values/columns';
import { expressionState } from './state';
import { constants, operators } from './words';

/** What can be written next in an expression: names, functions and words where the text before asks for them. */
export async function expressionItems(context: Context, kind: ExpressionKind): Promise<readonly Draft[]> {
  const { cursor, snapshot } = context;
  const { next, word } = expressionState(cursor.before);
  if (next === 'nothing') return [];
  const offset = cursor.start + cursor.prefix.length;
  const behind = /^[\p{L}\p{N}_$]*/u.exec(snapshot.source.text.slice(offset, cursor.end))?.[0] ?? '';
  const range = { start: offset - word.length, end: offset + behind.length };
  const drafts =
    next === 'operator'
      ? operators(kind)
      : [
          ...(kind === 'until' ? metrics : await columns(context)),
          ...functions(cursor.flow && cursor.quote === undefined),
          ...constants,
        ];
  return drafts.map((draft) => ({
    ...draft,
    snippet: draft.snippet ?? literal(draft.value ?? draft.label),
    range,
  }));
}

const metrics: readonly Draft[] = Object.entries(METRICS).map(([label, { unit, doc }]) => ({
  label,
  kind: CompletionItemKind.Field,
  ...(unit === '' ? {} : { detail: unit }),
  doc,
  group: label.startsWith('val_') ? 0 : 1,
}));

async function columns(context: Context): Promise<readonly Draft[]> {
  const found = await stageColumns(context);
  const most = Math.max(0, ...found.map(({ datasets }) => datasets.length));
  return found.map(({ name, type, datasets }) => ({
    label: name,
    kind: CompletionItemKind.Field,
    // A name that is no plain word, or a word of the language, stands in double quotes.
    value: /^[a-z_][a-z0-9_]*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`,
    detail: type,
    doc: `Column of ${datasets.map((id) => `\`${id.replaceAll('`', '')}\``).join(', ')}.`,
    group: datasets.length < most ? 1 : 0,
  }));
}

/** A comma ends a plain text in a flow collection: only the first argument is written there. */
const functions = (noCommas: boolean): readonly Draft[] =>
  Object.entries(ALLOWED_FUNCTIONS).map(([label, { signature, doc }]) => {
    const parameters = signature.slice(signature.indexOf('(') + 1, -1);
    const names = parameters === '' ? [] : parameters.split(', ');
    const places = names.map((name, index) => place(index + 1, name));
    return {
      label,
      kind: CompletionItemKind.Function,
      snippet: `${label}(${noCommas ? place(1) : places.join(', ')})`,
      detail: signature.slice(signature.indexOf('(')),
      doc: `\`${signature}\`\n\n${doc}`,
      group: 3,
    };
  });
