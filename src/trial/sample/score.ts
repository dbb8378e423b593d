import type { RewardRef } from '../../language';
import { openReward, RewardError, type Reward } from '../../rewards';
import type { SampleTrace, TracedAnswer } from './trace';
import { explainReward } from './why';

interface Scored {
  readonly reward: SampleTrace['reward'];
  readonly answers: readonly TracedAnswer[];
}

/** Scores answers with the curriculum's own reward; a reward that fails is told, and the answers stay without scores. */
export async function scoreAnswers(
  ref: RewardRef,
  answers: readonly TracedAnswer[],
  gold: string,
): Promise<Scored> {
  const name = ref.kind === 'builtin' ? ref.name : `${ref.path}:${ref.function}`;
  const printed: string[] = [];
  const onPrint = (line: string): void => {
    if (printed.length < 50) printed.push(line.slice(0, 500));
  };
  let reward: Reward | undefined;
  try {
    reward = await openReward(ref, { onPrint });
    const scores = await reward.score(
      answers.map(({ text, tokens }) => ({
        response: text,
        responseLength: tokens ?? text.length,
        groundTruth: gold,
      })),
    );
    return {
      reward: { name, printed },
      answers: answers.map((answer, i) => {
        const score = scores[i];
        return {
          ...answer,
          ...(score === undefined ? {} : { reward: score }),
          ...explainReward(ref, answer.text, gold),
        };
      }),
    };
  } catch (error) {
    if (!(error instanceof RewardError)) throw error;
    const { message, hint, place } = error;
    const line = place?.range === undefined ? '' : `:${place.range.start.line + 1}`;
    return {
      reward: {
        name,
        printed,
        failure: {
          message,
          ...(hint === undefined ? {} : { hint }),
          ...(place === undefined ? {} : { place: `${place.file}${line}` }),
        },
      },
      answers,
    };
  } finally {
    await reward?.close();
  }
}
