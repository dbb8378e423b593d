import { TRL_SETTING_OF, trlChanges } from '../../../engines';
import { oneEdit, quoted, type Fix, type Fixer } from '../fix';
import { removeEntry } from '../write/remove';
import { replaceNode, setPath } from '../write/set';
import { concerned, overlap, writeNumber } from './easyr1';
import { reachOf } from './plan';

/** More ways than these are not chosen from. */
const MOST = 5;

/** SC450, SC451: numbers that fit one another, found by the rules themselves. */
export const fittingNumbers: Fixer = (context) => {
  const own = concerned(context);
  if (own === undefined || typeof context.diagnostic.code !== 'string') return [];
  return trlChanges(own.stage, context.diagnostic.code)
    .slice(0, MOST)
    .flatMap((change, index): readonly Fix[] => {
      const written = Object.entries(change).map(([key, value]) =>
        writeNumber(context, own, key, value, TRL_SETTING_OF),
      );
      const edits = written.flatMap((one) => (one === undefined ? [] : [one.edit]));
      if (edits.length < written.length || overlap(edits)) return [];
      const said = written.map((one) => quoted(one?.says ?? '')).join(' and ');
      return [{ title: `Set ${said}`, edits, preferred: index === 0 }];
    });
};

/** SC452: without the option. */
export const refusedOption: Fixer = ({ spot }) => {
  const key = spot.levels.at(-1)?.entry?.key;
  return key === undefined
    ? []
    : oneEdit(`Remove ${quoted(key)}`, removeEntry(spot.levels), { preferred: true });
};

/** SC453: what a processor can do in place of what it cannot. */
export const onProcessor: Fixer = (context) => {
  const { snapshot, spot } = context;
  const level = spot.levels.at(-1);
  const key = level?.entry?.key;
  if (level === undefined || key === undefined) return [];
  const gpu = oneEdit('Set `gpus: 1`', setPath(snapshot, [...reachOf(context), 'defaults', 'gpus'], '1'));
  if (key === 'adapter')
    return [...oneEdit('Change to `lora`', replaceNode(level.node, 'lora'), { preferred: true }), ...gpu];
  return ['precision', 'vllm', 'bf16', 'fp16', 'use_vllm'].includes(key)
    ? [...oneEdit(`Remove ${quoted(key)}`, removeEntry(spot.levels), { preferred: true }), ...gpu]
    : gpu;
};
