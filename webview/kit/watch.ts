import { createStore, type Store } from './store';

// One observer of each kind for the whole page: what it has to tell of many elements comes in one go, after the browser
// has laid the page out, so that nobody asks for a layout in the middle of drawing.

type Ear<E> = (entry: E) => void;

interface Entry {
  readonly target: Element;
}

interface Observer {
  observe(element: Element): void;
  unobserve(element: Element): void;
}

/** Hands each entry of a shared observer to the one who watches its element; returns how to watch one. */
function shared<E extends Entry>(
  create: (tell: (entries: readonly E[]) => void) => Observer,
): (element: Element, ear: Ear<E>) => () => void {
  const ears = new Map<Element, Ear<E>>();
  let observer: Observer | undefined;
  return (element, ear) => {
    observer ??= create((entries) => {
      for (const entry of entries) ears.get(entry.target)?.(entry);
    });
    ears.set(element, ear);
    observer.observe(element);
    return () => {
      ears.delete(element);
      observer?.unobserve(element);
    };
  };
}

/** Tells the size of an element, first soon after it is there. */
export const watchSize = shared<ResizeObserverEntry>((tell) => new ResizeObserver(tell));

/** Tells whether an element is, or is nearly, on the screen. */
export const watchPlace = shared<IntersectionObserverEntry>(
  (tell) => new IntersectionObserver(tell, { rootMargin: '120px' }),
);

let themes: Store<number> | undefined;

/** Counts the themes that the page has had; it begins to look when it is first asked for. */
export function theme(): Store<number> {
  if (themes !== undefined) return themes;
  const store = createStore(0);
  themes = store;
  const observer = new MutationObserver(() => store.set((count) => count + 1));
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  return store;
}
