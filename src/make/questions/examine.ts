import type { ChatClient } from '../../endpoints';
import type { Caption } from '../captions';
import type { Digests } from '../digests';
import type { Fallen, MakeContext, Question } from '../types';
import { buildQuestion, fallenOf, type Outcome } from './build';
import { checkDraft, type CheckRules } from './check/draft';
import { otherScript } from './check/script';
import type { Draft } from './reply/read';
import { verifyQuestion } from './verify';

/** What checking questions needs besides the questions. */
export interface Examiner {
  readonly context: MakeContext;
  readonly rules: CheckRules;
  /** Must find the same answers in the captions; absent: nobody looks. */
  readonly verifier?: ChatClient;
  /** Ids of all questions so far: the same question about the same image is one. */
  readonly ids: Digests;
}

const SHOWN = 200;

/** Makes questions of drafts, in their order, or says why they fall. Rejects as `verifyQuestion` does. */
export async function examine(
  caption: Caption,
  drafts: readonly { readonly draft: Draft; readonly kind?: string }[],
  { context, rules, verifier, ids }: Examiner,
): Promise<Outcome> {
  const fallen: Fallen[] = [];
  const sound: Question[] = [];
  for (const { draft, kind } of drafts) {
    const checked = checkDraft(draft, rules);
    if ('reason' in checked) {
      fallen.push(fallenOf('check', checked));
      continue;
    }
    const question = buildQuestion(context, caption, checked, kind);
    if (otherScript(question.question, caption.caption)) {
      const detail = question.question.slice(0, SHOWN);
      fallen.push(
        fallenOf(
          'check',
          { reason: 'The question is written in another script than its caption.', detail },
          question,
        ),
      );
    } else if (!ids.add(question.id)) {
      const reason = 'The same question about the same image was written before.';
      fallen.push({ ...fallenOf('check', { reason }, question), again: true });
    } else sound.push(question);
  }
  if (verifier === undefined) return { questions: sound, fallen };
  const { seed } = context.made.make;
  const faults = await Promise.all(sound.map((one) => verifyQuestion(one, verifier, seed, context.signal)));
  return {
    questions: sound.filter((_, i) => faults[i] === undefined),
    fallen: [
      ...fallen,
      ...sound.flatMap((question, i) => {
        const fault = faults[i];
        return fault === undefined ? [] : [fallenOf('check', fault, question)];
      }),
    ],
  };
}
