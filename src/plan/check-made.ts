import { KEEP_COLUMNS, type CheckedCurriculum, type Dataset } from '../language';
import type { Problem } from '../protocol';
import { checkMadeFolder, QUESTION_COLUMNS } from './made';
import { madeSource, type MadeSource } from './made-source';
import { planProblem } from './problems';
import type { Questions } from './remember';

/**
 * All that the files say of the recipes of a curriculum's datasets: what they are made of is there and has its
 * columns, `keep` is a condition over these, and nothing of the user's is written over.
 */
export async function checkMade(checked: CheckedCurriculum, ask: Questions): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const dataset of checked.curriculum?.datasets ?? []) {
    if (dataset.made === undefined) continue;
    const source = await madeSource(checked, dataset, ask);
    problems.push(
      ...source.problems,
      ...(await checkCondition(checked, dataset, source, ask)),
      ...(await checkMadeFolder(checked, dataset, ask)),
    );
  }
  return problems;
}

/** `keep` passes the allow-list and binds, and asks for nothing that no row can have. */
async function checkCondition(
  checked: CheckedCurriculum,
  { id, made }: Dataset,
  source: MadeSource,
  ask: Questions,
): Promise<readonly Problem[]> {
  const keep = made?.make.keep;
  if (keep === undefined) return [];
  const path = ['datasets', id, 'make', 'keep'];
  // A carried column stands in the place of a column of the question that has its name; no column hides an outcome.
  const carried = source.columns?.filter(({ name }) => !Object.hasOwn(KEEP_COLUMNS, name.toLowerCase()));
  const names = new Set(carried?.map(({ name }) => name.toLowerCase()));
  const columns = carried && [...carried, ...QUESTION_COLUMNS.filter(({ name }) => !names.has(name))];
  const found = await ask.checkExpression('keep', keep, columns);
  if (found.length > 0) {
    return found.map(({ code, message, hint, start, end }) => ({
      code,
      severity: 'error',
      message,
      place: checked.locateText(path, start, end),
      ...(hint === undefined ? {} : { hint }),
    }));
  }
  return unknownArms(checked, path, keep, source);
}

/** SC396: rows without a caption, or without an image, have no answers from it, and what is unknown keeps nothing. */
function unknownArms(
  checked: CheckedCurriculum,
  path: readonly string[],
  keep: string,
  { images, captions }: MadeSource,
): readonly Problem[] {
  const text = keep.replaceAll(/'(?:[^']|'')*'/gu, (quoted) => ' '.repeat(quoted.length));
  return (
    [
      ['from_image', images, 'an image'],
      ['from_caption', captions, 'a caption'],
    ] as const
  ).flatMap(([arm, has, what]) => {
    const column = new RegExp(`\\b(?:right|wrong|unparsable)_${arm}\\b`, 'iu').exec(text);
    if (has !== false || column === null) return [];
    return [
      planProblem(
        'SC396',
        `\`${column[0]}\` is never known: no row has ${what} to answer from`,
        checked.locateText(path, column.index, column.index + column[0].length),
        {
          hint: `Leave it out of \`keep\`, or name the column in \`columns\` of the dataset that the rows come from.`,
        },
      ),
    ];
  });
}
