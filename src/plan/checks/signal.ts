import type { Problem } from '../../protocol';
import { settingPlace, stageOfSetting, type StageContext } from '../context';
import { planProblem } from '../problems';
import { count } from '../words';

/** Fewer responses than this in a step make a gradient of mostly noise. */
const FEW_RESPONSES = 16;

/** SC249: GRPO needs several responses a prompt, and more than a handful a step. */
export function checkSignal(context: StageContext): readonly Problem[] {
  const { settings } = context.stage;
  if (settings.method !== 'grpo') return [];
  if (settings.rollouts < 2) {
    const whose = stageOfSetting(context, 'rollouts') ?? 'a stage';
    return [
      planProblem(
        'SC249',
        `${whose.replace(/^[as]/u, (first) => first.toUpperCase())} samples one response a prompt: GRPO compares the responses of a prompt, so nothing is learned`,
        settingPlace(context, 'rollouts'),
        { severity: 'error', hint: 'Set `rollouts` to 2 or more; the paper uses 5.' },
      ),
    ];
  }
  const responses = settings.batch * settings.rollouts;
  if (responses >= FEW_RESPONSES) return [];
  // Both numbers make it: where either is a stage's own, it is that stage that is meant.
  const whose = stageOfSetting(context, 'batch') ?? stageOfSetting(context, 'rollouts');
  return [
    planProblem(
      'SC249',
      `A step${whose === undefined ? '' : ` of ${whose}`} has only ${count(responses, 'response')} (${count(settings.batch)} x ${count(settings.rollouts)})`,
      settingPlace(context, 'batch'),
      { hint: `Raise \`batch\` or \`rollouts\` to at least ${FEW_RESPONSES} responses a step.` },
    ),
  ];
}
