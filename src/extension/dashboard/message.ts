import { DASHBOARD_ACTIONS, DASHBOARD_CALLS, type FromDashboard } from '../../protocol';

/** Runs that a page may show at once, with room to spare; a longer list is not one of ours. */
const MOST_RUNS = 20;
const LONGEST = 4096;

/**
 * What a page said, or nothing when it is no message of a dashboard. A page runs only our script, but it shows what
 * strangers wrote: what comes out of it is looked at. The parameters of a call are checked by the monitor.
 */
export function dashboardMessage(value: unknown): FromDashboard | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, id, call, params, runs, action, run, stage, key } = value as Readonly<
    Record<string, unknown>
  >;
  switch (type) {
    case 'ready':
      return { type };
    case 'ask': {
      const known = DASHBOARD_CALLS.find((name) => name === call);
      if (known === undefined || !Number.isSafeInteger(id) || typeof params !== 'object' || params === null)
        return undefined;
      return { type, id, call: known, params } as FromDashboard;
    }
    case 'showing':
      return isRunList(runs) ? { type, runs } : undefined;
    case 'act': {
      const known = DASHBOARD_ACTIONS.find((name) => name === action);
      return known === undefined || !isText(run) ? undefined : { type, action: known, run };
    }
    case 'openKey':
      if (!isText(run) || !isText(key) || !(stage === undefined || isText(stage))) return undefined;
      return { type, run, key, ...(stage === undefined ? {} : { stage }) };
    default:
      return undefined;
  }
}

/** The runs of a state that a page kept, which may be of any age; none when it holds none. */
export function keptRuns(state: unknown): readonly string[] {
  if (typeof state !== 'object' || state === null || !('runs' in state)) return [];
  return isRunList(state.runs) ? state.runs : [];
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= LONGEST;

const isRunList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.length <= MOST_RUNS && value.every(isText);
