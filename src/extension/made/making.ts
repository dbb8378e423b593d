import { isLive, type RunSummary } from '../../protocol';
import type { ShownMade } from './state';

/** Datasets of a curriculum that live runs are making now, each once. */
export const makingNow = (
  runs: readonly RunSummary[],
  { file, variant }: Pick<ShownMade, 'file' | 'variant'>,
): readonly string[] => [
  ...new Set(
    runs
      .filter((run) => run.file === file && run.variant === variant && isLive(run))
      .flatMap((run) => run.make?.datasets ?? []),
  ),
];
