import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import {
  definition as definitionAt,
  documentLinks,
  highlights,
  prepareRename as prepareRenameAt,
  references as referencesAt,
  rename as renameAt,
  type Snapshot,
} from '../../service';
import { offsetAt } from './offset';
import type { Feature, FeatureContext } from './types';

/** Other open curricula: a name of a file that they share is theirs, too. */
const others = ({ session, snapshot }: FeatureContext): readonly Snapshot[] =>
  session.documents.all().flatMap((one) => (one.uri === snapshot.uri ? [] : [one.snapshot()]));

export const definition: Feature<'textDocument/definition'> = ({ snapshot, known }, { position }) =>
  definitionAt(snapshot, offsetAt(snapshot, position), known);

export const references: Feature<'textDocument/references'> = (context, { position, context: wanted }) =>
  referencesAt(
    context.snapshot,
    offsetAt(context.snapshot, position),
    (wanted as typeof wanted | null | undefined)?.includeDeclaration !== false,
    others(context),
  );

export const documentHighlight: Feature<'textDocument/documentHighlight'> = ({ snapshot }, { position }) =>
  highlights(snapshot, offsetAt(snapshot, position));

export const prepareRename: Feature<'textDocument/prepareRename'> = ({ snapshot }, { position }) =>
  prepareRenameAt(snapshot, offsetAt(snapshot, position));

/** A rename that cannot be is an error whose words the editor shows. */
export const rename: Feature<'textDocument/rename'> = (context, { position, newName }) => {
  const { snapshot } = context;
  if (typeof newName !== 'string')
    throw new ResponseError(ErrorCodes.InvalidParams, 'The new name is no text.');
  const result = renameAt(snapshot, offsetAt(snapshot, position), newName, others(context));
  if (result.kind === 'refused') throw new ResponseError(LSPErrorCodes.RequestFailed, result.reason);
  return result.edit;
};

export const documentLink: Feature<'textDocument/documentLink'> = ({ snapshot }) => documentLinks(snapshot);
