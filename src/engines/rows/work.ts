import { availableParallelism } from 'node:os';
import type { Problem } from '../../protocol';
import { optionPaths, stagePaths, writtenPlace } from '../../plan';
import { rowsProblem } from './problem';
import { count, numberOption, optionOf, type StageRows } from './stage-rows';

const WORKERS = 'data.filter_overlong_prompts_workers';
/** Megapixels that one process opens, from which on it is worth a word. */
const NOTABLE = 2_000;

/** SC445: before its first step EasyR1 opens every image to count the tokens of its prompt. */
export function filterWork(of: StageRows, processors: number = availableParallelism()): readonly Problem[] {
  const { plan, stage, rows, checked } = of;
  const { name, options } = plan.curriculum.engine;
  if (name !== 'easyr1' || optionOf(of, 'data.filter_overlong_prompts') === false) return [];
  const workers = numberOption(of, WORKERS) ?? 16;
  const isHere = typeof options.cluster !== 'string';
  const atOnce = Math.max(1, isHere ? Math.min(workers, processors) : workers);
  const megapixels = rows.reduce((sum, { pixels }) => sum + pixels, 0) / 1e6;
  if (megapixels / atOnce < NOTABLE) return [];
  const images = rows.reduce((sum, row) => sum + row.images, 0);
  const few = isHere && workers > processors;
  return [
    rowsProblem(
      'SC445',
      `EasyR1 opens ${count(images, 'image')} of stage \`${stage.id}\`, ${count(Math.round(megapixels))} megapixels in all, before its first step, with ${count(workers)} processes (\`${WORKERS}\`)${few ? ` on ${count(processors, 'processor')} of this machine` : ''}`,
      writtenPlace(checked, [...optionPaths(stage.id, WORKERS), ...stagePaths(stage.id)]),
      undefined,
      {
        hint: `Save the images smaller beforehand${few ? `, and write \`engine_options: { ${WORKERS}: ${processors} }\`` : ''}.`,
      },
    ),
  ];
}
