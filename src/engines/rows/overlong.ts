import type { Problem } from '../../protocol';
import { planSteps } from './steps';
import { rowsProblem } from './problem';
import { optionPaths, settingPaths, stagePaths, writtenPlace } from '../../plan';
import { count, numberOption, optionOf, type MeasuredRow, type StageRows } from './stage-rows';

const FILTER = 'data.filter_overlong_prompts';
const MAX_PIXELS = 'data.max_pixels';
const PROMPT = 'data.max_prompt_length';

/**
 * SC440, SC441: prompts that are longer than `max_prompt_length`, images counted as the model counts them. EasyR1 leaves
 * such rows out, or, told not to, cuts them through their images; TRL takes them whole.
 */
export function overlongPrompts(of: StageRows): readonly Problem[] {
  const { plan, stage, rows } = of;
  const engine = plan.curriculum.engine.name;
  const limit = engine === 'easyr1' ? numberOption(of, PROMPT) : undefined;
  const own = Object.hasOwn(stage.engineOptions, PROMPT) ? limit : stage.settings.max_prompt_length;
  if (own === undefined || engine === 'embedded') return [];
  const long = rows.filter(({ tokens }) => tokens > own);
  const sure = rows.filter((row) => row.sure > own);
  const validation = engine === 'easyr1' ? longValidation(of, own) : [];
  if (long.length === 0) return validation;
  const [first] = sure.length > 0 ? sure : long;
  if (first === undefined) return validation;
  const longest = long.reduce((most, row) => (row.tokens > most.tokens ? row : most));
  const words = `${count(long.length)} of ${count(rows.length, 'prompt')} of stage \`${stage.id}\` ${long.length === 1 ? 'is' : 'are'} longer than \`max_prompt_length: ${own}\`, such as ${lengthOf(of, first)}`;
  const place = Object.hasOwn(stage.engineOptions, PROMPT)
    ? writtenPlace(of.checked, optionPaths(stage.id, PROMPT))
    : writtenPlace(of.checked, [...settingPaths(stage.id, 'max_prompt_length'), ...stagePaths(stage.id)]);
  const say = (code: 'SC440' | 'SC441', message: string, severity: Problem['severity']): Problem =>
    rowsProblem(code, message, place, first, { severity, ...wayOut(of, own, longest) });
  if (engine === 'trl') return [say('SC440', `${words}; TRL cuts no prompt and takes them whole`, 'warning')];
  if (optionOf(of, FILTER) === false) {
    const hurt = sure.some(({ images }) => images > 0);
    return [
      say(
        'SC440',
        `${words}; with \`${FILTER}: false\` EasyR1 cuts them${hurt ? ' through their images and stops' : ''}`,
        hurt ? 'error' : 'warning',
      ),
      ...validation,
    ];
  }
  const before = planSteps(of, rows.length);
  const after = planSteps(of, rows.length - long.length);
  if (after === 0 && before > 0) {
    const certain = planSteps(of, rows.length - sure.length) === 0;
    const left = `${count(rows.length - long.length)} ${rows.length - long.length === 1 ? 'is' : 'are'} left, and a step takes ${count(stage.settings.batch)}`;
    return [
      say('SC441', `${words}; EasyR1 leaves them out: ${left}`, certain ? 'error' : 'warning'),
      ...validation,
    ];
  }
  const steps = after === before ? '' : `: ${count(after, 'step')} instead of ${count(before)}`;
  return [say('SC440', `${words}; EasyR1 leaves them out${steps}`, 'warning'), ...validation];
}

/** EasyR1 stops when nothing is left to validate on. */
function longValidation(of: StageRows, limit: number): readonly Problem[] {
  const { stage, validation, checked } = of;
  const [first] = validation;
  if (first === undefined || optionOf(of, FILTER) === false) return [];
  if (validation.some(({ tokens }) => tokens <= limit)) return [];
  const certain = validation.every(({ sure }) => sure > limit);
  const shortest = validation.reduce((least, row) => (row.tokens < least.tokens ? row : least));
  return [
    rowsProblem(
      'SC441',
      `All ${count(validation.length, 'validation row')} of stage \`${stage.id}\` are longer than \`max_prompt_length: ${limit}\`, such as ${lengthOf(of, first)}; EasyR1 leaves them out and stops without any`,
      writtenPlace(checked, [...settingPaths(stage.id, 'validate'), ...stagePaths(stage.id)]),
      first,
      { severity: certain ? 'error' : 'warning', ...wayOut(of, limit, shortest) },
    ),
  ];
}

/** A row with its length and how it comes about. */
export function lengthOf({ vision }: StageRows, row: MeasuredRow): string {
  const text = `about ${count(row.textTokens)} of text`;
  const images = row.imageTokens === 0 ? '' : `${count(row.imageTokens)} of ${count(row.images, 'image')}, `;
  const rule = row.imageTokens === 0 || vision === undefined ? '' : `; ${vision.words}`;
  return `row ${row.row} of \`${row.source.dataset}\` with ${count(row.tokens)} tokens (${images}${text}${rule})`;
}

/** Numbers that make a row fit. */
function wayOut(of: StageRows, limit: number, longest: MeasuredRow): Pick<Problem, 'hint' | 'suggestion'> {
  const { plan, stage, vision } = of;
  const room = Math.ceil(longest.tokens / 64) * 64;
  const key = Object.hasOwn(stage.engineOptions, PROMPT) ? PROMPT : 'max_prompt_length';
  const suggestion = { key, stage: stage.id, value: room };
  const raise = `Set \`max_prompt_length\` to ${count(room)} or more`;
  const left = limit - longest.textTokens - 2 * longest.images;
  if (
    plan.curriculum.engine.name !== 'easyr1' ||
    vision?.vision.kind !== 'grid' ||
    longest.images === 0 ||
    left <= 0
  )
    return { hint: `${raise}, or leave these rows out with \`where\`.`, suggestion };
  const pixels = Math.floor(left / longest.images) * vision.vision.side ** 2;
  const smaller = `\`engine_options: { ${MAX_PIXELS}: ${pixels} }\``;
  return { hint: `${raise}, or make images smaller: ${smaller}.`, suggestion };
}
