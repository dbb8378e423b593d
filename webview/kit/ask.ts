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

const waiting = new Map<
  number,
  { resolve: (result: unknown) => void; reject: (failure: AskFailure) => void }
>();
let lastId = 0;

listen((message) => {
  switch (message.type) {
    case 'answer':
      waiting.get(message.id)?.resolve(message.result);
      waiting.delete(message.id);
      return;
    case 'failed':
      waiting.get(message.id)?.reject(new AskFailure(message.failure));
      waiting.delete(message.id);
      return;
    case 'show':
    case 'changed':
    case 'grew':
    case 'again':
      return;
  }
});

/** Asks the monitor, through the editor. Rejects with an `AskFailure`. */
export function ask<C extends DashboardCall>(call: C, params: MonitorParams<C>): Promise<MonitorResult<C>> {
  const id = (lastId += 1);
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve: (result) => resolve(result as MonitorResult<C>), reject });
    post({ type: 'ask', id, call, params } as FromDashboard);
  });
}

/** The words of whatever was thrown. */
export const failureOf = (error: unknown): MonitorFailure =>
  error instanceof AskFailure
    ? error.failure
    : { message: error instanceof Error ? error.message : String(error), defect: true };
