import type { Problem } from '../../protocol';
import { settingPlace, type StageContext } from '../context';
import { planProblem } from '../problems';
import { list } from '../words';

/** SC386: without responses, supervised fine-tuning teaches the gold answer alone. */
export function checkSupervised(context: StageContext): readonly Problem[] {
  const { stage, curriculum } = context;
  if (stage.settings.method !== 'sft') return [];
  const without = stage.sources.filter(({ columns }) => columns.response === undefined);
  if (without.length === 0) return [];
  const names = [...new Set(without.map(({ dataset }) => `\`${dataset}\``))];
  const { reward } = curriculum;
  const boxed =
    reward.kind === 'builtin' && reward.name === 'boxed-answer'
      ? '; the reward `boxed-answer` wants `\\boxed{...}`, which such a model does not learn to write'
      : '';
  return [
    planProblem(
      'SC386',
      `Stage \`${stage.id}\` teaches the bare answer: ${list(names)} ${names.length === 1 ? 'has' : 'have'} no response column${boxed}`,
      settingPlace(context, 'method'),
      {
        hint: 'Give each row a response as the model should write it, and name it: `columns: { response: ... }`.',
      },
    ),
  ];
}
