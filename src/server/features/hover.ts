import { hover as hoverAt } from '../../service';
import { offsetAt } from './offset';
import type { Feature } from './types';

export const hover: Feature<'textDocument/hover'> = ({ session, snapshot, known, signal }, { position }) => {
  const { reference } = session.options;
  const options = reference === undefined ? {} : { reference };
  return hoverAt(snapshot, offsetAt(snapshot, position), known, signal, options);
};
