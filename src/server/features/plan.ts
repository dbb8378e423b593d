import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { DataCrash } from '../data/client';
import { dataFolders } from '../data/folders';
import type { Feature } from './types';

/** Answers with text in any case: it also says why there is no plan. */
export const plan: Feature<'stagecraft/plan'> = async ({ session, snapshot, signal }, request) => {
  const { show, variant, stage, root, environment } = request;
  if (!['plan', 'command'].includes(show) || ![variant, stage, root].every(isText) || !areTexts(environment))
    throw new ResponseError(ErrorCodes.InvalidParams, 'The request makes no sense.');
  const title = show === 'plan' ? 'Plan' : 'Command';
  if (!snapshot.onDisk)
    return { title, text: 'Save the file first: a plan needs the data files beside it.\n' };
  const overlays = Object.fromEntries(
    session.documents.all().flatMap(({ path, text, onDisk }) => (onDisk ? [[path, text]] : [])),
  );
  try {
    return await session.client.ask(
      dataFolders(snapshot, session.folders()),
      { kind: 'plan', file: snapshot.path, overlays, request },
      { signal },
    );
  } catch (error) {
    if (!(error instanceof DataCrash)) throw error;
    return {
      title,
      text: `There is no plan: the process that reads the data ended twice (${error.message}).\n`,
    };
  }
};

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';
const areTexts = (value: unknown): boolean =>
  value === undefined ||
  (typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((one) => typeof one === 'string'));
