import type { Problem } from '../../protocol';
import { settingPlace, type StageContext } from '../context';
import { planProblem } from '../problems';
import { count } from '../words';

/** Fewer responses than this in a step make a gradient of mostly noise. */
const FEW_RESPONSES = 16;

/** SC249: GRPO needs several responses a prompt, and more than a handful a step. */
export function checkSignal(context: StageContext): readonly Problem[] {
  const { settings, id } = context.stage;
  if (settings.method !== 'grpo') return [];
  if (settings.rollouts < 2) {
    return [
      planProblem(
        'SC249',
        `Stage \`${id}\` samples one response a prompt: GRPO compares the responses of a prompt, so nothing is learned`,
        settingPlace(context, 'rollouts'),
        { severity: 'error', hint: 'Set `rollouts` to 2 or more; the paper uses 5.' },
      ),
    ];
  }
  const responses = settings.batch * settings.rollouts;
  if (responses >= FEW_RESPONSES) return [];
  return [
    planProblem(
      'SC249',
      `A step of stage \`${id}\` has only ${count(responses, 'response')} (${count(settings.batch)} x ${count(settings.rollouts)})`,
      settingPlace(context, 'batch'),
      { hint: `Raise \`batch\` or \`rollouts\` to at least ${FEW_RESPONSES} responses a step.` },
    ),
  ];
}
