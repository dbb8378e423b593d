import type { Plan } from '../../plan';

/** What a rehearsal proves of a plan, and what it does not: for people, a sentence each. */
export function rehearsalWords(plan: Plan): {
  readonly proves: readonly string[];
  readonly not: readonly string[];
} {
  const { reward, prompt, model } = plan.curriculum;
  const rewardName = reward.kind === 'builtin' ? reward.name : `${reward.function}()`;
  return {
    proves: [
      `the files are read, every \`where\` and order works on the real rows, and images can be decoded`,
      `${prompt === undefined ? 'the question' : 'the prompt'} is rendered and \`${rewardName}\` scores real answers`,
      'each stage starts from the checkpoint of the one it names, validates, and saves',
    ],
    not: [
      model.kind === 'preset' && model.name === 'micro-vlm'
        ? 'how good the model gets: so few steps teach next to nothing'
        : 'anything about the accuracy of your model: the micro model stands in, reads words that it does not know as bytes, and sees a small square of each image',
      'GPU memory, speed, the length limits of a large model, or the engine’s own options',
      'predictions and the audit, which come after a real run’s last stage',
    ],
  };
}
