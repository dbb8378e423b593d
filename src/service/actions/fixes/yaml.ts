import { isPair, parseDocument, visit } from 'yaml';
import { exampleOf, nearest } from '../../../language';
import type { Problem } from '../../../protocol';
import { childShape, meantShape } from '../../document/find-at';
import { anchorMarks } from '../../names/anchors';
import { oneEdit, quoted, type Fix, type FixContext, type Fixer } from '../fix';
import { mapAround } from '../spot';
import { improving } from '../write/improving';
import { tryEdits } from '../write/trial';
import { isSlip } from '../write/near';
import { removePiece } from '../write/remove';
import { lineEnd, lineStart, spanOf } from '../write/text';
import { SURE } from './unknown-key';

/** SC105: without the second of the two; surely so where both say the same. */
export const duplicateKey: Fixer = ({ spot }) => {
  const around = mapAround(spot);
  const { text } = spot.source;
  if (around === undefined) return [];
  const document = parseDocument(text, { uniqueKeys: false, merge: false, logLevel: 'silent' });
  const fixes: Fix[] = [];
  visit(document, {
    Map(_, map) {
      const places = map.items.filter(isPair).map((pair) => rangeOf(pair, text));
      const own = places.find((place) => place.key === spot.start);
      if (own === undefined) return undefined;
      const first = places.find((place) => place.name === own.name);
      const same = first !== undefined && valueOf(text, first) === valueOf(text, own);
      const title = `Remove this second ${quoted(own.name)}`;
      fixes.push(
        ...oneEdit(title, removePiece(around.node, own.key, own.end), same ? SURE : { preferred: true }),
      );
      if (!same && first !== undefined && first.key !== own.key) {
        fixes.push(
          ...oneEdit(`Remove the first ${quoted(own.name)}`, removePiece(around.node, first.key, first.end)),
        );
      }
      return visit.BREAK;
    },
  });
  return fixes;
};

interface PairPlace {
  readonly name: string;
  readonly key: number;
  readonly keyEnd: number;
  readonly end: number;
}

