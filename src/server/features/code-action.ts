import { codeActions } from '../../service';
import { checkRange } from './offset';
import type { Feature } from './types';

export const codeAction: Feature<'textDocument/codeAction'> = ({ snapshot, known }, { range, context }) => {
  checkRange(range);
  const { diagnostics, only } = context;
  return codeActions(snapshot, range, Array.isArray(diagnostics) ? diagnostics : [], known, only);
};
