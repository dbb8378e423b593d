import { semanticTokens as tokensOf, tokenEdits } from '../../service';
import type { Session } from '../session';
import { checkRange } from './offset';
import type { Feature } from './types';

interface Told {
  readonly id: string;
  readonly data: readonly number[];
}

/** The last answer for each document of a session, which a client may ask the difference to. */
const told = new WeakMap<Session, Map<string, Told>>();
let lastId = 0;

function remember(session: Session, uri: string, data: readonly number[]): string {
  const known = told.get(session) ?? new Map<string, Told>();
  told.set(session, known);
  for (const one of known.keys()) if (session.documents.get(one) === undefined) known.delete(one);
  const id = String((lastId += 1));
  known.set(uri, { id, data });
  return id;
}

export const semanticTokens: Feature<'textDocument/semanticTokens/full'> = ({ session, snapshot }) => {
  const { data } = tokensOf(snapshot);
  return { data, resultId: remember(session, snapshot.uri, data) };
};

export const semanticTokensDelta: Feature<'textDocument/semanticTokens/full/delta'> = (
  { session, snapshot },
  { previousResultId },
) => {
  const last = told.get(session)?.get(snapshot.uri);
  const before = last?.id === previousResultId ? last : undefined;
  const { data } = tokensOf(snapshot);
  const resultId = remember(session, snapshot.uri, data);
  return before === undefined ? { data, resultId } : { edits: tokenEdits(before.data, data), resultId };
};

export const semanticTokensRange: Feature<'textDocument/semanticTokens/range'> = (
  { snapshot },
  { range },
) => {
  checkRange(range);
  return tokensOf(snapshot, range);
};
