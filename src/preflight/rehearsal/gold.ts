import { readRegularText } from '../../data';
import type { Plan } from '../../plan';

export { goldResponse } from '../../rewards';

/** The text of a plan's format prompt; nothing when it has none or it cannot be read. */
export async function promptText({ curriculum }: Plan): Promise<string | undefined> {
  if (curriculum.prompt === undefined) return undefined;
  const found = await readRegularText(curriculum.prompt);
  return found.kind === 'text' ? found.text : undefined;
}
