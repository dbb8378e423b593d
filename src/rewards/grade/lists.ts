import { splitTop, structureOf, type Structure } from './structure';
import type { Token } from './tokens';

type Same = (x: readonly Token[], y: readonly Token[]) => boolean;

/** `±3` and `1 ± 2i` as the two values they stand for. */
export function expandPlusMinus(structure: Structure): Structure {
  if (structure.kind !== 'single') return structure;
  const at = structure.tokens.findIndex((token) => token.text === '±');
  if (at < 0) return structure;
  const variant = (sign: string): readonly Token[] =>
    structure.tokens.with(at, { kind: 'mark', text: sign, space: false });
  return { kind: 'list', open: '', close: '', items: [variant('+'), variant('-')] };
}

/** Whether lists, sets, tuples, intervals or unions have the same items. */
export function equalStructures(a: Structure, g: Structure, same: Same): boolean {
  if (a.kind === 'union' && g.kind === 'union') return matchAnyOrder(a.parts, g.parts, same);
  if (a.kind !== 'list' || g.kind !== 'list') return offered(a, g, same);
  const left = flattened(a);
  const right = flattened(g);
  if (left.length !== right.length) return false;
  const anyOrder = (list: typeof a): boolean => list.open === '' || list.open === '{';
  if (anyOrder(a) && anyOrder(g)) return matchAnyOrder(left, right, same);
  const bare = a.open === '' || g.open === '';
  if (!bare && (a.open !== g.open || a.close !== g.close)) return false;
  return byName(left).every((item, i) => same(item, byName(right)[i] ?? []));
}

/** One value offered in several spellings, `\frac12 or 0.5`, is that value; two values are none. */
function offered(a: Structure, g: Structure, same: Same): boolean {
  return (
    a.kind === 'list' && a.open === '' && g.kind === 'single' && a.items.every((item) => same(item, g.tokens))
  );
}

/** Items of a bare list, with `±` in them taken apart: `±1, 2` has three. */
function flattened(list: Structure & { kind: 'list' }): readonly (readonly Token[])[] {
  if (list.open !== '' && list.open !== '{') return list.items;
  return list.items.flatMap((item) => {
    const inner = expandPlusMinus(structureOf(item));
    return inner.kind === 'list' && inner.open === '' ? inner.items : [item];
  });
}

/** `y = 2, x = 1` in the order of its names, for comparison with `(1, 2)`. */
function byName(items: readonly (readonly Token[])[]): readonly (readonly Token[])[] {
  const named = items.map((item) => splitTop(item, (token) => token.kind === 'mark' && token.text === '='));
  const names = named.map(([name]) => (name?.length === 1 && name[0]?.kind === 'name' ? name[0].text : ''));
  if (names.some((name) => name === '') || new Set(names).size < names.length) return items;
  return items
    .map((item, i) => [names[i] ?? '', item] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);
}

function matchAnyOrder<T>(a: readonly T[], g: readonly T[], same: (x: T, y: T) => boolean): boolean {
  if (a.length !== g.length) return false;
  const left = [...g];
  for (const item of a) {
    const found = left.findIndex((other) => same(item, other));
    if (found < 0) return false;
    left.splice(found, 1);
  }
  return true;
}
