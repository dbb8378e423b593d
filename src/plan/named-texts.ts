import { existsSync } from 'node:fs';
import type { CheckedCurriculum, Curriculum } from '../language';
import type { Problem } from '../protocol';
import { checkReward, formFaults } from '../rewards';
import { planProblem } from './problems';
import type { Questions } from './remember';

/** What is wrong with what a curriculum names beside its data: the reward function, the prompt, results to audit. */
export async function checkNamedTexts(
  checked: CheckedCurriculum,
  { reward, prompt, audit }: Curriculum,
  { text }: Questions,
): Promise<readonly Problem[]> {
  const problems = [
    ...(await checkReward(reward, checked.locate(['reward']), text)),
    ...checkFrom(checked, audit),
  ];
  if (prompt === undefined) return problems;
  const file = await text(prompt);
  const place = checked.locate(['prompt']);
  if (file.kind === 'text') {
    const code = reward.kind === 'python' ? await text(reward.path) : undefined;
    const faults = formFaults({
      prompt: { path: prompt, text: file.text },
      reward,
      ...(code?.kind === 'text' ? { code: code.text } : {}),
    });
    const related = [{ place: checked.locate(['reward']), message: 'the reward is named here' }];
    return [
      ...problems,
      ...faults.map(({ message, hint }) => planProblem('SC390', message, place, { hint, related })),
    ];
  }
  const refused: Problem =
    file.kind === 'outside'
      ? {
          code: 'SC301',
          severity: 'error',
          message: `The prompt ${prompt} is refused: ${file.reason}`,
          place,
          hint: 'Move the file into the workspace or add its folder to `folders` in the curriculum.',
        }
      : {
          code: 'SC300',
          severity: 'error',
          message:
            file.kind === 'missing' ? `There is no prompt ${prompt}` : `The prompt ${prompt} ${file.reason}`,
          place,
          hint: 'Name a Jinja template with `{{ content }}` in it; the path counts from the folder of this file.',
        };
  return [...problems, refused];
}

/** Results of another program must be there; what they are, the import says. */
function checkFrom(checked: CheckedCurriculum, audit: Curriculum['audit']): readonly Problem[] {
  if (audit?.from === undefined || existsSync(audit.from)) return [];
  return [
    {
      code: 'SC300',
      severity: 'error',
      message: `There are no results ${audit.from}`,
      place: checked.locate(['audit', 'from']),
      hint: 'Name a file or folder of VLMEvalKit, lmms-eval, EasyR1, or a table; the path counts from the folder of this file.',
    },
  ];
}
