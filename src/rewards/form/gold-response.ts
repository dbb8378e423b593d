import { spokenText, tagsIn, traceTag } from './prompt-tags';

interface Form {
  /** Tag around the trace. */
  readonly trace: string | undefined;
  /** The answer stands in `<answer>`. */
  readonly tagged: boolean;
  readonly boxed: boolean;
}

function written(gold: string, { trace, tagged, boxed }: Form): string {
  const answer = boxed ? `\\boxed{${gold}}` : gold;
  const before = trace === undefined ? '' : `<${trace}>\n</${trace}>\n`;
  return `${before}${tagged ? `<answer>${answer}</answer>` : answer}`;
}

/**
 * The best possible response to a row in the form that the prompt asks for: the gold answer in `<answer>` where the
 * prompt speaks of it, boxed where it speaks of a box or of neither, and a closed trace before, in the tags of the
 * prompt's own example, where it asks for one. Comments of the template ask for nothing.
 */
export function goldResponse(gold: string, prompt: string | undefined): string {
  const form = formOf(prompt ?? '');
  return written(gold, { ...form, boxed: form.boxed || !form.tagged });
}

/** The same, with no box where the prompt asks for none. */
export const literalResponse = (gold: string, prompt: string): string => written(gold, formOf(prompt));

function formOf(prompt: string): Form {
  const words = spokenText(prompt);
  return {
    trace: traceTag(words),
    tagged: tagsIn(words).includes('answer'),
    boxed: words.includes('\\boxed'),
  };
}
