import type { CheckedCurriculum, Dataset } from '../../language';
import type { Place, Problem } from '../../protocol';
import type { Split } from '../known/known';

const SPLITS: readonly Split[] = ['train', 'val', 'test'];

/**
 * Problems of data files as both sides see them: each stays at its row, pointing back at the key that names the file,
 * and stands once more at that key, pointing at the row. Problems of the curriculum's own files stay as they are.
 */
export function atDatasets(
  problems: readonly Problem[],
  checked: Pick<CheckedCurriculum, 'curriculum' | 'files' | 'locate'>,
): readonly Problem[] {
  const own = new Set(checked.files.map(({ path }) => path));
  const named = namesOf(checked.curriculum?.datasets ?? []);
  return problems.flatMap((problem): readonly Problem[] => {
    if (own.has(problem.place.file)) return [problem];
    const names = named.get(problem.place.file);
    const [first] = names ?? [];
    if (names === undefined || first === undefined) return [problem];
    const { place, related = [], ...rest } = problem;
    const backs = names.map(({ dataset, split }) => ({
      place: checked.locate(['datasets', dataset, split]),
      message: `the file is named here, as \`${split}\` of \`${dataset}\``,
    }));
    const known = new Set(related.map((one) => keyOf(one.place)));
    const atRow = {
      ...rest,
      place,
      related: [...related, ...backs.filter((one) => !known.has(keyOf(one.place)))],
    };
    return [
      // A file without lines (Parquet) has no place to show anything at.
      ...(place.range === undefined ? [] : [atRow]),
      {
        ...rest,
        place: backs[0]?.place ?? place,
        related: [
          { place, message: 'it was found here' },
          ...related.filter((one) => !own.has(one.place.file)),
        ],
      },
    ];
  });
}

interface Name {
  readonly dataset: string;
  readonly split: Split;
}

function namesOf(datasets: readonly Dataset[]): ReadonlyMap<string, readonly Name[]> {
  const names = new Map<string, Name[]>();
  for (const dataset of datasets) {
    for (const split of SPLITS) {
      const ref = dataset[split];
      if (ref?.kind !== 'file') continue;
      names.set(ref.path, [...(names.get(ref.path) ?? []), { dataset: dataset.id, split }]);
    }
  }
  return names;
}

const keyOf = ({ file, range }: Place): string => `${file}:${range?.start.offset ?? -1}`;
