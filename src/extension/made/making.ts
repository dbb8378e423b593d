import { isLive, type RunSummary } from '../../protocol';
import { COMMAND_IDS } from '../commands/ids';
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

/** The live run that makes a dataset of a curriculum, whatever its variant: they all write the same files. */
const makerOf = (runs: readonly RunSummary[], file: string, dataset: string): RunSummary | undefined =>
  runs.find((run) => run.file === file && isLive(run) && run.make?.datasets.includes(dataset) === true);

/** A lens's command, as far as it is looked at here. */
interface Clicked {
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

/** The run that does just now what a lens of a curriculum's file would begin: making its dataset. */
export function makerFor(
  runs: readonly RunSummary[],
  file: string,
  clicked: Clicked | undefined,
): RunSummary | undefined {
  if (clicked?.command !== COMMAND_IDS.make) return undefined;
  const { dataset } = (clicked.arguments?.[0] ?? {}) as { readonly dataset?: unknown };
  return typeof dataset === 'string' ? makerOf(runs, file, dataset) : undefined;
}
