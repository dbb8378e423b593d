import { Chips, useStore } from '../../kit';
import { useModel } from '../state/context';
import { chipsOf } from './words';

/** What is filtered now, each with a button that takes it away. */
export function FilterChips() {
  const { state, filter, change } = useModel();
  const chips = chipsOf(useStore(state, (value) => value.filter));
  return (
    <Chips chips={chips} onRemove={({ without }) => filter(without)} onClear={() => change({ filter: {} })} />
  );
}
