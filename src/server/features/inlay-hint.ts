import { inlayHints } from '../../service';
import { checkRange } from './offset';
import type { Feature } from './types';

export const inlayHint: Feature<'textDocument/inlayHint'> = ({ session, snapshot, known }, { range }) => {
  checkRange(range);
  return session.settings().inlayHints ? inlayHints(snapshot, range, known) : [];
};
