import type { ExpressionKind } from '../../../data';
import { METRICS } from '../../../protocol';
import type { Context, Draft } from '../context';
import { stageColumns, type SharedColumn } from '../values/columns';
import { keepColumns } from '../values/make';
import { readBefore } from '../yaml-scalar';
import { insertPiece } from './insert';
import { kindOfType, type ValueKind } from './kinds';
import { columnOperands, functionOperands, literalOperands, metricOperands, wordOperands } from './operands';
import { operatorsAt } from './operators';
import { expressionState } from './state';

/** What can be written next in an expression: names, functions and words where the text before asks for them. */
export async function expressionItems(context: Context, kind: ExpressionKind): Promise<readonly Draft[]> {
  const { cursor, snapshot } = context;
  const before = readBefore(cursor);
  if (expressionState(before).next === 'nothing') return [];
  const columns = await columnsFor(context, kind);
  const state = expressionState(before, kindIn(kind, columns));
  if (state.next === 'nothing') return [];
  const { text } = snapshot.source;
  const offset = cursor.start + cursor.prefix.length;
  const rest = text.slice(offset, cursor.end);
  const name = /^[\p{L}\p{N}_$]*/u.exec(rest)?.[0] ?? '';
  const behind = rest.slice(name.length);
  const place = { start: offset - state.word.length, end: offset + name.length };
  const drafts =
    state.next === 'operator'
      ? operatorsAt(kind, state.frame, state.depth, behind).map((draft, index) => ({
          ...draft,
          // The order of the words is what is worth knowing, and nothing else.
          group: Math.min(index, 9),
        }))
      : [
          ...literalOperands(kind, state),
          ...(kind === 'until' ? metricOperands(state) : columnOperands(columns, state)),
          ...functionOperands(state, behind.trimStart().startsWith('(')),
          ...wordOperands(state),
        ];
  return drafts.map((draft) => insertPiece(context, { draft, ...place }));
}

function columnsFor(context: Context, kind: ExpressionKind): Promise<readonly SharedColumn[]> {
  if (kind === 'until') return Promise.resolve([]);
  return kind === 'keep' ? keepColumns(context) : stageColumns(context);
}

function kindIn(
  kind: ExpressionKind,
  columns: readonly SharedColumn[],
): (name: string) => ValueKind | undefined {
  if (kind === 'until') return (name) => (Object.hasOwn(METRICS, name.toLowerCase()) ? 'number' : undefined);
  const kinds = new Map(columns.map(({ name, type }) => [name.toLowerCase(), kindOfType(type)]));
  return (name) => kinds.get(name.toLowerCase());
}
