import { join } from 'node:path';
import type { AuditMethod, HumanLabel, Label, ShortVerdict, VerdictDetail } from '../../protocol';
import { SET_FILES } from '../../results';
import { gateOf, type Decision, type Gate } from '../attribution';
import { consensus, currentLabels, readLabels } from '../human/labels';
import { itemKey, type ArmResult, type Item } from '../items';
import type { JudgedText } from '../judge/detail';
import { counterfactualLine, labelOfVerdict, type CounterfactualLine } from './counterfactual';
import { verdictDetail } from './detail';
import { lineAt, placedLines, recordOf } from './line-places';
import { parseVerdictLine } from './parse';

/** A verdict as it is kept in memory: what lists and figures need, and where the evidence lies. */
export interface StoredVerdict extends ShortVerdict {
  readonly at: string;
  readonly by: string;
  readonly confidence?: number;
  readonly note?: string;
  /** Why a counterfactual verdict is left out of the shares. */
  readonly excluded?: string;
  readonly place?: { readonly offset: number; readonly bytes: number };
}

export type VerdictsBy = Readonly<Record<AuditMethod, ReadonlyMap<string, StoredVerdict>>>;

/** All verdicts of a set, by `itemKey`. */
export interface Verdicts extends VerdictsBy {
  /** As written, one a line, taken back ones included. */
  readonly labels: readonly HumanLabel[];
  /** Whether the description arm can tell anything; absent without counterfactual verdicts. */
  readonly gate?: Gate;
  readonly shortOf: (key: string) => readonly ShortVerdict[];
  /** Verdicts with what they rest on; reads their lines again. */
  readonly detailsOf: (
    item: JudgedText & { readonly row: string; readonly dataset: string },
  ) => Promise<readonly VerdictDetail[]>;
}

/** Reads the verdicts of all methods in a set's folder. What is torn or strange is skipped; no file is no verdict. */
export async function readVerdicts(dir: string): Promise<Verdicts> {
  const { verdicts: counterfactual, gate } = await readCounterfactual(dir);
  const judge = await readJudge(dir);
  const labels = await readLabels(dir);
  const people = currentLabels(labels);
  const human = new Map(
    [...people].flatMap(([key, of]) => {
      const label = consensus(of);
      return label === undefined ? [] : [[key, humanVerdict(label)] as const];
    }),
  );
  const by: VerdictsBy = { counterfactual, judge, human };
  return {
    ...by,
    labels,
    ...(gate === undefined ? {} : { gate }),
    shortOf: (key) => shortOf(by, key),
    detailsOf: (item) => detailsOf(dir, by, people, item),
  };
}

function shortOf(by: VerdictsBy, key: string): readonly ShortVerdict[] {
  return [by.counterfactual, by.judge, by.human].flatMap((of) => {
    const verdict = of.get(key);
    if (verdict === undefined) return [];
    const { method, label, subtype } = verdict;
    return [{ method, label, ...(subtype === undefined ? {} : { subtype }) }];
  });
}

function humanVerdict(label: HumanLabel & { readonly label: Label }): StoredVerdict {
  const { subtype, note } = label;
  return {
    method: 'human',
    label: label.label,
    at: label.at,
    by: label.annotator,
    ...(subtype === undefined ? {} : { subtype }),
    ...(note === undefined ? {} : { note }),
  };
}

async function readCounterfactual(
  dir: string,
): Promise<{ readonly verdicts: ReadonlyMap<string, StoredVerdict>; readonly gate?: Gate }> {
  const lines = new Map<
    string,
    { readonly line: CounterfactualLine; readonly place: StoredVerdict['place'] }
  >();
  for await (const { text, ...place } of placedLines(join(dir, SET_FILES.counterfactual))) {
    const line = counterfactualLine(recordOf(text) ?? {});
    if (line !== undefined) lines.set(itemKey(line), { line, place });
  }
  if (lines.size === 0) return { verdicts: new Map() };
  const verdicts = new Map<string, StoredVerdict>();
  for (const [key, { line, place }] of lines) {
    const label = labelOfVerdict(line.verdict);
    if (label === undefined) continue;
    verdicts.set(key, {
      method: 'counterfactual',
      ...label,
      at: line.at ?? '',
      by: line.by ?? '',
      ...(line.excluded === undefined ? {} : { excluded: line.excluded }),
      ...(place === undefined ? {} : { place }),
    });
  }
  const all = [...lines.values()].map(({ line }) => line);
  return { verdicts, gate: gateOf(all.map(itemOf), all.map(decisionOf)) };
}

const decisionOf = ({ verdict, leak }: CounterfactualLine): Decision => ({
  verdict,
  leak,
  stochastic: false,
});

/** As much of an item as the gate looks at. */
function itemOf({ row, dataset, images, arms }: CounterfactualLine): Item {
  const result = (k: number, right: number): ArmResult => ({
    k,
    right,
    truncated: 0,
    unanswered: 0,
    unboxed: 0,
    traces: [],
  });
  return {
    key: itemKey({ dataset, row }),
    row,
    dataset,
    capability: '',
    gold: '',
    goldText: '',
    images,
    arms: Object.fromEntries(arms.map(({ arm, k, right }) => [arm, result(k, right)])),
  };
}

async function readJudge(dir: string): Promise<ReadonlyMap<string, StoredVerdict>> {
  const verdicts = new Map<string, StoredVerdict>();
  for await (const { text, ...place } of placedLines(join(dir, SET_FILES.judge))) {
    const line = parseVerdictLine('judge', text);
    if (line === undefined) continue;
    const { row: _row, dataset: _dataset, evidence: _evidence, ...verdict } = line;
    verdicts.set(itemKey(line), { ...verdict, place });
  }
  return verdicts;
}

async function detailsOf(
  dir: string,
  by: VerdictsBy,
  people: ReturnType<typeof currentLabels>,
  item: JudgedText & { readonly row: string; readonly dataset: string },
): Promise<readonly VerdictDetail[]> {
  const key = itemKey(item);
  const details: VerdictDetail[] = [];
  for (const method of ['counterfactual', 'judge'] as const) {
    const { place } = by[method].get(key) ?? {};
    const text = place === undefined ? undefined : await lineAt(join(dir, SET_FILES[method]), place);
    const line = text === undefined ? undefined : parseVerdictLine(method, text);
    if (line !== undefined) details.push(verdictDetail(line, item));
  }
  // Each person apart: a reader looks for the own label, and for who differs.
  for (const label of people.get(key)?.values() ?? [])
    details.push({ ...humanVerdict(label), method: 'human' });
  return details;
}
