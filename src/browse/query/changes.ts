import { OUTCOME, type ItemColumns } from '../store/columns';
import type { ItemKeys, KeyIndex } from '../store/key-index';
import { CHANGE_NAMES, type ChangeColumn } from './data';

const code = (name: (typeof CHANGE_NAMES)[number]): number => CHANGE_NAMES.indexOf(name) + 1;
/** Was right, is right: the code of each combination. `against` is how it was, the set itself how it is. */
const CODES = [
  [code('still wrong'), code('fixed')],
  [code('broken'), code('still right')],
] as const;

/** What became of each item from `before` to `now`, joined by data set and row. */
export function changesOf(
  now: ItemColumns,
  keys: ItemKeys,
  before: ItemColumns,
  beforeKeys: KeyIndex,
): ChangeColumn {
  const other = new Int32Array(now.rows);
  const codes = new Uint8Array(now.rows);
  for (let i = 0; i < now.rows; i += 1) {
    const at = beforeKeys.findKey(keys.low[i] ?? 0, keys.high[i] ?? 0);
    other[i] = at;
    if (at < 0) continue;
    const was = before.outcome[at];
    const is = now.outcome[i];
    if (was === OUTCOME.unjudged || is === OUTCOME.unjudged) continue;
    codes[i] = CODES[was === OUTCOME.right ? 1 : 0][is === OUTCOME.right ? 1 : 0];
  }
  return { other, codes };
}
