import type { ChatClient, ChatUsage } from '../../endpoints';
import type { JobProgress } from '../../protocol';

const INTERVAL = 250;

/** Tells how far a job is, at most four times a second; `last` always. */
export function teller(
  set: string,
  client: ChatClient,
  begun: ChatUsage,
  onProgress: ((progress: Omit<JobProgress, 'job'>) => void) | undefined,
): (
  state: { readonly done: number; readonly total: number; readonly note?: string },
  last?: boolean,
) => void {
  let told = 0;
  return ({ done, total, note }, last = false) => {
    if (onProgress === undefined || (!last && Date.now() - told < INTERVAL)) return;
    told = Date.now();
    const { requests, cached, failed, tokens, cost } = spentSince(client.usage(), begun);
    onProgress({
      set,
      what: 'counterfactual',
      done,
      total,
      requests,
      cached,
      failed,
      tokens,
      ...(cost === undefined ? {} : { cost }),
      ...(note === undefined ? {} : { note }),
    });
  };
}

/** What a client has spent since then. */
export const spentSince = (now: ChatUsage, then: ChatUsage): ChatUsage => ({
  requests: now.requests - then.requests,
  cached: now.cached - then.cached,
  retried: now.retried - then.retried,
  failed: now.failed - then.failed,
  tokens: { input: now.tokens.input - then.tokens.input, output: now.tokens.output - then.tokens.output },
  ...(now.cost === undefined ? {} : { cost: now.cost - (then.cost ?? 0) }),
});
