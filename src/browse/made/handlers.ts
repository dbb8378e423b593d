import { isBeforeAsked, Refusal, type MadeCalls, type MadeRow } from '../../protocol';
import { facets } from './facets';
import { madeItem } from './item';
import { listMade } from './rows';
import type { Session } from '../serve/session';

export type MadeCall = keyof MadeCalls;

type Handlers = {
  readonly [C in MadeCall]: (
    session: Session,
    params: MadeCalls[C]['params'],
  ) => Promise<MadeCalls[C]['result']>;
};

/** What is done for each call about made datasets. */
export const MADE_HANDLERS: Handlers = {
  madeSets: async (session, { file, variant }) => {
    const sets = await session.parts.madeSetsOf(file, variant);
    session.made.learn(sets);
    return sets;
  },
  madeOpen: async (session, { dir }) => (await session.madeStore(dir)).manifest,
  madePage: async (session, { dir, filter, offset, count }) => {
    const store = await session.madeStore(dir);
    const { revision } = store;
    const found = await store.select(filter);
    const rows = await listMade(store, [...found.subarray(offset, offset + count)]);
    return { rows, total: found.length, revision };
  },
  madePosition: async (session, { dir, filter, index }) => {
    const store = await session.madeStore(dir);
    return { position: (await store.select(filter)).indexOf(store.mustHave(index)) };
  },
  madeFacets: async (session, { dir, filter }) => {
    const store = await session.madeStore(dir);
    return facets(filter, await store.data(filter));
  },
  madeItem: async (session, { dir, index }) => {
    const store = await session.madeStore(dir);
    const pictureOf = session.made.pictures(dir, session.book.roots, session.parts.lookAtPicture);
    return madeItem(store, store.mustHave(index), pictureOf);
  },
  madeHand: async (session, request) => {
    const store = await session.madeStore(request.dir);
    const index = store.mustHave(request.index);
    const row = async (): Promise<MadeRow> => {
      const [found] = await listMade(store, [index]);
      if (found === undefined) throw new Refusal(`The dataset has lost its question ${index}`);
      return found;
    };
    const { id, question, step } = await row();
    if (question === '')
      throw new Refusal('There is nothing to keep or drop: it fell before there was a question');
    if (request.decision !== null && isBeforeAsked(step))
      throw new Refusal('It cannot be kept or dropped by hand: it fell before any model was asked');
    await session.inTurn(store.dir, () => store.hand.say(id, request.decision, request.note));
    await store.refresh();
    session.hint();
    return row();
  },
};
