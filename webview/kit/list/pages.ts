/** A row of a long list: its index is the name by which it is asked for. */
export interface Indexed {
  readonly index: number;
}

/** An answer about some rows. */
export interface PageAnswer<R> {
  /** Of the whole list. */
  readonly total: number;
  /** Grows when what the rows say changes. */
  readonly revision: number;
  readonly rows: readonly R[];
}

/** Rows asked for at once. */
export const PAGE = 100;
/** Pages that are kept: what is far away is forgotten, so that a million rows take no more room than some thousand. */
export const MOST_PAGES = 60;

interface Page<R> {
  readonly rows: readonly R[];
  /** Asked for since the last change of the set. */
  readonly fresh: boolean;
}

/** What is known of a long list: pages by number, least recently stored first. */
export interface Pages<R> {
  /** Of the whole list; absent before the first answer. */
  readonly total?: number;
  readonly revision?: number;
  readonly known: ReadonlyMap<number, Page<R>>;
}

export const NO_PAGES: Pages<never> = { known: new Map() };

export const rowAt = <R>({ known }: Pages<R>, place: number): R | undefined =>
  known.get(Math.floor(place / PAGE))?.rows[place % PAGE];

/** Where an item stands, if its page is known. */
export function placeOf<R extends Indexed>({ known }: Pages<R>, index: number): number | undefined {
  for (const [page, { rows }] of known) {
    const at = rows.findIndex((row) => row.index === index);
    if (at >= 0) return page * PAGE + at;
  }
  return undefined;
}

/** Takes an answer in; another revision than the last one makes all other pages stale. */
export function withPage<R>(pages: Pages<R>, page: number, answer: PageAnswer<R>): Pages<R> {
  const stale = pages.revision !== undefined && pages.revision !== answer.revision;
  const known = new Map(stale ? allStale(pages).known : pages.known);
  known.delete(page);
  known.set(page, { rows: answer.rows, fresh: true });
  for (const old of known.keys()) {
    if (known.size <= MOST_PAGES) break;
    known.delete(old);
  }
  return { total: answer.total, revision: answer.revision, known };
}

export const allStale = <R>(pages: Pages<R>): Pages<R> => ({
  ...pages,
  known: new Map([...pages.known].map(([page, { rows }]) => [page, { rows, fresh: false }])),
});

/** The page to ask for next so that rows `[first, end)` and one page on both sides are there. */
export function missingPage(
  pages: Pages<unknown>,
  first: number,
  end: number,
  asked: ReadonlySet<number>,
): number | undefined {
  const last = pages.total === undefined ? 0 : Math.max(0, Math.ceil(pages.total / PAGE) - 1);
  const from = Math.min(last, Math.floor(first / PAGE));
  const to = Math.min(last, Math.floor(Math.max(first, end - 1) / PAGE));
  const lacks = (page: number): boolean =>
    page >= 0 && page <= last && !asked.has(page) && pages.known.get(page)?.fresh !== true;
  for (let page = from; page <= to; page += 1) if (lacks(page)) return page;
  return [to + 1, from - 1].find(lacks);
}

/** The same rows with one of them changed. */
export function withRow<R extends Indexed>(pages: Pages<R>, index: number, change: (row: R) => R): Pages<R> {
  const place = placeOf(pages, index);
  if (place === undefined) return pages;
  const number = Math.floor(place / PAGE);
  const page = pages.known.get(number);
  if (page === undefined) return pages;
  const rows = page.rows.map((row) => (row.index === index ? change(row) : row));
  return { ...pages, known: new Map(pages.known).set(number, { ...page, rows }) };
}
