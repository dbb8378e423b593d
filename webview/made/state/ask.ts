import type { MadeCalls, MadePageAction, MadePageCall } from '../../../src/protocol/made';
import { askEditor, post, useAnswer, type Answered } from '../../kit';

/** Asks the auditor, through the editor. Rejects with an `AskFailure`. */
export const askMade = <C extends MadePageCall>(
  call: C,
  params: MadeCalls[C]['params'],
): Promise<MadeCalls[C]['result']> => askEditor(call, params) as Promise<MadeCalls[C]['result']>;

/** Has the editor do something. */
export const act = (action: MadePageAction): void => post({ type: 'act', act: action });

/** Asks when shown, when `params` change and when `revision` does. */
export const useMade = <C extends MadePageCall>(
  call: C,
  params: MadeCalls[C]['params'],
  revision: number | string = 0,
): Answered<MadeCalls[C]['result']> & { readonly retry: () => void } =>
  useAnswer(`${call} ${JSON.stringify(params)}`, () => askMade(call, params), revision);
