import { LABEL_NAMES, type AgreementFigure, type HumanLabel, type Label } from '../../protocol';
import { ADJUDICATED, currentLabels } from '../human';
import { agreementOf } from '../statistics';
import type { StoredVerdict, Verdicts } from '../verdicts';

/** An item as agreement sees it. */
export interface FigureItem {
  readonly key: string;
  readonly correct: boolean | null;
  /** Items of one image are not independent: that image, or the item itself. */
  readonly cluster: string;
}

type Said = ReadonlyMap<string, Label>;
const NOT = 'not PERC';
/** Pairs of annotators beyond these are not shown. */
const MOST_PAIRS = 6;

/** Where two methods, or two people, speak of the same failures: nine labels, and perception against the rest. */
export function agreements(failures: readonly FigureItem[], verdicts: Verdicts): readonly AgreementFigure[] {
  const methods = [
    ['counterfactual', saidBy(verdicts.counterfactual)],
    ['judge', saidBy(verdicts.judge)],
    ['human', saidBy(verdicts.human)],
  ] as const;
  const people = [...annotators(verdicts.labels)].filter(([name]) => name !== ADJUDICATED);
  return [...pairs(methods), ...pairs(people).slice(0, MOST_PAIRS)].flatMap(([[first, a], [second, b]]) =>
    between(failures, first, a, second, b),
  );
}

const pairs = <T>(list: readonly T[]): readonly (readonly [T, T])[] =>
  list.flatMap((one, i) => list.slice(i + 1).map((other) => [one, other] as const));

/** Labels of a method; what it excludes it does not speak of. */
const saidBy = (verdicts: ReadonlyMap<string, StoredVerdict>): Said =>
  new Map(
    [...verdicts].flatMap(([key, { label, method, excluded }]) =>
      excluded !== undefined || (method === 'counterfactual' && label === 'UNSURE')
        ? []
        : [[key, label] as const],
    ),
  );

function annotators(labels: readonly HumanLabel[]): ReadonlyMap<string, Said> {
  const people = new Map<string, Map<string, Label>>();
  for (const [key, of] of currentLabels(labels)) {
    for (const [name, { label }] of of) {
      const said = people.get(name) ?? new Map<string, Label>();
      said.set(key, label);
      people.set(name, said);
    }
  }
  return people;
}

function between(
  failures: readonly FigureItem[],
  first: string,
  a: Said,
  second: string,
  b: Said,
): readonly AgreementFigure[] {
  const common = failures.flatMap(({ key, cluster }) => {
    const [x, y] = [a.get(key), b.get(key)];
    return x === undefined || y === undefined ? [] : [{ first: x, second: y, cluster }];
  });
  if (common.length === 0) return [];
  const labels = LABEL_NAMES.filter((name) =>
    common.some((pair) => pair.first === name || pair.second === name),
  );
  const decided = common.filter((pair) => pair.first !== 'UNSURE' && pair.second !== 'UNSURE');
  const sides = decided.map((pair) => ({ ...pair, first: sideOf(pair.first), second: sideOf(pair.second) }));
  return [
    { first, second, ...agreementOf(common, labels) },
    ...(sides.length === 0 ? [] : [{ first, second, ...agreementOf(sides, ['PERC', NOT]) }]),
  ];
}

const sideOf = (label: Label): string => (label === 'PERC' ? label : NOT);
