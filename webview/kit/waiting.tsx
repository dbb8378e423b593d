import { useEffect, useState } from 'preact/hooks';

/** Time without an answer after which a page says that it loads, ms. */
const PATIENCE = 150;

/** A page with panes as it will be, in grey; not at once, for what is quick would only flicker. */
export function Waiting({ title, what }: { readonly title: string; readonly what: string }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="page" aria-busy="true">
      <h1 class="visually-hidden">{title}</h1>
      {late ? (
        <div class="skeleton" role="progressbar" aria-label={`Loading the ${what}`}>
          <span class="skeleton-line wide" />
          <span class="skeleton-line" />
          <div class="skeleton-panes">
            <span />
            <span />
            <span />
          </div>
        </div>
      ) : null}
    </div>
  );
}
