import { EXCLUSIONS } from '../../audit';
import {
  AUDIT_METHOD_NAMES,
  LABEL_NAMES,
  LABELS,
  type AuditMethod,
  type Label,
  type LabelSide,
} from '../../protocol';

/** Code of a label in a column; 0 stands for none. */
export const labelCode = (label: Label | 'none'): number =>
  label === 'none' ? 0 : LABEL_NAMES.indexOf(label) + 1;
export const labelName = (code: number): Label | undefined => LABEL_NAMES[code - 1];
/** Codes there are, with that of none. */
export const LABEL_CODES = LABEL_NAMES.length + 1;

/** Side of each code; none has none. */
export const SIDE_OF: readonly (LabelSide | undefined)[] = [
  undefined,
  ...LABEL_NAMES.map((name) => LABELS[name].side),
];

/** Why a verdict of the arms is left out of their shares: code is the place here, from 1. */
export const EXCLUSION_NAMES = Object.keys(EXCLUSIONS) as (keyof typeof EXCLUSIONS)[];

/** The code of a verdict's exclusion, as its evidence has it; 0: it is not left out. */
export function exclusionCode(evidence: unknown): number {
  const excluded = typeof evidence === 'object' && evidence !== null && 'excluded' in evidence;
  return excluded ? EXCLUSION_NAMES.findIndex((name) => name === evidence.excluded) + 1 : 0;
}

/** Labels of an item by all methods, each a column of codes. */
export type LabelColumns = Readonly<Record<AuditMethod, Uint8Array>>;

/**
 * The codes of all methods as one number below `TRIPLES`: what depends on labels alone is looked up in a table of
 * that size instead of being worked out for each of a million items.
 */
export const TRIPLES = LABEL_CODES ** AUDIT_METHOD_NAMES.length;
export const tripleOf = ({ counterfactual, judge, human }: LabelColumns, i: number): number =>
  ((counterfactual[i] ?? 0) * LABEL_CODES + (judge[i] ?? 0)) * LABEL_CODES + (human[i] ?? 0);
/** The codes in a triple, in the order of `AUDIT_METHOD_NAMES`. */
export const codesIn = (triple: number): readonly [number, number, number] => [
  Math.floor(triple / LABEL_CODES ** 2),
  Math.floor(triple / LABEL_CODES) % LABEL_CODES,
  triple % LABEL_CODES,
];

/** 1: at least two methods speak and all give the same side; 2: two give different sides; 0: neither. */
export const AGREEMENT: Uint8Array = Uint8Array.from({ length: TRIPLES }, (_, triple) => {
  // Who cannot tell does not speak.
  const sides = codesIn(triple).flatMap((code) => {
    const side = SIDE_OF[code];
    return side === undefined || side === 'open' ? [] : [side];
  });
  if (sides.length < 2) return 0;
  return new Set(sides).size === 1 ? 1 : 2;
});
export const AGREEMENTS = ['agree', 'disagree'] as const;
