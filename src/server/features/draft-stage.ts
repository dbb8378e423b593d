import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { draftStage as draftText } from '../../service';
import type { Feature } from './types';

/** Names and paths of more characters are none. */
const LONGEST = 4096;
const MOST = 1000;

/** The edits that write a stage into the document; they are the client's to make. */
export const draftStage: Feature<'stagecraft/draftStage'> = ({ snapshot }, request) => {
  const { name, train, capability, rows, like, heldOut } = request;
  if (
    ![name, train, capability, like ?? ''].every(isText) ||
    !(rows === undefined || Number.isSafeInteger(rows)) ||
    !Array.isArray(heldOut) ||
    heldOut.length > MOST ||
    !heldOut.every(isText)
  )
    throw new ResponseError(ErrorCodes.InvalidParams, 'The request makes no sense.');
  return draftText(snapshot, {
    name,
    train,
    capability,
    heldOut,
    ...(rows === undefined ? {} : { rows }),
    ...(like === undefined ? {} : { like }),
  });
};

const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= LONGEST;
