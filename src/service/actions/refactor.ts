import { CodeActionKind, type CodeAction } from 'vscode-languageserver-types';
import { child, SETTINGS, type Entry, type MapNode, type SettingKey } from '../../language';
import type { Snapshot } from '../document/snapshot';
import { quoted, type Edit } from './fix';
import { changesOf } from './quick-fixes';
import { levelsOf, spotAt, stageAround, type Level } from './spot';
import { removeEntry } from './write/remove';
import { addKey, setPath } from './write/set';
import { endOf } from './write/text';

/** Rewritings at an offset that keep the meaning: a setting of all stages as a default, the defaults written out. */
export function refactorings(snapshot: Snapshot, offset: number): readonly CodeAction[] {
  const spot = spotAt(snapshot, offset, offset);
  const stage = stageAround(spot);
  const path = spot.levels.slice(1).map(({ entry }) => entry?.key);
  if (stage === undefined || path[0] !== 'stages') return [];
  const entry = spot.levels.at(stage.levels.length)?.entry;
  return [...(entry === undefined ? [] : toDefaults(snapshot, entry)), ...writeOut(snapshot, stage.node)];
}

const isSetting = (key: string): key is SettingKey => Object.hasOwn(SETTINGS, key);

const action = (snapshot: Snapshot, title: string, edits: readonly Edit[]): CodeAction[] =>
  edits.length === 0
    ? []
    : [{ title, kind: CodeActionKind.RefactorRewrite, edit: { changes: changesOf(snapshot, edits) } }];

const valueText = ({ value }: Entry): string => value.span.source.text.slice(value.span.start, endOf(value));

/** One line, written in the document itself. */
const isPlain = (entry: Entry, map: MapNode): boolean =>
  entry.keySpan.start >= map.span.start &&
  entry.value.span.start >= entry.keySpan.end &&
  endOf(entry.value) <= map.span.end &&
  !valueText(entry).includes('\n') &&
  valueText(entry) !== '';

/** A setting that every stage of the file writes with the same value. */
function toDefaults(snapshot: Snapshot, entry: Entry): readonly CodeAction[] {
  const { tree } = snapshot;
  const list = child(tree, 'stages');
  const { files } = snapshot.checked.base;
  if (tree === undefined || list?.kind !== 'list' || !isSetting(entry.key) || files.length > 1) return [];
  if (child(child(tree, 'defaults'), entry.key) !== undefined) return [];
  const places = list.items.map((_, index): readonly Level[] => levelsOf(tree, ['stages', index, entry.key]));
  const same = places.every((levels) => {
    const own = levels.at(3)?.entry;
    const map = levels.at(2)?.node;
    return (
      own !== undefined && map?.kind === 'map' && isPlain(own, map) && valueText(own) === valueText(entry)
    );
  });
  const removals = places.map((levels) => removeEntry(levels));
  const added = setPath(snapshot, ['defaults', entry.key], valueText(entry));
  if (!same || added === undefined || places.length < 2) return [];
  const edits = [...removals, added].filter((edit) => edit !== undefined);
  return edits.length === places.length + 1
    ? action(
        snapshot,
        `Move ${quoted(`${entry.key}: ${valueText(entry)}`)} of all stages to \`defaults\``,
        edits,
      )
    : [];
}

/** The defaults of the file that a stage does not write itself, written in the stage. */
function writeOut(snapshot: Snapshot, stage: MapNode): readonly CodeAction[] {
  const defaults = child(snapshot.tree, 'defaults');
  if (defaults?.kind !== 'map') return [];
  const hasLength = stage.entries.has('steps') || stage.entries.has('epochs');
  const missing = [...defaults.entries.values()].filter(
    (entry) =>
      isSetting(entry.key) &&
      !stage.entries.has(entry.key) &&
      !(hasLength && (entry.key === 'steps' || entry.key === 'epochs')) &&
      isPlain(entry, defaults),
  );
  const [first, ...rest] = missing.map((entry) => addKey(stage, entry.key, valueText(entry)));
  if (first === undefined) return [];
  // All of them stand behind the same last line: one edit keeps their order in every editor.
  const text = [first, ...rest].map((edit) => edit.text).join('');
  return action(snapshot, 'Write the defaults out in this stage', [{ span: first.span, text }]);
}