function rangeOf(pair: { readonly key: unknown; readonly value: unknown }, text: string): PairPlace {
  const key = rangeIn(pair.key) ?? [0, 0];
  const value = rangeIn(pair.value);
  const name = text.slice(key[0], key[1]).replaceAll(/^["']|["']$/gu, '');
  const last = Math.max(key[1], value?.[1] ?? 0);
  const colon = /^\s*:/u.exec(text.slice(key[1]))?.[0].length ?? 0;
  const end = Math.max(text.slice(0, last).trimEnd().length, key[1] + colon);
  return { name, key: key[0], keyEnd: key[1], end };
}

function rangeIn(node: unknown): readonly [number, number] | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return undefined;
  const [start, end] = node.range as readonly unknown[];
  return typeof start === 'number' && typeof end === 'number' ? [start, end] : undefined;
}

const valueOf = (text: string, { keyEnd, end }: PairPlace): string =>
  text.slice(keyEnd, end).replace(/^\s*:/u, '').replaceAll(/\s+/gu, ' ').trim();

/** SC106: one document of the two, or without what begins the second. */
export const secondDocument: Fixer = (context) => {
  const { spot } = context;
  const { source } = spot;
  const start = lineStart(source.text, spot.start);
  const end = lineEnd(source.text, start);
  const joined = oneEdit('Remove `---`, so that it is one document', {
    span: spanOf(source, start, end),
    text: '',
  });
  return [
    ...improving(context, joined),
    ...oneEdit('Remove the second document', { span: spanOf(source, start, source.text.length), text: '' }),
  ];
};

/** SC108: the anchor that was meant. */
export const unknownAlias: Fixer = ({ spot }) => {
  const marks = anchorMarks(spot.source);
  const own = marks.find(({ span, role }) => role === 'reference' && span.start === spot.start + 1);
  if (own === undefined || own.group >= 0) return [];
  const before = marks.filter(({ role, span }) => role === 'declaration' && span.start < spot.start);
  const names = [...new Set(before.map(({ name }) => name))];
  const near = nearest(own.name, names);
  return near === undefined
    ? []
    : oneEdit(
        `Change to ${quoted(`*${near}`)}`,
        { span: own.span, text: near },
        { preferred: true, safe: isSlip(own.name, near, names) },
      );
};

/** SC115: an alias of a mapping, or no merge at all. */
export const mergeKey: Fixer = (context) => {
  const { spot } = context;
  const { source, start } = spot;
  const end = lineEnd(source.text, start);
  const line = source.text.slice(start, end);
  const value = /^<<[ \t]*:[ \t]*([^\s,#}\]]*)/u.exec(line);
  const around = mapAround(spot);
  if (value === null || around === undefined) return [];
  const text = value[1] ?? '';
  const at = start + value[0].length - text.length;
  const names = [
    ...new Set(
      anchorMarks(source).flatMap(({ role, name, span }) =>
        role === 'declaration' && span.start < start ? [name] : [],
      ),
    ),
  ];
  const near = nearest(text.replace(/^[*&]/u, ''), names);
  const ordered = near === undefined ? names : [near, ...names.filter((name) => name !== near)];
  const gap = /[ \t]$/u.test(value[0].slice(0, value[0].length - text.length)) ? '' : ' ';
  return [
    ...improvingMeaning(
      context,
      ordered.slice(0, 3).map((name) => ({
        title: `Merge ${quoted(`*${name}`)}`,
        edits: [{ span: spanOf(source, at, at + text.length), text: `${gap}*${name}` }],
      })),
    ),
    ...oneEdit('Remove `<<`', removePiece(around.node, start, start + value[0].length)),
  ];
};

/** Anchors of other things than mappings cannot be merged: only reading the text again tells. */
const improvingMeaning = ({ snapshot, spot }: FixContext, fixes: readonly Fix[]): readonly Fix[] =>
  fixes.filter(({ edits }) => {
    const merges = (problems: readonly Problem[]): number =>
      problems.filter(({ code }) => code === 'SC115').length;
    const { before, after } = tryEdits(snapshot, edits, spot.start);
    return merges(after) < merges(before);
  });

/** SC116: without the tag. */
export const tag: Fixer = ({ spot }) => {
  const { source, start } = spot;
  const written = /^![^\s,[\]{}]*[ \t]*/u.exec(source.text.slice(start))?.[0];
  if (written === undefined) return [];
  return oneEdit(
    `Remove ${quoted(written.trim())}`,
    { span: spanOf(source, start, start + written.length), text: '' },
    SURE,
  );
};

/** SC119: the colon behind the key, and the usual value where nothing follows. */
export const missingColon: Fixer = (context) => {
  const { spot } = context;
  const { source, start, end } = spot;
  const around = mapAround(spot);
  const written = source.text.slice(start, end);
  const word = /^[\w.-]+/u.exec(written)?.[0] ?? written;
  const shape = around && childShape(around.shape, word, around.node);
  const meant =
    shape &&
    meantShape(shape, {
      kind: 'scalar',
      span: spanOf(source, start, end),
      style: 'plain',
      value: '',
      text: '',
    });
  const value = meant && exampleOf(meant);
  const at = start + word.length;
  const insert = (offset: number, text: string, title: string): Fix[] =>
    oneEdit(title, { span: spanOf(source, offset), text });
  if (/^:\S/u.test(source.text.slice(at, end)) && shape !== undefined)
    return improving(context, insert(at + 1, ' ', 'Put a space after the colon'));
  return improving(context, [
    ...(at < end ? insert(at, ':', 'Put a colon behind the key') : []),
    ...insert(end, ':', 'Put a colon behind the key'),
    ...(value === undefined ? [] : insert(end, `: ${value}`, `Write ${quoted(`${word}: ${value}`)}`)),
  ]).slice(0, 2);
};
