import type { CheckedCurriculum, DifficultyOrder } from '../language';
import type { Problem } from '../protocol';
import type { StageDraft } from './draft';
import { planProblem } from './problems';
import type { OpenPart } from './size';
import { list } from './words';

/**
 * SC382: rows can only be sorted by difficulty where they have pass rates. A stage of which no source has them keeps
 * its unsorted order; if some have them, the rows of the others come last, as missing values do.
 */
export function planDifficulty(
  checked: CheckedCurriculum,
  draft: StageDraft,
  open: readonly OpenPart[],
  difficulty: DifficultyOrder,
): { readonly difficulty: DifficultyOrder; readonly problems: readonly Problem[] } {
  if (difficulty === 'none' || draft.order !== undefined) return { difficulty, problems: [] };
  const without = open.filter(({ source }) => source.columns.difficulty === undefined);
  const names = [...new Set(without.map(({ part }) => part.dataset.id))];
  const [first] = names;
  if (first === undefined) return { difficulty, problems: [] };
  const none = without.length === open.length;
  const subject = `${list(names.map((id) => `\`${id}\``))} ${names.length === 1 ? 'has' : 'have'}`;
  const problem = planProblem(
    'SC382',
    none
      ? `\`${difficulty}\` cannot sort stage \`${draft.id}\`: ${subject} no pass rates; the stage stays unsorted`
      : `\`${difficulty}\` puts rows without a pass rate last: ${subject} none`,
    checked.locate(['datasets', first]),
    {
      hint: 'Name the column with `columns: { difficulty: … }`, or set `schedule: { difficulty: none }`.',
      related: [
        { place: checked.locate(['schedule', 'difficulty']), message: 'the order is asked for here' },
      ],
    },
  );
  return { difficulty: none ? 'none' : difficulty, problems: [problem] };
}
