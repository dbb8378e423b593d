import type { CheckedCurriculum, KeyPath } from '../language';
import type { Place } from '../protocol';

/** A path that was not written is located at what it would lie in. */
export const isWritten = ({ locate }: CheckedCurriculum, path: KeyPath): boolean =>
  JSON.stringify(locate(path, 'key')) !== JSON.stringify(locate(path.slice(0, -1), 'key'));

/** The first of the paths that was written; when none was, the place of the last. */
export function writtenPlace(checked: CheckedCurriculum, paths: readonly KeyPath[]): Place {
  const path = paths.find((one) => isWritten(checked, one)) ?? paths.at(-1) ?? [];
  return checked.locate(path);
}

/** Where a setting of a stage may stand, the most special place first, then the stage itself. */
export const settingPaths = (stage: string, key: string): readonly KeyPath[] => [
  ['stages', stage, key],
  ['pooled', key],
  ['defaults', key],
];

/** Where an option of the engine itself may stand for a stage. */
export const optionPaths = (stage: string, key: string): readonly KeyPath[] => [
  ['stages', stage, 'engine_options', key],
  ['pooled', 'engine_options', key],
  ['defaults', 'engine_options', key],
];

/** Where a stage says what it trains on; the one stage of a pooled schedule, where that is asked for. */
export const stagePaths = (stage: string): readonly KeyPath[] => [
  ['stages', stage, 'data'],
  ['schedule', 'capability'],
  ['stages'],
];
