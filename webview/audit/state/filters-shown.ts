import { useEffect, useState } from 'preact/hooks';
import { useStore } from '../../kit';
import { useModel } from './context';

/** As in browse.css: so little room that the regions lie below one another. */
const stacked = window.matchMedia('(max-width: 820px)');

/** Whether filters, list and item lie below one another. */
export const areStacked = (): boolean => stacked.matches;

/** Whether the filters are to be seen: a wish of its own for each way in which the regions lie. */
export function useFiltersShown(): boolean {
  const { layout } = useModel();
  const { filters, filtersAbove } = useStore(layout, (value) => value);
  const [above, setAbove] = useState(stacked.matches);
  useEffect(() => {
    const hear = (): void => setAbove(stacked.matches);
    stacked.addEventListener('change', hear);
    return () => stacked.removeEventListener('change', hear);
  }, []);
  return above ? filtersAbove : filters;
}
