import { useEffect, useRef } from 'preact/hooks';

/** `/` and Ctrl or Command with F go to the search, wherever the reader is. */
export function useSearchKey(toSearch: () => void): void {
  const go = useRef(toSearch);
  go.current = toSearch;
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      const find = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'f';
      const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !inField(event);
      if (event.defaultPrevented || !(find || slash)) return;
      event.preventDefault();
      go.current();
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, []);
}

/** Whether a key press belongs to a field that is typed in. */
const inField = (event: KeyboardEvent): boolean => {
  const [target] = event.composedPath();
  return (
    (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio') ||
    target instanceof HTMLTextAreaElement
  );
};
