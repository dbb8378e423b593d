import type { AuditCall, AuditParams, AuditQuery, AuditResult } from '../../protocol';
import { MADE_HANDLERS } from '../made/handlers';
import { itemDetail } from '../detail/item';
import { listRows } from '../detail/rows';
import { facets } from '../query/facets';
import { groups } from '../query/groups';
import { triage } from '../query/triage';
import type { SetStore } from '../store/set-store';
import { draftRows } from '../write/draft';
import { exportItems } from '../write/export';
import { writeLabel } from '../write/label';
import { itemsAtLines } from './lines';
import { attribute, exportAsJob, importResults } from './long-work';
import type { Session } from './session';
import { stageFailures } from './stages';

type Handlers = {
  readonly [C in AuditCall]: (
    session: Session,
    params: AuditParams<C>,
  ) => Promise<AuditResult<C>> | AuditResult<C>;
};

interface Asked {
  readonly store: SetStore;
  readonly against: SetStore | undefined;
  readonly found: Int32Array;
}

async function ask(session: Session, query: AuditQuery): Promise<Asked> {
  const store = await session.store(query.set);
  const against = await session.maybe(query.against);
  return { store, against, found: await store.select(query, against) };
}

/** What is done for each call. */
export const HANDLERS: Handlers = {
  ...MADE_HANDLERS,
  sets: (session, { roots }) => session.sets(roots),
  open: async (session, { set }) => session.about(await session.open(set, true)),
  close: (session, { set }) => {
    session.close(set);
    return null;
  },
  probe: (session, { path }) => session.parts.lookAtResults(path),
  import: (session, request) => importResults(session, request),
  page: async (session, request) => {
    const { store, against, found } = await ask(session, request);
    const { revision } = store;
    const some = [...found.subarray(request.from, request.from + request.count)];
    const changes = against === undefined ? undefined : await store.changesSince(against);
    const rows = await listRows(store, some, changes);
    return { revision, total: found.length, from: request.from, rows };
  },
  position: async (session, request) => {
    const { found } = await ask(session, request);
    return { position: found.indexOf(request.index) };
  },
  facets: async (session, { set, against, filter }) => {
    const store = await session.store(set);
    const data = await store.data(filter, await session.maybe(against));
    return { revision: store.revision, ...facets(filter, data) };
  },
  groups: async (session, { set, against, filter, by, method }) => {
    const store = await session.store(set);
    const data = await store.data(filter, await session.maybe(against));
    const withheld = method === 'counterfactual' && (await store.withheld()) !== undefined;
    return groups(filter, data, by, method, withheld);
  },
  item: async (session, { set, index, against }) => {
    const store = await session.store(set);
    return itemDetail(store, store.mustHave(index), session.parts.pictureOf, await session.maybe(against));
  },
  find: async (session, { set, dataset, row }) => {
    const index = (await (await session.store(set)).keys()).find(dataset, row);
    return index < 0 ? {} : { index };
  },
  figures: async (session, { set }) => (await session.store(set)).figures(),
  compare: async (session, { set, against }) => {
    return (await session.store(set)).compared(await session.store(against));
  },
  label: async (session, request) => {
    const store = await session.store(request.set);
    return { revision: await session.labelled(store, () => writeLabel(store, request)) };
  },
  triage: async (session, request) => triage(await session.store(request.set), request),
  attribute: (session, request) => attribute(session, request),
  cancel: (session, { job }) => {
    session.jobs.cancel(job);
    return null;
  },
  export: async (session, { format, output, ...query }) => {
    const { store, found } = await ask(session, query);
    const { title, model } = await session.parts.readSet(store.dir);
    const facts = async () => ({
      title: `Audit of ${title}`,
      model,
      what: inWords(query),
      figures: await store.figures(),
      pictureOf: session.parts.pictureOf,
    });
    return exportAsJob(session, store, output, (work) =>
      exportItems(store, found, format, output, facts, work),
    );
  },
  stages: (session, { file }) => stageFailures(session, file),
  lines: (session, request) => itemsAtLines(session, request),
  draftRows: async (session, { set, filter, output }) => {
    const store = await session.store(set);
    const found = await store.select({ filter, order: 'source', descending: false });
    return draftRows(store, found, output, session.parts.pictureOf);
  },
  models: async (session, { files }) => {
    const found = await Promise.all(files.map((file) => session.parts.modelsOf(file).catch(() => [])));
    const byId = new Map(found.flat().map((model) => [JSON.stringify(model), model]));
    return [...byId.values()];
  },
  keys: (session, { keys }) => {
    session.keys = { ...keys };
    return null;
  },
};

/** Which items a query is of, for the head of a page. */
function inWords({ filter, against }: Pick<AuditQuery, 'filter' | 'against'>): string {
  const { outcome = 'wrong', ...others } = filter;
  const parts = Object.entries(others).flatMap(
    ([field, value]: [string, string | readonly (string | number)[]]) => {
      if (value.length === 0) return [];
      return [
        `${field}: ${typeof value === 'string' ? value : value.join(field === 'length' ? ' to ' : ', ')}`,
      ];
    },
  );
  const items = outcome === 'all' ? 'All items' : `Items that are ${outcome}`;
  const since = against === undefined ? [] : [`compared with ${against}`];
  return [items, ...parts, ...since].join('; ');
}
