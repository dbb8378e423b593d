import type { Problem } from '../../protocol';
import { optionPaths, settingPaths, stagePaths, writtenPlace } from '../../plan';
import { lengthOf } from './overlong';
import { rowsProblem } from './problem';
import { count, numberOption, type StageRows } from './stage-rows';

/** The option that says how long prompt and response may be together, of each engine that samples with vLLM. */
const LENGTH = { easyr1: 'worker.rollout.max_model_len', trl: 'vllm_max_model_length' } as const;
const IMAGES = 'worker.rollout.limit_images';

/** SC442, SC443: what the sampler refuses: prompts longer than it takes, more images than it takes. */
export const samplerLimits = (of: StageRows): readonly Problem[] => [
  ...tooLong(of),
  ...beyondContext(of),
  ...tooManyImages(of),
];

function tooLong(of: StageRows): readonly Problem[] {
  const { plan, stage, rows, checked } = of;
  const { name, options } = plan.curriculum.engine;
  if (name === 'embedded' || stage.settings.method === 'sft' || (name === 'trl' && options.vllm !== true))
    return [];
  const key = LENGTH[name];
  const most = numberOption(of, key);
  if (most === undefined) return [];
  const { max_prompt_length: prompt, max_response_length: response } = stage.settings;
  // What is longer than the prompt limit, EasyR1 has left out.
  const kept = name === 'easyr1' ? rows.filter(({ tokens }) => tokens <= prompt) : rows;
  const refused = kept.filter(({ tokens }) => tokens > most);
  const place = writtenPlace(checked, optionPaths(stage.id, key));
  const [first] = refused;
  if (first !== undefined) {
    const certain = refused.some(({ sure }) => sure > most);
    const longest = Math.max(...refused.map(({ tokens }) => tokens));
    const message = `${count(refused.length)} of ${count(rows.length, 'prompt')} of stage \`${stage.id}\` do not fit into \`${key}: ${most}\`, such as ${lengthOf(of, first)}: the sampler stops at them`;
    const value = Math.ceil((longest + response) / 64) * 64;
    const hint = `Set it to ${count(value)}, the longest prompt and \`max_response_length\` together, or leave it out.`;
    const severity = certain ? 'error' : 'warning';
    return [
      rowsProblem('SC442', message, place, first, {
        severity,
        hint,
        suggestion: { key, stage: stage.id, value },
      }),
    ];
  }
  const cut = kept.filter(({ tokens }) => tokens + response > most);
  const [example] = cut;
  if (example === undefined) return [];
  const message = `${count(cut.length)} of ${count(rows.length, 'prompt')} of stage \`${stage.id}\` leave less than \`max_response_length: ${response}\` of \`${key}: ${most}\`, such as ${lengthOf(of, example)}: their responses are cut`;
  const longest = Math.max(...cut.map(({ tokens }) => tokens));
  const value = Math.ceil((longest + response) / 64) * 64;
  const hint = `Set it to ${count(value)} or more, or leave it out.`;
  const suggestion = { key, stage: stage.id, value };
  return [rowsProblem('SC442', message, place, example, { severity: 'warning', hint, suggestion })];
}

/** No engine can ask for more than the model was made for. */
function beyondContext({ vision, stage, checked }: StageRows): readonly Problem[] {
  const { max_prompt_length: prompt, max_response_length: response, method } = stage.settings;
  const context = vision?.context;
  if (context === undefined || method === 'sft' || prompt + response <= context) return [];
  return [
    rowsProblem(
      'SC442',
      `A prompt of ${count(prompt)} and a response of ${count(response)} tokens (\`max_prompt_length\`, \`max_response_length\`) do not fit into the ${count(context)} of the model (stage \`${stage.id}\`)`,
      writtenPlace(checked, [
        ...settingPaths(stage.id, 'max_response_length'),
        ...settingPaths(stage.id, 'max_prompt_length'),
        ['model'],
      ]),
      undefined,
      {
        severity: 'error',
        hint:
          context > prompt
            ? `Set \`max_response_length\` to ${count(context - prompt)} or less.`
            : `Set \`max_prompt_length\` to less than ${count(context)}.`,
      },
    ),
  ];
}

function tooManyImages(of: StageRows): readonly Problem[] {
  const { plan, stage, rows, checked } = of;
  if (plan.curriculum.engine.name !== 'easyr1') return [];
  const limit = numberOption(of, IMAGES) ?? 0;
  const most = rows.reduce((sum, { images }) => Math.max(sum, images), 0);
  const worst = rows.find(({ images }) => images === most);
  if (worst === undefined || most <= Math.max(limit, 1)) return [];
  const many = rows.filter(({ images }) => images > Math.max(limit, 1));
  const has = `row ${worst.row} of \`${worst.source.dataset}\` has ${count(most, 'image')}`;
  const hint = `Write \`engine_options: { ${IMAGES}: ${most} }\`.`;
  const suggestion = { key: IMAGES, stage: stage.id, value: most };
  if (limit > 0) {
    const message = `${count(many.length)} of ${count(rows.length, 'prompt')} of stage \`${stage.id}\` have more images than \`${IMAGES}: ${limit}\`: ${has}; vLLM refuses them`;
    const place = writtenPlace(checked, optionPaths(stage.id, IMAGES));
    return [rowsProblem('SC443', message, place, worst, { hint, suggestion })];
  }
  const message = `${count(many.length)} of ${count(rows.length, 'prompt')} of stage \`${stage.id}\` have several images (${has}), and \`${IMAGES}\` is not set: older versions of vLLM then take one`;
  const place = writtenPlace(checked, stagePaths(stage.id));
  return [rowsProblem('SC443', message, place, worst, { severity: 'info', hint, suggestion })];
}
