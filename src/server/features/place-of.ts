import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { placeOfKey, uriOf } from '../../service';
import type { Feature } from './types';

/** Where the key stands that a finding names, for an editor that goes there. */
export const placeOf: Feature<'stagecraft/placeOf'> = ({ session, snapshot }, { variant, stage, key }) => {
  if (typeof key !== 'string' || !isText(variant) || !isText(stage))
    throw new ResponseError(ErrorCodes.InvalidParams, 'The request makes no sense.');
  const found = placeOfKey(snapshot, {
    key,
    ...(variant === undefined ? {} : { variant }),
    ...(stage === undefined ? {} : { stage }),
  });
  if (found?.place.range === undefined) return undefined;
  const { file, range } = found.place;
  const { start, end } = range;
  const open = session.documents.all().find(({ path }) => path === file);
  return {
    uri: open?.uri ?? uriOf(file),
    range: {
      start: { line: start.line, character: start.column },
      end: { line: end.line, character: end.column },
    },
    written: found.written,
  };
};

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';
