import type { Problem } from '../../protocol';
import { settingPlace, stageOfSetting, type StageContext } from '../context';
import { planProblem } from '../problems';
import { count } from '../words';

/** Above this rate a policy that nothing holds drifts. */
const CALM_RATE = 1e-6;
/** Fewer prompts a step, or an update, than these hardly move a large model. */
const FEW_PROMPTS = 128;
const FEW_IN_UPDATE = 64;

/** SC391, SC392: settings of large models that ended in collapse, or in nothing, for those who tried them. */
export const checkDynamics = (context: StageContext): readonly Problem[] => {
  const { curriculum, stage } = context;
  // The micro model takes larger steps, and few prompts are its way.
  if (curriculum.engine.name === 'embedded' || stage.settings.method !== 'grpo') return [];
  return [...checkHold(context), ...(curriculum.engine.name === 'easyr1' ? checkPrompts(context) : [])];
};

function checkHold(context: StageContext): readonly Problem[] {
  const { id, settings, engineOptions } = context.stage;
  const disabled = engineOptions['algorithm.disable_kl'] === true;
  if ((settings.kl > 0 && !disabled) || settings.learning_rate <= CALM_RATE) return [];
  return [
    planProblem(
      'SC391',
      `Nothing holds the policy of stage \`${id}\`: ${disabled ? '`algorithm.disable_kl` is on' : '`kl` is 0'}, and \`learning_rate\` is ${settings.learning_rate}`,
      settingPlace(context, disabled ? 'learning_rate' : 'kl'),
      {
        hint: `Set \`kl\` above 0 (the paper takes 0.01), or \`learning_rate\` to ${CALM_RATE} or less.`,
        suggestion: disabled
          ? { key: 'learning_rate', stage: id, value: CALM_RATE }
          : { key: 'kl', stage: id, value: 0.01 },
      },
    ),
  ];
}

const GLOBAL = 'worker.actor.global_batch_size';

function checkPrompts(context: StageContext): readonly Problem[] {
  const { id, settings, engineOptions } = context.stage;
  const update = engineOptions[GLOBAL];
  const few = settings.batch < FEW_PROMPTS;
  if (!few && !(typeof update === 'number' && update < FEW_IN_UPDATE)) return [];
  const whose = stageOfSetting(context, 'batch');
  const said = few
    ? `A step${whose === undefined ? '' : ` of ${whose}`} has only ${count(settings.batch, 'prompt')}`
    : `An update of stage \`${id}\` has only ${count(Number(update), 'prompt')} (\`${GLOBAL}\`)`;
  return [
    planProblem(
      'SC392',
      `${said}: the reward of a large model often does not move`,
      settingPlace(context, 'batch'),
      {
        hint: `Set \`batch\` to ${FEW_PROMPTS} or more and \`${GLOBAL}\` to ${FEW_IN_UPDATE} or more; the paper takes 512 and 128.`,
        suggestion: few
          ? { key: 'batch', ...(whose === undefined ? {} : { stage: id }), value: FEW_PROMPTS }
          : { key: GLOBAL, stage: id, value: FEW_IN_UPDATE },
      },
    ),
  ];
}
