import type { AuditPageAction, AuditPageCall, AuditParams, AuditResult } from '../../../src/protocol/audit';
import { askEditor, post, useAnswer, type Answered } from '../../kit';

/** Asks the auditor, through the editor. Rejects with an `AskFailure`. */
export const askAuditor = <C extends AuditPageCall>(
  call: C,
  params: AuditParams<C>,
): Promise<AuditResult<C>> => askEditor(call, params) as Promise<AuditResult<C>>;

/** Has the editor do something. */
export const act = (action: AuditPageAction): void => post({ type: 'act', act: action });

/** Asks the auditor when shown, when `params` change and when `revision` does; not at all without params. */
export function useAuditor<C extends AuditPageCall>(
  call: C,
  params: AuditParams<C> | undefined,
  revision: number | string = 0,
): Answered<AuditResult<C>> & { readonly retry: () => void } {
  return useAnswer<AuditResult<C>>(
    params === undefined ? undefined : `${call} ${JSON.stringify(params)}`,
    () => (params === undefined ? Promise.reject(new Error('nothing is asked')) : askAuditor(call, params)),
    revision,
  );
}
