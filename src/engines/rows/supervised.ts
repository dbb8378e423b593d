import type { Problem } from '../../protocol';
import { optionPaths, writtenPlace } from '../../plan';
import { lengthOf } from './overlong';
import { rowsProblem } from './problem';
import { count, numberOption, type StageRows } from './stage-rows';

const KEY = 'max_length';

/** SC442: supervised fine-tuning that cuts rows at `max_length`, through images where they have some. */
export function supervisedLimit(of: StageRows): readonly Problem[] {
  const { plan, stage, rows, checked } = of;
  if (plan.curriculum.engine.name !== 'trl' || stage.settings.method !== 'sft') return [];
  // Left to Stagecraft, nothing is cut.
  const most = Object.hasOwn(stage.engineOptions, KEY) ? numberOption(of, KEY) : undefined;
  if (most === undefined) return [];
  const long = rows.filter(({ tokens }) => tokens > most);
  const torn = long.find(({ images, sure }) => images > 0 && sure > most);
  const first = torn ?? long[0];
  if (first === undefined) return [];
  const longest = Math.max(...long.map(({ tokens }) => tokens));
  return [
    rowsProblem(
      'SC442',
      `${count(long.length)} of ${count(rows.length, 'row')} of stage \`${stage.id}\` are longer than \`${KEY}: ${most}\` by their questions alone, such as ${lengthOf(of, first)}: ${torn === undefined ? 'TRL cuts off their responses' : 'TRL cuts them through their images and stops'}`,
      writtenPlace(checked, optionPaths(stage.id, KEY)),
      first,
      {
        severity: torn === undefined ? 'warning' : 'error',
        suggestion: { key: KEY, stage: stage.id, value: Math.ceil((longest + 1) / 64) * 64 },
        hint: `Leave \`${KEY}\` out, so that nothing is cut, or set it above ${count(longest)}.`,
      },
    ),
  ];
}
