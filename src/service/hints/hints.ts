import type { InlayHint, Range } from 'vscode-languageserver-types';
import { child, textOf, type Entry, type TreeNode } from '../../language';
import type { Snapshot } from '../document/snapshot';
import type { Known, StageFacts } from '../known/known';
import { datasetHints } from './datasets';
import { count } from '../hover/markdown';
import { behindKey, hintAt } from './hint';

/**
 * What was computed, behind what was written: steps and rows after each stage's id, rows after each dataset's train
 * file, steps in all after each variant. From the last plans alone, so it never waits; nothing before there is one.
 * `range` limits the lines; absent means the whole document.
 */
export function inlayHints(snapshot: Snapshot, range: Range | undefined, known: Known): readonly InlayHint[] {
  const hints = [
    ...stageHints(snapshot, known),
    ...datasetHints(snapshot, known),
    ...variantHints(snapshot, known),
  ];
  const inRange =
    range === undefined
      ? hints
      : hints.filter(({ position: { line } }) => range.start.line <= line && line <= range.end.line);
  return inRange.sort(({ position: a }, { position: b }) => a.line - b.line || a.character - b.character);
}

function stageHints(snapshot: Snapshot, known: Known): readonly InlayHint[] {
  const { tree, source, uri, checked } = snapshot;
  const planned = known.stages(uri, undefined);
  if (planned === undefined) return [];
  const { curriculum } = checked.base;
  const facts = new Map(planned.map((stage) => [stage.id, stage]));
  if (curriculum !== undefined && curriculum.schedule.capability !== 'staged') {
    // One stage stands for all of them: its length belongs to the word that says so.
    const word = child(child(tree, 'schedule'), 'capability');
    const [only] = planned;
    if (only === undefined || word?.kind !== 'scalar' || word.span.source !== source) return [];
    return [hintAt(word.span, word.span.end, stageLabel(only), tooltip(only))];
  }
  return idsOf(child(tree, 'stages')).flatMap(({ id, node, entry }) => {
    const stage = facts.get(id);
    const span = entry?.keySpan ?? node.span;
    if (stage === undefined || span.source !== source) return [];
    const offset = entry === undefined ? node.span.end : behindKey(entry);
    return [hintAt(span, offset, stageLabel(stage), tooltip(stage))];
  });
}

interface WrittenId {
  readonly id: string;
  readonly node: TreeNode;
  /** Where the id is a key. */
  readonly entry?: Entry;
}

/** The ids of stages that are written in a file: by `id` in a list, or as the keys of a mapping. */
function idsOf(stages: TreeNode | undefined): readonly WrittenId[] {
  if (stages?.kind === 'list') {
    return stages.items.flatMap((item) => {
      const node = child(item, 'id');
      const id = textOf(node);
      return node === undefined || id === undefined ? [] : [{ id, node }];
    });
  }
  if (stages?.kind !== 'map') return [];
  return [...stages.entries.values()].map((entry) => ({ id: entry.key, node: entry.value, entry }));
}

const stageLabel = ({ steps, rows, allRows }: StageFacts): string =>
  rows === allRows
    ? `-> ${count(steps, 'step')}, ${count(rows, 'row')}`
    : `-> ${count(steps, 'step')}, ${count(rows)} of ${count(allRows, 'row')}`;

const tooltip = ({ summary }: StageFacts): string | undefined =>
  summary.sections.find(({ id }) => id === 'training')?.lines.find(({ label }) => label === 'steps')?.note;

function variantHints({ tree, source, uri }: Snapshot, known: Known): readonly InlayHint[] {
  const variants = child(tree, 'variants');
  if (variants?.kind !== 'map') return [];
  return [...variants.entries.values()].flatMap((entry) => {
    const stages = known.stages(uri, entry.key);
    if (stages === undefined || entry.keySpan.source !== source) return [];
    const steps = stages.reduce((sum, stage) => sum + stage.steps, 0);
    return [hintAt(entry.keySpan, behindKey(entry), `-> ${count(steps, 'step')}`)];
  });
}
