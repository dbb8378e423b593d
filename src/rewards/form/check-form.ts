import { basename } from 'node:path';
import type { RewardRef } from '../../language';
import { BUILTIN_REWARDS, isBuiltinReward } from '../builtin';
import { literalResponse } from './gold-response';
import { isTrace, spokenText, tagsIn } from './prompt-tags';

/** How a prompt and a reward disagree on the form of a response. */
export interface FormFault {
  readonly message: string;
  readonly hint: string;
}

interface Form {
  readonly prompt: { readonly path: string; readonly text: string };
  readonly reward: RewardRef;
  /** The Python file of the reward, where it could be read. */
  readonly code?: string;
}

/**
 * What of the form that the prompt asks for the reward does not know, told by their texts alone: nothing is run but the
 * built-in rewards. A template without words of its own asks for nothing.
 */
export function formFaults(form: Form): readonly FormFault[] {
  const words = spokenText(form.prompt.text);
  if (words.trim() === '') return [];
  return [
    ...twoNames(form, words),
    ...(form.reward.kind === 'builtin' ? builtinFaults(form) : codeFaults(form, words)),
  ];
}

/** The published prompt names one tag in its sentence and another in its example. */
function twoNames({ prompt }: Form, words: string): readonly FormFault[] {
  const traces = tagsIn(words).filter(isTrace);
  const [first, second] = traces;
  if (first === undefined || second === undefined) return [];
  return [
    {
      message: `The prompt ${basename(prompt.path)} asks for \`<${first}>\` and for \`<${second}>\`: a response can follow only one of them`,
      hint: `Write one of the two, in the sentence and in the example alike.`,
    },
  ];
}

/** An answer that no text of a prompt has by chance. */
const GOLD = '41';

function builtinFaults({ prompt, reward }: Form): readonly FormFault[] {
  if (reward.kind !== 'builtin' || !isBuiltinReward(reward.name)) return [];
  const wantsBox = reward.name !== 'exact-match';
  const gold = reward.name === 'choice' ? 'B' : GOLD;
  const response = literalResponse(gold, prompt.text);
  const score = BUILTIN_REWARDS[reward.name].score({
    response,
    responseLength: response.length,
    groundTruth: gold,
  });
  if (score.overall >= 1 - 1e-9) return [];
  const shown = JSON.stringify(response);
  return [
    {
      message: `A right answer in the form of ${basename(prompt.path)} gets ${score.overall} of 1 from \`${reward.name}\`: ${shown}`,
      hint: wantsBox
        ? 'Let the prompt ask for the final answer in `\\boxed{}`.'
        : 'Let the prompt ask for the answer alone, or use `boxed-answer` and ask for `\\boxed{}`.',
    },
  ];
}

function codeFaults({ prompt, reward, code }: Form, words: string): readonly FormFault[] {
  if (code === undefined || reward.kind !== 'python') return [];
  const asked = tagsIn(words);
  const known = tagsIn(code.replace(/^\s*#.*$/gm, ''));
  const file = basename(reward.path);
  const template = basename(prompt.path);
  const strange = asked.filter((tag) => !known.includes(tag));
  for (const tag of known.filter((one) => !asked.includes(one))) {
    const twin = strange.find((other) => isTwin(tag, other));
    if (twin === undefined) continue;
    return [
      {
        message: `The reward ${file} looks for \`<${tag}>\`, the prompt ${template} asks for \`<${twin}>\`: no response gets the format reward`,
        hint: `Write \`<${tag}>\` in the prompt, or \`<${twin}>\` in the reward.`,
      },
    ];
  }
  if (known.length > 0 && asked.length === 0) {
    return [
      {
        message: `The reward ${file} looks for \`<${known[0] ?? ''}>\`, of which the prompt ${template} says nothing`,
        hint: 'Ask for it in the prompt, with an example.',
      },
    ];
  }
  const wantsBox = code.replace(/^\s*#.*$/gm, '').includes('boxed');
  if (wantsBox && !words.includes('boxed') && !known.includes('answer')) {
    return [
      {
        message: `The reward ${file} looks for \`\\boxed{}\`, of which the prompt ${template} says nothing`,
        hint: 'Ask for the final answer in `\\boxed{}` in the prompt.',
      },
    ];
  }
  return [];
}

/** Two names of what is meant to be one tag. */
const isTwin = (a: string, b: string): boolean =>
  (isTrace(a) && isTrace(b)) || a.startsWith(b) || b.startsWith(a);
