import type {
  DashboardCall,
  FromDashboard,
  MonitorFailure,
  MonitorParams,
  MonitorResult,
} from '../../src/protocol/runs';
import { listen, post } from './host';

/** A call that was refused or went wrong, with words for a person. */
export class AskFailure extends Error {
  constructor(readonly failure: MonitorFailure) {
    super(failure.message);
  }
}

/** What every editor's page is answered with. */
type Reply =
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: MonitorFailure };

const waiting = new Map<
  number,
  { resolve: (result: unknown) => void; reject: (failure: AskFailure) => void }
>();
let lastId = 0;

listen((message: Reply | { readonly type: 'other' }) => {
  switch (message.type) {
    case 'answer':
      waiting.get(message.id)?.resolve(message.result);
      waiting.delete(message.id);
      return;
    case 'failed':
      waiting.get(message.id)?.reject(new AskFailure(message.failure));
      waiting.delete(message.id);
      return;
    case 'other':
      return;
  }
});

/** Asks the process behind the page, through the editor; each page gives its calls their types. */
export function askEditor(call: string, params: object): Promise<unknown> {
  const id = (lastId += 1);
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    post({ type: 'ask', id, call, params } as FromDashboard);
  });
}

/** Asks the monitor, through the editor. Rejects with an `AskFailure`. */
export const ask = <C extends DashboardCall>(call: C, params: MonitorParams<C>): Promise<MonitorResult<C>> =>
  askEditor(call, params) as Promise<MonitorResult<C>>;

/** The words of whatever was thrown. */
export const failureOf = (error: unknown): MonitorFailure =>
  error instanceof AskFailure
    ? error.failure
    : { message: error instanceof Error ? error.message : String(error), defect: true };
