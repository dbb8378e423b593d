import { complete } from '../../service';
import { offsetAt } from './offset';
import type { Feature } from './types';

export const completion: Feature<'textDocument/completion'> = (
  { session, snapshot, known, signal },
  { position },
) => complete(snapshot, offsetAt(snapshot, position), known, signal, session.options.completion);
