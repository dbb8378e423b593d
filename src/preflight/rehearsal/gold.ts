import { readRegularText } from '../../data';
import type { Plan } from '../../plan';

/**
 * The best possible response to a row in the form that the prompt asks for: the gold answer in `<answer>` where the
 * prompt speaks of it, boxed where it speaks of a box or of neither, and a closed trace before where it asks for one.
 * Comments of the template ask for nothing.
 */
export function goldResponse(gold: string, prompt: string | undefined): string {
  const asks = (prompt ?? '').replace(/\{#.*?#\}/gs, '');
  const tag = /<answer>/i.test(asks);
  const boxed = !tag || asks.includes('\\boxed');
  const answer = boxed ? `\\boxed{${gold}}` : gold;
  const trace = /<think>/i.test(asks) ? '<think>\n</think>\n' : '';
  return `${trace}${tag ? `<answer>${answer}</answer>` : answer}`;
}

/** The text of a plan's format prompt; nothing when it has none or it cannot be read. */
export async function promptText({ curriculum }: Plan): Promise<string | undefined> {
  if (curriculum.prompt === undefined) return undefined;
  const found = await readRegularText(curriculum.prompt);
  return found.kind === 'text' ? found.text : undefined;
}
