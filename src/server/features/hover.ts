import { hover as hoverAt } from '../../service';
import { offsetAt } from './offset';
import type { Feature } from './types';

export const hover: Feature<'textDocument/hover'> = ({ session, snapshot, known, signal }, { position }) => {
  const { reference, hoverMarkdown: markdown } = session.options;
  const options = { markdown, ...(reference === undefined ? {} : { reference }) };
  return hoverAt(snapshot, offsetAt(snapshot, position), known, signal, options);
};
