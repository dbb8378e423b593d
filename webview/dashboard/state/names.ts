import type { RunDetail, RunSummary } from '../../../src/protocol/runs';

/** What a run is called: its name, its variant, and the last of its id where several runs are shown. */
export const runName = ({ name, variant }: Pick<RunSummary, 'name' | 'variant'>): string =>
  variant === undefined ? name : `${name} (${variant})`;

/** Names by which several runs can be told apart, in their order. */
export function runNames(
  runs: readonly string[],
  details: ReadonlyMap<string, RunDetail>,
): readonly string[] {
  const plain = runs.map((run) => {
    const summary = details.get(run)?.summary;
    return summary === undefined ? lastPart(run) : runName(summary);
  });
  return plain.map((name, i) =>
    plain.filter((other) => other === name).length === 1
      ? name
      : `${name} ${lastPart(runs[i] ?? '').slice(-4)}`,
  );
}

const lastPart = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
