import { codeLenses } from '../../service';
import type { Feature } from './types';

/** A lens is a command of the client: one that does not have them gets no lens. */
export const codeLens: Feature<'textDocument/codeLens'> = ({ session, snapshot, known }) =>
  session.options.commands === true && session.settings().codeLens ? codeLenses(snapshot, known) : [];
